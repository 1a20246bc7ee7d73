import type { WasmValueType } from '../../host/abi.ts';
import type { ByteReader } from './byte-reader.ts';

const simple: Readonly<Record<number, WasmValueType>> = {
	127: 'i32',
	126: 'i64',
	125: 'f32',
	124: 'f64',
	123: 'v128',
	112: 'funcref',
	111: 'externref',
};

/** `(ref null ht)` and `(ref ht)` (WebAssembly Core Specification, "Reference Types"). */
const REF_NULL = 0x63;
const REF = 0x64;
/** Before a heap type: of exactly this type (custom descriptors proposal). */
const EXACT = 0x62;
/** Before an abstract heap type: shared between threads (shared-everything proposal). */
const SHARED = 0x65;

const FUNC = -0x10;
const EXTERN = -0x11;

/** One value type. References other than `funcref` and `externref`, in whichever of their spellings, are `other`. */
export function readValueType(reader: ByteReader): WasmValueType {
	const byte = reader.byte();
	if (byte !== REF && byte !== REF_NULL) return simple[byte] ?? 'other';
	const heap = readHeapType(reader);
	if (byte === REF) return 'other';
	return heap === FUNC ? 'funcref' : heap === EXTERN ? 'externref' : 'other';
}

/** The index of a type, or below 0 the code of an abstract one. */
export function readHeapType(reader: ByteReader): number {
	const prefix = reader.bytes[reader.at];
	if (reader.at < reader.end && (prefix === EXACT || prefix === SHARED)) reader.at += 1;
	return reader.s33();
}
