import type { ByteReader } from '../binary/byte-reader.ts';
import { operand, plain, prefixed } from '../binary/opcodes.ts';
import { skipOperand } from '../binary/skip-operand.ts';
import { readHeapType, readValueType } from '../binary/value-type.ts';

/** Which instructions stand somewhere in a module's code, and what stands beside them. */
export class SeenCode {
	/** Of one byte. */
	readonly plain = new Uint8Array(256);
	/** Behind a prefix (0xfb to 0xfe), by their number; those above 511 count as 511. */
	readonly prefixed: Readonly<Record<number, Uint8Array>> = {
		251: new Uint8Array(512),
		252: new Uint8Array(512),
		253: new Uint8Array(512),
		254: new Uint8Array(512),
	};
	/** A block takes values, or leaves more than one. */
	typedBlock = false;
	/** A variable is a vector. */
	vectorLocal = false;
	/** A constant is computed. */
	computedConstant = false;
}

const END = 0x0b;
const VOID = 0x40;

/**
 * Notes the instructions of one function's body. Judges nothing: where one is not known, the rest of the body is left,
 * as nobody can tell where the next one begins.
 */
export function scanBody(reader: ByteReader, seen: SeenCode): void {
	for (let left = reader.u32(); left > 0; left--) {
		reader.u32();
		if (readValueType(reader) === 'v128') seen.vectorLocal = true;
	}
	while (!reader.done) if (!scanInstruction(reader, seen)) return;
}

/** Notes the instructions of a constant expression, to its end. False: its end cannot be told. */
export function scanConstant(reader: ByteReader, seen: SeenCode): boolean {
	for (let count = 0; ; count++) {
		if (reader.bytes[reader.at] === END) {
			reader.byte();
			seen.computedConstant ||= count > 1;
			return true;
		}
		if (!scanInstruction(reader, seen)) return false;
	}
}

function scanInstruction(reader: ByteReader, seen: SeenCode): boolean {
	const code = reader.byte();
	seen.plain[code] = 1;
	const table = prefixed[code];
	if (table === undefined) {
		const kind = plain.operands[code] ?? operand.unknown;
		if (kind === operand.unknown) return false;
		if (kind === operand.special) skipSpecial(reader, code, seen);
		else skipOperand(reader, kind);
		return true;
	}
	const index = reader.u32();
	const marks = seen.prefixed[code];
	if (marks !== undefined) marks[Math.min(index, 511)] = 1;
	const kind = table.operands[index] ?? operand.unknown;
	if (kind === operand.unknown) return false;
	if (kind !== operand.special) skipOperand(reader, kind);
	else if (index < 24) {
		// struct.new; array.new_fixed has a length beside its type.
		reader.u32();
		if (index === 8) reader.u32();
	} else {
		// br_on_cast
		reader.byte();
		reader.u32();
		readHeapType(reader);
		readHeapType(reader);
	}
	return true;
}

function skipSpecial(reader: ByteReader, code: number, seen: SeenCode): void {
	switch (code) {
		case 0x02: // block
		case 0x03: // loop
		case 0x04: // if
		case 0x06: // try
			return skipBlockType(reader, seen);
		case 0x1f: // try_table
			skipBlockType(reader, seen);
			for (let left = reader.u32(); left > 0; left--) {
				if (reader.byte() < 2) reader.u32();
				reader.u32();
			}
			return;
		case 0x0e: // br_table
			for (let left = reader.u32(); left >= 0; left--) reader.u32();
			return;
		case 0x11: // call_indirect
		case 0x13: // return_call_indirect
			reader.u32();
			reader.u32();
			return;
		case 0x05: // else
		case 0x0a: // throw_ref
		case END:
		case 0x0f: // return
		case 0x19: // catch_all
			return;
		default:
			reader.u32();
	}
}

function skipBlockType(reader: ByteReader, seen: SeenCode): void {
	const first = reader.bytes[reader.at] ?? VOID;
	if (first === VOID) reader.byte();
	// Value types begin with what would be a negative index.
	else if ((first & 0xc0) === 0x40) readValueType(reader);
	else {
		reader.s33();
		seen.typedBlock = true;
	}
}
