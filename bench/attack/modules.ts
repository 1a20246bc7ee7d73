/** Module files that cost whoever reads them: valid WebAssembly, built byte by byte. */

function leb(value: number): number[] {
	const bytes: number[] = [];
	let rest = value;
	do {
		bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
		rest >>>= 7;
	} while (rest > 0);
	return bytes;
}

const sized = (...parts: readonly (Uint8Array | readonly number[])[]): Buffer => {
	const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
	return Buffer.concat([Buffer.from(leb(content.length)), content]);
};
const section = (id: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer =>
	Buffer.concat([Buffer.of(id), sized(...parts)]);
const named = (text: string): Buffer => sized(Buffer.from(text));

const header = Buffer.from('\0asm\x01\0\0\0', 'latin1');
/** One memory, and `process_data`, which answers 0. */
const types = section(1, [1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f]);
const functions = section(3, [1, 0]);
const memory = section(5, [1, 0, 1]);
const code = section(10, [1], sized([0, 0x41, 0, 0x0b]));
const basicExports = [named('memory'), Buffer.of(2, 0), named('process_data'), Buffer.of(0, 0)];

const plain = (exports: Buffer = section(7, [2], ...basicExports)): readonly Buffer[] => [
	header,
	types,
	functions,
	memory,
	exports,
	code,
];

const NAME_BYTES = 100_000;

/** Custom sections with names of 100,000 letters each. */
export function manyNames(bytes: number): Buffer {
	const one = section(0, named('n'.repeat(NAME_BYTES)));
	return Buffer.concat([...plain(), ...Array.from({ length: Math.floor(bytes / one.length) }, () => one)]);
}

/** Exports of the one function under names of 650 letters. */
export function manyExports(bytes: number): Buffer {
	const count = Math.floor(bytes / 660);
	const more = Array.from({ length: count }, (_, index) =>
		Buffer.concat([named(String(index).padStart(650, 'e')), Buffer.of(0, 0)]),
	);
	return Buffer.concat(plain(section(7, leb(count + 2), ...basicExports, ...more)));
}

/** A `dataflare` section of empty objects. */
export function objectsForManifest(bytes: number): Buffer {
	const text = Buffer.from(`{"name":"x","more":[${'{},'.repeat(Math.floor(bytes / 3))}{}]}`);
	return Buffer.concat([...plain(), section(0, named('dataflare'), text)]);
}

export const honestModule = (): Buffer => Buffer.concat(plain());

/** A manifest of so many bytes, nearly all of them keys of its policy that nobody knows. */
export function unknownKeys(bytes: number): string {
	const keys = Array.from(
		{ length: Math.floor(bytes / 10) },
		(_, index) => `"k${index.toString(36).padStart(4, '0')}":0`,
	);
	return `{"name":"evil","type":"processor","module_path":"./evil.wasm","security_policy":{${keys.join(',')}}}`;
}
