import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';

type JsonObject = { readonly [key: string]: JsonValue };

/** What a run recorded of what it was asked for; nothing of it is taken for granted. */
export function requestOf(request: JsonValue): JsonObject {
	return typeof request === 'object' && request !== null && !Array.isArray(request) ? (request as JsonObject) : {};
}

/** A place of records: `path` null where a face handed over a stream. Null: none was named. */
export function placeOf(value: JsonValue | undefined): { readonly path: string | null } | null {
	if (value === undefined || value === null) return null;
	const { kind, path } = requestOf(value);
	return { path: kind === 'file' && typeof path === 'string' ? path : null };
}

type RepeatableInput =
	| { readonly kind: 'none' }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'base64'; readonly base64: string }
	/** The run keeps the beginning of it, or nothing. */
	| { readonly kind: 'lost'; readonly beginning: string };

/** The input of a call as the run kept it. */
export function inputOf(run: Pick<RunDetail, 'inputPreview' | 'bytesIn'>): RepeatableInput {
	const { inputPreview: kept, bytesIn } = run;
	if (kept === null) return bytesIn === 0 ? { kind: 'none' } : { kind: 'lost', beginning: '' };
	if (kept.truncated) return { kind: 'lost', beginning: kept.form === 'text' ? kept.text : '' };
	if (kept.form === 'base64') return { kind: 'base64', base64: kept.text };
	return { kind: 'text', text: asJson(kept.text) };
}

/** Records are kept as lines, whatever the plugin takes: several become the JSON list that a call accepts. */
function asJson(text: string): string {
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	if (lines.length < 2) return text.trimEnd();
	try {
		for (const line of lines) JSON.parse(line);
		return `[${lines.join(',\n')}]`;
	} catch {
		return text;
	}
}
