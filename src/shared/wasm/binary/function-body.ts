import type { WasmSignature } from '../../host/abi.ts';
import type { ByteReader } from './byte-reader.ts';
import { operand, plain, prefixed } from './opcodes.ts';
import { skipOperand } from './skip-operand.ts';
import type { ModuleTypes } from './type-section.ts';
import { readHeapType, readValueType } from './value-type.ts';

/** What a body can refer to. */
export interface BodyContext {
	readonly types: ModuleTypes;
	readonly functions: readonly WasmSignature[];
	/** The most parameters that any type has: what a caught exception may leave on the stack. */
	readonly mostParams: number;
	/** The most fields that any structure has: what making one may take from the stack. */
	readonly mostFields: number;
}

/** One open block: what the stack held where it began, and what it leaves. */
interface Frame {
	readonly base: number;
	readonly params: number;
	readonly results: number;
	/** Values that a branch to it carries. */
	readonly carried: number;
}

const VOID = 0x40;

/**
 * What a compiler keeps of each block that is open at once, in the same measure: V8 takes about a kilobyte, and no
 * compiler nests them by the hundred thousand.
 */
const OPEN_BLOCK = 100;

/**
 * Walks through the code of one function and adds up what a compiler has to remember of it: at each place where control
 * may come from elsewhere, all of its variables and all that is on the stack there, and each value that is handed over.
 * Judges nothing: the code may be
 * invalid, and then the sum is any number.
 *
 * @param locals how many variables the function has, its parameters among them; `results`: how many values it answers
 * @param most the walk ends where the sum is above it
 * @returns the sum, infinite where the walk meets what it does not know
 */
export function statesOf(
	reader: ByteReader,
	{ locals, results }: { readonly locals: number; readonly results: number },
	context: BodyContext,
	most: number,
): number {
	const frames: Frame[] = [{ base: 0, params: 0, results, carried: results }];
	let height = 0;
	let sum = 0;
	let deepest = 0;

	const remember = (places: number): void => {
		sum += places * (locals + Math.max(0, height) + 1);
	};
	const open = (isLoop = false): void => {
		const { params, results } = blockType(reader, context.types);
		height = Math.max(height, params);
		frames.push({ base: height - params, params, results, carried: isLoop ? params : results });
		sum += params + results;
		if (frames.length <= deepest) return;
		deepest = frames.length;
		sum += OPEN_BLOCK;
	};
	/** A branch: each value that it carries is looked at, also where nothing runs. */
	const branch = (depth: number): void => {
		sum += frames[frames.length - 1 - depth]?.carried ?? 0;
		remember(1);
	};
	const called = (signature: WasmSignature | null | undefined, taken: number): void => {
		const [given, got] = [signature?.params.length ?? 0, signature?.results.length ?? 0];
		sum += given + got;
		height += got - given - taken;
	};

	function special(code: number): void {
		const frame = frames.at(-1) as Frame;
		switch (code) {
			case 0x02: // block
			case 0x06: // try
				open();
				return remember(1);
			case 0x03: // loop: where it begins, each variable has a value from before and one from its end
				open(true);
				return remember(2);
			case 0x04: // if
				height -= 1;
				open();
				return remember(2);
			case 0x05: // else
				height = frame.base + frame.params;
				return;
			case 0x07: // catch
			case 0x19: // catch_all
				if (code === 0x07) reader.u32();
				height = frame.base + (code === 0x07 ? context.mostParams : 0);
				return remember(1);
			case 0x18: // delegate
				reader.u32();
				frames.pop();
				height = frame.base + frame.results;
				return;
			case 0x0b: // end
				frames.pop();
				height = frame.base + frame.results;
				return;
			case 0x08: // throw
				sum += context.mostParams;
				reader.u32();
				return;
			case 0x09: // rethrow
				reader.u32();
				return;
			case 0x0f: // return
				sum += results;
				return;
			case 0x0a: // throw_ref
				return;
			case 0x0c: // br
			case 0xd5: // br_on_null
				return branch(reader.u32());
			case 0x0d: // br_if
			case 0xd6: // br_on_non_null
				height -= 1;
				return branch(reader.u32());
			case 0x0e: {
				// br_table: each place that it leads to counts once.
				height -= 1;
				const targets = reader.u32();
				// Where they lead to the same place, that is looked at once.
				let carried = 0;
				for (let left = targets; left >= 0; left--) {
					carried = Math.max(carried, frames[frames.length - 1 - reader.u32()]?.carried ?? 0);
				}
				sum += carried * Math.min(targets + 1, frames.length);
				return remember(Math.min(targets + 1, frames.length));
			}
			case 0x10: // call
				return called(context.functions[reader.u32()], 0);
			case 0x11: // call_indirect
				called(context.types[reader.u32()], 1);
				reader.u32();
				return;
			case 0x12: // return_call
				return called(context.functions[reader.u32()], 0);
			case 0x13: // return_call_indirect
				called(context.types[reader.u32()], 1);
				reader.u32();
				return;
			case 0x14: // call_ref
				return called(context.types[reader.u32()], 1);
			case 0x15: // return_call_ref
				return called(context.types[reader.u32()], 1);
			default:
				tryTable();
		}
	}

	function tryTable(): void {
		const { params, results } = blockType(reader, context.types);
		const catches = reader.u32();
		for (let left = catches; left > 0; left--) {
			if (reader.byte() < 2) reader.u32();
			reader.u32();
		}
		remember(1 + catches);
		height = Math.max(height, params);
		frames.push({ base: height - params, params, results, carried: results });
		sum += params + results;
	}

	const { bytes } = reader;
	/** Where the innermost block began: behind a branch the stack holds whatever is asked of it, but never less than this. */
	let floor = 0;
	while (!reader.done && frames.length > 0 && sum <= most) {
		const code = reader.byte();
		// Most instructions are of this kind: no value types, no calls, an index or a constant of one byte.
		if (plain.operands[code] === operand.leb && (bytes[reader.at] ?? 0x80) < 0x80) {
			reader.at += 1;
			height = Math.max(floor, height + (plain.deltas[code] as number));
			continue;
		}
		const table = prefixed[code];
		const index = table === undefined ? code : reader.u32();
		const { operands, deltas } = table ?? plain;
		const kind = operands[index] ?? operand.unknown;
		if (kind === operand.unknown) return Number.POSITIVE_INFINITY;
		if (kind === operand.special && table === undefined) special(code);
		else if (kind === operand.special && index === 0) {
			// struct.new
			reader.u32();
			sum += context.mostFields;
			height += 1;
		} else if (kind === operand.special && index === 8) {
			// array.new_fixed
			reader.u32();
			const given = reader.u32();
			sum += given;
			height += 1 - given;
		} else if (kind === operand.special) {
			// br_on_cast
			reader.byte();
			branch(reader.u32());
			readHeapType(reader);
			readHeapType(reader);
		} else {
			skipOperand(reader, kind);
			height += deltas[index] as number;
		}
		floor = frames.at(-1)?.base ?? 0;
		height = Math.max(floor, height);
	}
	return sum;
}

function blockType(reader: ByteReader, types: ModuleTypes): { readonly params: number; readonly results: number } {
	const first = reader.bytes[reader.at] ?? VOID;
	if (first === VOID) {
		reader.byte();
		return { params: 0, results: 0 };
	}
	// Value types begin with what would be a negative index.
	if ((first & 0xc0) === 0x40) {
		readValueType(reader);
		return { params: 0, results: 1 };
	}
	const type = types[reader.s33()];
	return { params: type?.params.length ?? 0, results: type?.results.length ?? 0 };
}
