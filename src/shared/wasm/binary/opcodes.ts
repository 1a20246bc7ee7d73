/** What follows an instruction's opcode. */
export const operand = {
	none: 0,
	/** An integer of any size, an index or a constant. */
	leb: 1,
	lebs2: 2,
	bytes1: 3,
	bytes4: 4,
	bytes8: 5,
	bytes16: 6,
	/** Alignment, perhaps a memory's index, and an offset. */
	memory: 7,
	memoryAndLane: 8,
	heapType: 9,
	/** A list of value types. */
	types: 10,
	/** Handled by name in `function-body.ts`. */
	special: 11,
	unknown: 12,
} as const;

/** By opcode: what follows it, and by how many values it changes the height of the operand stack at most. */
export interface OpcodeTable {
	readonly operands: Uint8Array;
	readonly deltas: Int8Array;
}

type Row = readonly [first: number, last: number, operand: number, delta: number];

function table(size: number, fallback: number, rows: readonly Row[]): OpcodeTable {
	const operands = new Uint8Array(size).fill(fallback);
	const deltas = new Int8Array(size);
	for (const [first, last, kind, delta] of rows) {
		operands.fill(kind, first, last + 1);
		deltas.fill(delta, first, last + 1);
	}
	return { operands, deltas };
}

const { none, leb, lebs2, bytes1, bytes4, bytes8, bytes16, memory, memoryAndLane, heapType, types, special, unknown } =
	operand;

/** Opcodes of one byte (WebAssembly Core Specification, "Instructions"). */
export const plain = table(256, unknown, [
	[0x00, 0x01, none, 0],
	// block, loop, if, else, try, catch, throw, rethrow, throw_ref, end, br, br_if, br_table, return
	[0x02, 0x0f, special, 0],
	// call, call_indirect, return_call, return_call_indirect, call_ref, return_call_ref
	[0x10, 0x15, special, 0],
	// delegate, catch_all
	[0x18, 0x19, special, 0],
	[0x1a, 0x1a, none, -1],
	[0x1b, 0x1b, none, -2],
	[0x1c, 0x1c, types, -2],
	// try_table
	[0x1f, 0x1f, special, 0],
	[0x20, 0x20, leb, 1],
	[0x21, 0x21, leb, -1],
	[0x22, 0x22, leb, 0],
	[0x23, 0x23, leb, 1],
	[0x24, 0x24, leb, -1],
	[0x25, 0x25, leb, 0],
	[0x26, 0x26, leb, -2],
	[0x28, 0x35, memory, 0],
	[0x36, 0x3e, memory, -2],
	[0x3f, 0x3f, leb, 1],
	[0x40, 0x40, leb, 0],
	[0x41, 0x42, leb, 1],
	[0x43, 0x43, bytes4, 1],
	[0x44, 0x44, bytes8, 1],
	[0x45, 0xc4, none, 0],
	[0x46, 0x4f, none, -1],
	[0x51, 0x66, none, -1],
	[0x6a, 0x78, none, -1],
	[0x7c, 0x8a, none, -1],
	[0x92, 0x98, none, -1],
	[0xa0, 0xa6, none, -1],
	[0xd0, 0xd0, heapType, 1],
	[0xd1, 0xd1, none, 0],
	[0xd2, 0xd2, leb, 1],
	[0xd3, 0xd3, none, -1],
	[0xd4, 0xd4, none, 0],
	// br_on_null, br_on_non_null
	[0xd5, 0xd6, special, 0],
]);

/** Behind 0xfb: garbage collection. */
const gc = table(64, unknown, [
	// struct.new
	[0, 0, special, 0],
	[1, 1, leb, 1],
	[2, 4, lebs2, 0],
	[5, 5, lebs2, -2],
	[6, 6, leb, -1],
	[7, 7, leb, 0],
	// array.new_fixed
	[8, 8, special, 0],
	[9, 10, lebs2, -1],
	[11, 13, leb, -1],
	[14, 14, leb, -3],
	[15, 15, none, 0],
	[16, 16, leb, -4],
	[17, 17, lebs2, -5],
	[18, 19, lebs2, -4],
	[20, 23, heapType, 0],
	// br_on_cast, br_on_cast_fail
	[24, 25, special, 0],
	[26, 30, none, 0],
]);

/** Behind 0xfc: saturating conversions, bulk memory and tables, wide arithmetic. */
const bulk = table(64, unknown, [
	[0, 7, none, 0],
	[8, 8, lebs2, -3],
	[9, 9, leb, 0],
	[10, 10, lebs2, -3],
	[11, 11, leb, -3],
	[12, 12, lebs2, -3],
	[13, 13, leb, 0],
	[14, 14, lebs2, -3],
	[15, 15, leb, -1],
	[16, 16, leb, 1],
	[17, 17, leb, -3],
	[19, 20, none, -2],
	[21, 22, none, 0],
]);

/** Behind 0xfd: vectors. Arithmetic counts as changing nothing, though most of it takes one value more than it gives. */
const vector = table(512, none, [
	[0, 10, memory, 0],
	[11, 11, memory, -2],
	[12, 12, bytes16, 1],
	[13, 13, bytes16, -1],
	[14, 14, none, -1],
	[21, 34, bytes1, 0],
	[23, 23, bytes1, -1],
	[26, 26, bytes1, -1],
	[28, 28, bytes1, -1],
	[30, 30, bytes1, -1],
	[32, 32, bytes1, -1],
	[34, 34, bytes1, -1],
	[35, 76, none, -1],
	[78, 81, none, -1],
	[82, 82, none, -2],
	[84, 87, memoryAndLane, -1],
	[88, 91, memoryAndLane, -2],
	[92, 93, memory, 0],
]);

/** Behind 0xfe: threads. */
const atomic = table(128, unknown, [
	[0x00, 0x00, memory, -1],
	[0x01, 0x02, memory, -2],
	[0x03, 0x03, bytes1, 0],
	[0x10, 0x16, memory, 0],
	[0x17, 0x1d, memory, -2],
	[0x1e, 0x47, memory, -1],
	[0x48, 0x4e, memory, -2],
]);

/** The tables of those that take two numbers, by the first. */
export const prefixed: Readonly<Record<number, OpcodeTable>> = { 251: gc, 252: bulk, 253: vector, 254: atomic };
