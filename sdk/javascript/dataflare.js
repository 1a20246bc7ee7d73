// What a component in JavaScript needs beside its own code. It runs in QuickJS, which has neither TextDecoder nor
// TextEncoder, nor a console: copy this file beside yours.

/** So many arguments a call may have. */
const PIECE = 8192;

/** The text of bytes in UTF-8, which records are. */
export function decode(bytes) {
	let text = '';
	for (let at = 0; at < bytes.length; at += PIECE) {
		text += String.fromCharCode.apply(null, bytes.subarray(at, at + PIECE));
	}
	// The engine's own functions, which are many times as fast as a loop.
	return decodeURIComponent(escape(text));
}

/** A text as bytes in UTF-8. A half of a surrogate pair becomes U+FFFD. */
export function encode(text) {
	const units = unescape(encodeURIComponent(text.toWellFormed()));
	const bytes = new Uint8Array(units.length);
	for (let at = 0; at < units.length; at++) bytes[at] = units.charCodeAt(at);
	return bytes;
}

/** The records of a batch in NDJSON. */
export function recordsOf(batch) {
	return decode(batch)
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line));
}

/** Records as a batch in NDJSON. */
export function batchOf(records) {
	return encode(records.map((record) => JSON.stringify(record)).join('\n'));
}

/**
 * A function of a role, whose exceptions become the call's error: `new Error('…')` is what the person reads, and the
 * instance lives on. What is thrown without it ends the instance.
 */
export function telling(act) {
	return (...given) => {
		try {
			return act(...given);
		} catch (error) {
			throw { message: error instanceof Error ? error.message : String(error) };
		}
	};
}
