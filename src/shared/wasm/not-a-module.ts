import { DataFlareError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import { malformed } from './binary/byte-reader.ts';

/** Throws `plugin_load` saying what the bytes are instead, where they do not begin like a core module. */
export function requireModule(bytes: Uint8Array): void {
	const magic = [0x00, 0x61, 0x73, 0x6d];
	if (bytes.length === 0) {
		throw new DataFlareError('plugin_load', 'The file is empty.', {
			hint: 'Build or download the module again.',
			details: because('empty'),
		});
	}
	if (magic.some((byte, index) => bytes[index] !== byte)) {
		const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
		throw new DataFlareError(
			'plugin_load',
			`The file is not a WebAssembly module: it starts with ${found}${looksLike(bytes)}, not with 00 61 73 6d.`,
			{ hint: 'A plugin is a compiled .wasm file.', details: { ...because('not_wasm'), found } },
		);
	}
	if (bytes.length < 8) throw malformed('it ends in the middle', bytes.length);
	const version = (bytes[4] as number) | ((bytes[5] as number) << 8);
	const layer = (bytes[6] as number) | ((bytes[7] as number) << 8);
	if (layer === 1) {
		throw new DataFlareError('plugin_load', 'The file is a WebAssembly component where a core module is expected.', {
			hint: 'A component is a plugin by itself: it is not linked with modules, and none lies within another.',
			details: { ...because('unsupported'), version, layer },
		});
	}
	if (version !== 1 || layer !== 0) {
		throw new DataFlareError('plugin_load', `The module has an unknown version (${version}, layer ${layer}).`, {
			hint: 'Build it for version 1 of the WebAssembly binary format.',
			details: { ...because('unsupported'), version, layer },
		});
	}
}

const ascii = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** What begins otherwise, and what to do with it where that is not clear. The longer beginnings first. */
const beginnings: readonly (readonly [what: string, bytes: readonly number[]])[] = [
	['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
	['a gzip archive', [0x1f, 0x8b]],
	['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
	['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
	['an archive of object files (ar), which must be linked first', ascii('!<arch>')],
	['an archive of object files (ar), which must be linked first', ascii('!<thin>')],
	['LLVM bitcode, which must be compiled first: without -emit-llvm and -flto', [0x42, 0x43, 0xc0, 0xde]],
	['LLVM bitcode, which must be compiled first: without -emit-llvm and -flto', [0xde, 0xc0, 0x17, 0x0b]],
	['an ELF program', [0x7f, 0x45, 0x4c, 0x46]],
	['a program for macOS', [0xcf, 0xfa, 0xed, 0xfe]],
	['a program for macOS', [0xca, 0xfe, 0xba, 0xbe]],
	['a Windows program', [0x4d, 0x5a]],
	['text in UTF-16', [0xff, 0xfe]],
	['text in UTF-16', [0xfe, 0xff]],
	['a PDF document', ascii('%PDF')],
	['a picture', [0x89, 0x50, 0x4e, 0x47]],
	['a SQLite database', ascii('SQLite format 3')],
];

/** Looked for behind a mark of UTF-8, white space and comments. */
const texts: readonly (readonly [what: string, pattern: RegExp])[] = [
	['WebAssembly text, which must be assembled first', /^\((?:module|component|;)/],
	['an HTML page', /^<(?:!doctype|html|head|body|!--)/i],
	['XML', /^<\?xml/],
	['JSON', /^[[{]/],
	['a script', /^#!/],
	['JavaScript', /^(?:import|export|const|let|var|function|async|class|["']use strict)\b/],
	['text in base64', /^AGFzbQE/],
];

/** So much of a text is looked at, bytes. */
const LOOK_AT = 4096;

function looksLike(bytes: Uint8Array): string {
	const match = beginnings.find(([, pattern]) => pattern.every((byte, index) => bytes[index] === byte));
	const what = match?.[0] ?? textKind(bytes.subarray(0, LOOK_AT));
	return what === null ? '' : ` (${what})`;
}

function textKind(bytes: Uint8Array): string | null {
	const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
	const text = String.fromCharCode(...bytes.subarray(isMarked ? 3 : 0)).trimStart();
	const found =
		texts.find(([, pattern]) => pattern.test(text)) ?? texts.find(([, pattern]) => pattern.test(bare(text)));
	return found?.[0] ?? null;
}

/** Without the comments that WebAssembly text (`;; …`, `(; … ;)`) and JavaScript begin with. */
function bare(text: string): string {
	let rest = text;
	for (;;) {
		const comment = /^(?:;;[^\n]*|\/\/[^\n]*|\(;[\s\S]*?;\)|\/\*[\s\S]*?\*\/)\s*/.exec(rest);
		if (comment === null) return rest;
		rest = rest.slice(comment[0].length);
	}
}
