import { ByteReader } from '../../../src/shared/wasm/binary/byte-reader.ts';
import { joined, leb, sectionOf } from '../../../src/shared/wasm/binary/write.ts';

const EXPORTS = 7;
const GLOBAL = 3;

/** A module without the globals that its linker exports (`__heap_base`, `__data_end`), for which no host asks. */
export function withoutGlobalExports(module: Uint8Array): Uint8Array {
	const reader = new ByteReader(module, 8);
	const pieces = [module.subarray(0, 8)];
	while (!reader.done) {
		const start = reader.at;
		const id = reader.byte();
		const length = reader.u32();
		const end = reader.at + length;
		pieces.push(id === EXPORTS ? sectionOf(EXPORTS, functionsOf(module, reader.at, end)) : module.subarray(start, end));
		reader.at = end;
	}
	return joined(pieces);
}

function functionsOf(module: Uint8Array, start: number, end: number): Uint8Array {
	const reader = new ByteReader(module, start, end);
	const kept: Uint8Array[] = [];
	for (let left = reader.u32(); left > 0; left--) {
		const first = reader.at;
		const name = reader.u32();
		reader.at += name;
		const kind = reader.byte();
		reader.u32();
		if (kind !== GLOBAL) kept.push(module.subarray(first, reader.at));
	}
	return joined([leb(kept.length), ...kept]);
}
