import { DataFlareError } from '../errors.ts';
import { because } from '../failure-reason.ts';
import { malformed } from './byte-reader.ts';

/** Throws `plugin_load` saying what the bytes are instead, where they do not begin like a core module. */
export function requireModule(bytes: Uint8Array): void {
	const magic = [0x00, 0x61, 0x73, 0x6d];
	if (bytes.length === 0) {
		throw new DataFlareError('plugin_load', 'The file is empty.', {
			hint: 'Build or fetch the module again.',
			details: because('empty'),
		});
	}
	if (magic.some((byte, index) => bytes[index] !== byte)) {
		const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
		throw new DataFlareError(
			'plugin_load',
			`The file is not a WebAssembly module: it begins with ${found}${looksLike(bytes)}, not with 00 61 73 6d.`,
			{ hint: 'A plugin is a compiled .wasm file.', details: { ...because('not_wasm'), found } },
		);
	}
	if (bytes.length < 8) throw malformed('it ends in the middle', bytes.length);
	const version = (bytes[4] as number) | ((bytes[5] as number) << 8);
	const layer = (bytes[6] as number) | ((bytes[7] as number) << 8);
	if (layer === 1) {
		throw new DataFlareError(
			'plugin_load',
			'The file is a WebAssembly component; this version runs core modules only.',
			{
				hint: 'Build it as a core module (for Rust: the target wasm32-unknown-unknown or wasm32-wasip1).',
				details: { ...because('unsupported'), version, layer },
			},
		);
	}
	if (version !== 1 || layer !== 0) {
		throw new DataFlareError('plugin_load', `The module is of an unknown version (${version}, layer ${layer}).`, {
			hint: 'Build it for version 1 of the WebAssembly binary format.',
			details: { ...because('unsupported'), version, layer },
		});
	}
}

const beginnings: readonly (readonly [string, readonly number[]])[] = [
	['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
	['a gzip archive', [0x1f, 0x8b]],
	['an ELF program', [0x7f, 0x45, 0x4c, 0x46]],
	['a Windows program', [0x4d, 0x5a]],
	['WebAssembly text, which has to be assembled first', [0x28, 0x6d, 0x6f, 0x64]],
	['WebAssembly text, which has to be assembled first', [0x28, 0x3b]],
	['an HTML page', [0x3c, 0x21]],
	['an HTML page', [0x3c, 0x68]],
	['JSON', [0x7b]],
];

function looksLike(bytes: Uint8Array): string {
	const match = beginnings.find(([, pattern]) => pattern.every((byte, index) => bytes[index] === byte));
	return match === undefined ? '' : ` (${match[0]})`;
}
