import type { Encoding } from '../../../shared/plugin/component-type.ts';
import { checkJson, type JsonTextProblem } from '../../lib/json/check-json.ts';
import { fromBase64, fromHex, toBase64 } from './bytes-text.ts';

/** How the bytes for a plugin of bytes are written. */
export const byteForms = ['text', 'hex', 'base64'] as const;
export type ByteForm = (typeof byteForms)[number];

/** What a person wrote for a call. */
export interface InputDraft {
	readonly text: string;
	readonly form: ByteForm;
}

type InputProblem = JsonTextProblem['code'] | 'hex' | 'base64';

interface PlacedProblem {
	readonly code: InputProblem;
	/** What the sentence names. */
	readonly text: string;
	/** From 1. */
	readonly line: number;
	readonly column: number;
}

/** Longer texts are not looked through while a person types: the engine does it at the call. UTF-16 units. */
const MAX_CHECKED = 2_000_000;
/** Problems of lines that are told. */
const MAX_TOLD = 20;

/**
 * What is wrong with an input, with its place. JSON alone is checked by the editor itself, so that nothing is said of it
 * here.
 */
export function inputProblems({ text, form }: InputDraft, encoding: Encoding): readonly PlacedProblem[] {
	if (text.length > MAX_CHECKED || text.trim() === '') return [];
	if (encoding === 'bytes') return byteProblems(text, form);
	return encoding === 'ndjson' && checkJson(text).length > 0 ? lineProblems(text) : [];
}

function lineProblems(text: string): readonly PlacedProblem[] {
	const found: PlacedProblem[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const problem = checkJson(line)[0];
		if (problem === undefined) continue;
		found.push({ code: problem.code, text: problem.text, line: index + 1, column: problem.from + 1 });
		if (found.length === MAX_TOLD) break;
	}
	return found;
}

function byteProblems(text: string, form: ByteForm): readonly PlacedProblem[] {
	if (form === 'text') return [];
	const wrong = form === 'hex' ? /[^0-9a-fA-F\s]/ : /[^0-9A-Za-z+/=\s]/;
	const at = text.search(wrong);
	if (at !== -1) {
		const before = text.slice(0, at).split('\n');
		const column = (before.at(-1)?.length ?? 0) + 1;
		return [{ code: 'unexpected', text: text[at] ?? '', line: before.length, column }];
	}
	return decode(text, form) === null ? [{ code: form, text: '', line: 1, column: 1 }] : [];
}

/** Bytes of a text in hexadecimal digits or base64. Null: it is neither. */
export function decode(text: string, form: ByteForm): Uint8Array | null {
	const bare = text.replaceAll(/\s+/g, '');
	if (form === 'text') return new TextEncoder().encode(text);
	try {
		return form === 'hex' ? fromHex(bare) : fromBase64(bare);
	} catch {
		return null;
	}
}

/** What `plugins.call` is given; nothing where the input is empty. */
export function callInputOf(
	{ text, form }: InputDraft,
	encoding: Encoding,
): { readonly input?: string; readonly inputBase64?: string } {
	if (encoding !== 'bytes') return text.trim() === '' ? {} : { input: text };
	if (text === '') return {};
	if (form === 'text') return { input: text };
	return { inputBase64: toBase64(decode(text, form) ?? new Uint8Array()) };
}

/** Bytes in a saved case are a data URL, so that they cannot be taken for text. */
const DATA_URL = 'data:;base64,';

export function savedInput(draft: InputDraft, encoding: Encoding): string | null {
	const { input, inputBase64 } = callInputOf(draft, encoding);
	if (inputBase64 !== undefined) return `${DATA_URL}${inputBase64}`;
	if (encoding === 'bytes' && input?.startsWith(DATA_URL) === true) {
		return `${DATA_URL}${toBase64(new TextEncoder().encode(input))}`;
	}
	return input ?? null;
}

export function draftOfSaved(input: string | null, encoding: Encoding): InputDraft {
	if (input === null) return { text: '', form: 'text' };
	if (encoding === 'bytes' && input.startsWith(DATA_URL)) {
		return { text: input.slice(DATA_URL.length), form: 'base64' };
	}
	return { text: input, form: 'text' };
}
