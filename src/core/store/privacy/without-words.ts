import { z } from 'zod';
import type { ErrorDetails, WireError } from '../../../shared/errors/errors.ts';
import { because, reasonOf } from '../../../shared/errors/failure-reason.ts';
import { inQuotes } from '../../../shared/quoted.ts';
import { wireErrorSchema } from '../rows/row-schemas.ts';

/** Numbers and these few say nothing of data. */
const harmless: ReadonlySet<string> = new Set(['plugin', 'function', 'runId']);
const spoken: ReadonlySet<string> = new Set(['lastError', 'stack', 'stderr']);

/** An error column without the words of its failure: of which kind it was, and where. */
export function errorWithoutWords(column: string): string {
	return JSON.stringify(withoutWords(parsed(wireErrorSchema, column) ?? { code: 'runtime', message: '' }));
}

const stageWithError = z.looseObject({ error: wireErrorSchema });

/** A stage column in the same way; null: it has no failure. */
export function stageWithoutWords(column: string): string | null {
	const stage = parsed(stageWithError, column);
	return stage === null ? null : JSON.stringify({ ...stage, error: withoutWords(stage.error) });
}

/** An error column in which nothing of a record stands that it named; null: it shows none. */
export function errorWithoutRecord(column: string): string | null {
	const error = parsed(wireErrorSchema, column);
	const silent = error === null ? null : withoutRecord(error);
	return silent === null ? null : JSON.stringify(silent);
}

/** A stage column in the same way. */
export function stageWithoutRecord(column: string): string | null {
	const stage = parsed(stageWithError, column);
	const silent = stage === null ? null : withoutRecord(stage.error);
	return silent === null ? null : JSON.stringify({ ...stage, error: silent });
}

function withoutRecord(error: WireError): WireError | null {
	const { beginning, ...details } = error.details ?? {};
	if (typeof beginning !== 'string') return null;
	return { ...error, message: error.message.replace(` (${inQuotes(beginning)})`, ''), details };
}

function withoutWords({ code, details = {}, origin }: WireError): WireError {
	const reason = reasonOf({ details });
	const kept: ErrorDetails = Object.fromEntries(
		Object.entries(details).flatMap(([key, value]) => {
			if (harmless.has(key) || typeof value === 'number') return [[key, value]];
			// A fact that the sentence needs has a place for what it was.
			return typeof value === 'string' && key !== 'reason' && !spoken.has(key) ? [[key, '…']] : [];
		}),
	);
	return {
		code,
		message: 'What it said was forgotten.',
		details: { ...kept, ...(reason === null ? because('words_forgotten') : { reason }), said: false },
		...(origin === undefined ? {} : { origin }),
	};
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
	try {
		const read = schema.safeParse(JSON.parse(text));
		return read.success ? read.data : null;
	} catch {
		return null;
	}
}
