import { bytesOf, exportsOf, header, leb, type Piece, repeated, section } from './wasm-bytes.ts';

/** `(i32 i32) -> i32`, then what else there is. */
const typesWith = (...more: readonly Piece[]): Uint8Array =>
	section(1, [1 + more.length, 0x60, 2, 0x7f, 0x7f, 1, 0x7f], ...more);
const onePage = section(5, [1, 0, 1]);
const answer: readonly number[] = [0x41, 0, 0x0b];

function sized(content: Uint8Array): Uint8Array {
	return bytesOf(leb(content.length), content);
}

function signed(value: number): readonly number[] {
	const bytes: number[] = [];
	let rest = value;
	for (;;) {
		const low = rest & 0x7f;
		rest >>= 7;
		const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
		bytes.push(done ? low : low | 0x80);
		if (done) return bytes;
	}
}

/**
 * One function with so many locals and so many nested blocks that are left from inside: V8's baseline compiler keeps the
 * state of every local for each of them.
 */
export function compileBomb(blocks: number, locals: number): Uint8Array {
	const leaves = repeated(blocks, [0x20, 0, 0x0d, 0, 0x0b]);
	const body = bytesOf([1], leb(locals), [0x7e], repeated(blocks, [0x02, 0x40]), leaves, answer);
	return bytesOf(header, typesWith(), section(3, [1, 0]), onePage, exportsOf(0), section(10, [1], sized(body)));
}

/** The same function, called while the module is initialised: `process_data` does nothing. */
export function initBomb(blocks: number, locals: number): Uint8Array {
	const leaves = repeated(blocks, [0x20, 0, 0x0d, 0, 0x0b]);
	const body = bytesOf([1], leb(locals), [0x7e], repeated(blocks, [0x02, 0x40]), leaves, answer);
	const names = section(
		7,
		[3],
		[12, ...Buffer.from('process_data'), 0, 0],
		[11, ...Buffer.from('plugin_init'), 0, 1],
		[6, ...Buffer.from('memory'), 2, 0],
	);
	const code = section(10, [2], sized(bytesOf([0], answer)), sized(body));
	return bytesOf(header, typesWith(), section(3, [2, 0, 0]), onePage, names, code);
}

/** A body that keeps what `make` leaves on the stack in global 0 and makes the next, for ever. */
const forEver = (make: readonly number[]): Uint8Array =>
	sized(bytesOf([0], [0x03, 0x40], make, [0x24, 0, 0x0c, 0, 0x0b], answer));

/** One array of so many 64-bit numbers, by WebAssembly's own garbage-collected types; kept. */
export function arrayBomb(length: number): Uint8Array {
	const body = sized(bytesOf([0], [0x41], signed(length), [0xfb, 7, 1, 0x24, 0], answer));
	return collected(body, [0x5e, 0x7e, 1]);
}

/** Arrays of 64-bit numbers one after another, each of so many, none of them kept. */
export function garbageBomb(length: number): Uint8Array {
	return collected(forEver([0x41, ...signed(length), 0xfb, 7, 1]), [0x5e, 0x7e, 1]);
}

/** A chain of structs without an end: each holds the one before it and eight numbers. */
export function chainBomb(): Uint8Array {
	const struct = [0x5f, 9, 0x63, 1, 1, ...repeated(8, [0x7e, 1])];
	const make = [0x23, 0, ...repeated(8, [0x42, 7]), 0xfb, 0, 1];
	return collected(forEver(make), struct);
}

/** Type 1 is `type`; global 0 holds one of it, or nothing. */
function collected(body: Uint8Array, type: readonly number[]): Uint8Array {
	const globals = section(6, [1, 0x63, 1, 1, 0xd0, 1, 0x0b]);
	return bytesOf(header, typesWith(type), section(3, [1, 0]), onePage, globals, exportsOf(0), section(10, [1], body));
}

/** So many functions of 1,400 bytes, all of which are called: all of them are compiled. */
export function manyFunctions(count: number): Uint8Array {
	const filler = repeated(200, [0x20, 0, 0x20, 1, 0x6a, 0x21, 0]);
	const one = sized(bytesOf([0], filler, [0x20, 0, 0x0b]));
	const calls = Array.from({ length: count }, (_, index) => bytesOf([0x20, 0, 0x20, 1, 0x10], leb(index + 1), [0x1a]));
	const caller = sized(bytesOf([0], ...calls, answer));
	return bytesOf(
		header,
		typesWith(),
		section(3, leb(count + 1), new Uint8Array(count + 1)),
		onePage,
		exportsOf(0),
		section(10, leb(count + 1), caller, repeated(count, one)),
	);
}

/** Grows its memory by so many pages less the two that it has with its input, touches all of it, then does `end`. */
export function fills(pages: number, end: 'unreachable' | '(i32.const 0)', more = ''): string {
	return `(module ${more} (memory (export "memory") 1)
		(func (export "process_data") (param i32 i32) (result i32)
			(if (i32.lt_u (memory.size) (i32.const ${pages}))
				(then (if (i32.eq (memory.grow (i32.sub (i32.const ${pages}) (memory.size))) (i32.const -1)) (then (return (i32.const -7))))))
			(memory.fill (i32.const 0) (i32.const 0) (i32.shl (i32.const ${pages}) (i32.const 16)))
			${end}))`;
}
