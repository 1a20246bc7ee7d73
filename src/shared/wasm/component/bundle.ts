import { DataFlareError } from '../../errors/errors.ts';
import { because } from '../../errors/failure-reason.ts';

/** One file of a bundle; its name is ASCII. */
export interface BundledFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** What a component becomes: JavaScript and core modules. A component has a handful of modules; none has more than these. */
const MAX_FILES = 1_000;
const MAX_NAME_BYTES = 100;
/** `DFC1`: a bundle of the first form. */
const MAGIC = [0x44, 0x46, 0x43, 0x31] as const;
const U32 = 4;

/**
 * Several files as one piece of bytes: a mark, how many there are, and for each the length of its name, its name, its
 * length and its bytes; numbers are u32, little-endian.
 */
export function packBundle(files: readonly BundledFile[]): Uint8Array {
	const named = files.map(({ name, bytes }) => ({
		name: Uint8Array.from(name, (letter) => letter.charCodeAt(0)),
		bytes,
	}));
	const size = named.reduce((sum, { name, bytes }) => sum + 2 * U32 + name.length + bytes.length, 2 * U32);
	const whole = new Uint8Array(size);
	const view = new DataView(whole.buffer);
	whole.set(MAGIC);
	view.setUint32(U32, files.length, true);
	let at = 2 * U32;
	for (const { name, bytes } of named) {
		for (const piece of [name, bytes]) {
			view.setUint32(at, piece.length, true);
			whole.set(piece, at + U32);
			at += U32 + piece.length;
		}
	}
	return whole;
}

/** The files of a bundle, by name; views of its bytes. Throws `plugin_load` for what is none. */
export function unpackBundle(bundle: Uint8Array): ReadonlyMap<string, Uint8Array> {
	const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
	if (bundle.length < 2 * U32 || MAGIC.some((byte, index) => bundle[index] !== byte)) throw noBundle();
	const count = view.getUint32(U32, true);
	if (count > MAX_FILES) throw noBundle();
	let at = 2 * U32;
	const piece = (most: number): Uint8Array => {
		if (at + U32 > bundle.length) throw noBundle();
		const length = view.getUint32(at, true);
		at += U32 + length;
		if (length > most || at > bundle.length) throw noBundle();
		return bundle.subarray(at - length, at);
	};
	const files = new Map<string, Uint8Array>();
	for (let left = count; left > 0; left--) {
		const name = String.fromCharCode(...piece(MAX_NAME_BYTES));
		files.set(name, piece(bundle.length));
	}
	return files;
}

function noBundle(): DataFlareError {
	return new DataFlareError('plugin_load', 'What was made of the component is damaged.', {
		hint: 'Reload the plugin: it is made anew.',
		details: because('damaged'),
	});
}
