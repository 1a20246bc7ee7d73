import { exportsOf, leb, moduleOf, named, section } from './wasm-bytes.ts';

/** A valid processor that exports its function by so many more names of 150 letters and a little. */
export function manyExports(count: number): Uint8Array {
	const names = Array.from({ length: count }, (_, index) => [
		named(`${index}-${'n'.repeat(150)}`),
		Uint8Array.of(0, 0),
	]);
	return moduleOf({
		exports: section(7, leb(count + 2), exportsOf(0).subarray(3), Uint8Array.from(Buffer.concat(names.flat()))),
	});
}
