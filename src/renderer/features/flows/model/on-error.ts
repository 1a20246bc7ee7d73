import type { LastResort, OnError } from '../../../../shared/flow/flow-file.ts';

/** Before the first retry where nobody says, ms. */
export const BACKOFF_MS = 200;

type Retries = Exclude<OnError, string>;

/** What becomes of a record at the end of all attempts. */
export function lastResortOf(onError: OnError | null): LastResort {
	if (onError === null) return 'fail';
	return typeof onError === 'string' ? onError : onError.then;
}

export function retriesOf(onError: OnError | null): Retries | null {
	return onError === null || typeof onError === 'string' ? null : onError;
}

/** The same with another last resort. */
export function withLastResort(onError: OnError | null, last: LastResort): OnError {
	const retries = retriesOf(onError);
	if (retries === null) return last;
	// biome-ignore lint/suspicious/noThenProperty: its value in a file is a word, never a function.
	return { ...retries, then: last };
}

/** The same with so many retries; null: none. */
export function withRetries(onError: OnError | null, retry: number | null, backoffMs?: number): OnError {
	const last = lastResortOf(onError);
	if (retry === null) return last;
	// biome-ignore lint/suspicious/noThenProperty: its value in a file is a word, never a function.
	return { retry, backoff_ms: backoffMs ?? retriesOf(onError)?.backoff_ms ?? BACKOFF_MS, then: last };
}
