import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { textWidth, wrapText } from './text-width.ts';

/**
 * Characters that could steer a terminal or disguise text: C0 and C1 controls, and the bidirectional controls of
 * Unicode (UAX #9). What plugins say is data, so these are shown, not obeyed.
 */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text that is safe to print; tabs and line feeds stay. */
export function safeText(text: string): string {
	return text.replaceAll(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Safe text on one line: where it would begin another, that is seen. */
export function safeLine(text: string): string {
	return safeText(text).replaceAll('\n', '\\n').replaceAll('\t', ' ');
}

/** Begins every line that goes on with the one above it. No line of the program's own begins so. */
const GOES_ON = '  | ';

/**
 * Safe text whose first line alone stands at the edge: a plugin's words may hold line feeds, and what follows one must
 * not be taken for a line of the program. `columns` of the terminal, which would break a long line at its own edge;
 * null: no terminal.
 */
export function safeLines(text: string, columns: number | null): string {
	const room = columns === null ? null : Math.max(columns, 2 * GOES_ON.length);
	return safeText(text)
		.replaceAll('\t', ' ')
		.split('\n')
		.flatMap((line, index) => brokenLine(line, room, index === 0))
		.map((line, index) => (index === 0 ? line : `${GOES_ON}${line}`))
		.join('\n');
}

function brokenLine(line: string, columns: number | null, first: boolean): readonly string[] {
	const least = columns === null ? null : columns - GOES_ON.length;
	if (columns === null || least === null || textWidth(line) <= (first ? columns : least)) return [line];
	return wrapText(line, least);
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
