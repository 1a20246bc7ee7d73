import type { WasmValueType } from '../../host/abi.ts';
import type { ByteReader } from './byte-reader.ts';

const numbers: Readonly<Record<number, WasmValueType>> = {
	127: 'i32',
	126: 'i64',
	125: 'f32',
	124: 'f64',
	123: 'v128',
};

/** Nullable references to abstract heap types, by the byte that stands for both. */
const references: Readonly<Record<number, WasmValueType>> = {
	116: 'nullexnref',
	115: 'nullfuncref',
	114: 'nullexternref',
	113: 'nullref',
	112: 'funcref',
	111: 'externref',
	110: 'anyref',
	109: 'eqref',
	108: 'i31ref',
	107: 'structref',
	106: 'arrayref',
	105: 'exnref',
};

/** `(ref null ht)` and `(ref ht)` (WebAssembly Core Specification, "Reference Types"). */
const REF_NULL = 0x63;
const REF = 0x64;
/** Before a heap type: of exactly this type (custom descriptors proposal). */
const EXACT = 0x62;
/** Before an abstract heap type: shared between threads (shared-everything proposal). */
const SHARED = 0x65;

/** One value type. References to a type of the module's own, and ones that are never null, are `other`. */
export function readValueType(reader: ByteReader): WasmValueType {
	const byte = reader.byte();
	if (byte !== REF && byte !== REF_NULL) return numbers[byte] ?? references[byte] ?? 'other';
	// An abstract heap type is the same byte, read as a number with a sign.
	const heap = readHeapType(reader);
	return byte === REF ? 'other' : (references[heap + 128] ?? 'other');
}

/** The index of a type, or below 0 the code of an abstract one. */
export function readHeapType(reader: ByteReader): number {
	const prefix = reader.bytes[reader.at];
	if (reader.at < reader.end && (prefix === EXACT || prefix === SHARED)) reader.at += 1;
	return reader.s33();
}
