import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * Characters that could steer a terminal or disguise text: C0 and C1 controls, and the bidirectional controls of
 * Unicode (UAX #9). What plugins say is data, so these are shown, not obeyed.
 */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text that is safe to print; tabs and line feeds stay. */
export function safeText(text: string): string {
	return text.replaceAll(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Safe text on one line. */
export function safeLine(text: string): string {
	return safeText(text).replaceAll(/[\t\n]+/g, ' ');
}

/**
 * JSON escapes C0 controls by itself; the others reach a terminal unless they are escaped, too. `indent` in spaces.
 */
export function safeJson(value: unknown, indent?: number): string {
	return safeJsonText(JSON.stringify(value, null, indent));
}

/** The same JSON, safe to print; a piece of it will do. */
export function safeJsonText(json: string): string {
	return json.replaceAll(
		/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/** Hands bytes of data on to a terminal as safe text. */
export function safeOutput(terminal: Writable): Writable {
	const decoder = new StringDecoder('utf8');
	return new Writable({
		write: (chunk: Buffer, _encoding, done) => void terminal.write(safeText(decoder.write(chunk)), done),
	});
}
