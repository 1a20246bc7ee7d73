import { findJsonError } from './json-check.ts';

/** Where a text stops being JSON, counted from 1 in characters as an editor counts them, and what stands there. */
export interface JsonProblem {
	readonly line: number;
	readonly column: number;
	/** E.g. `line 2, column 7: unexpected "}"`. */
	readonly text: string;
}

const LF = 0x0a;
/** Stands for every character that JSON allows inside strings alone. */
const OTHER = 0x80;

/** JSON.parse names no place for many errors, so it is looked for anew. Null: the text is JSON. */
export function findJsonProblem(text: string): JsonProblem | null {
	const codes = new Uint8Array(text.length + 1);
	for (let at = 0; at < text.length; at++) codes[at] = Math.min(text.charCodeAt(at), OTHER);
	codes[text.length] = LF;
	const at = findJsonError(codes, 0, text.length);
	if (at === -1) return null;
	// Counted where it stands: a text of many megabytes can be of nothing but lines.
	let [line, lineStart] = [1, 0];
	for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) {
		line++;
		lineStart = end + 1;
	}
	const column = at - lineStart + 1;
	const found = at >= text.length ? 'the text ends there' : `unexpected ${JSON.stringify(characterAt(text, at))}`;
	return { line, column, text: `line ${line}, column ${column}: ${found}` };
}

/** For an error's message, of a text that JSON.parse refused. */
export function describeJsonProblem(text: string): string {
	return findJsonProblem(text)?.text ?? 'its values are nested too deeply';
}

function characterAt(text: string, at: number): string {
	return String.fromCodePoint(text.codePointAt(at) ?? 0);
}
