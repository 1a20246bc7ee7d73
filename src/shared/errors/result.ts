import { toDataFlareError, type WireError } from './errors.ts';

/** What every request answers with, in every face. */
export type Envelope<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: WireError };

export function succeeded<T>(data: T): Envelope<T> {
	return { ok: true, data };
}

export function failed(thrown: unknown): Envelope<never> {
	return { ok: false, error: toDataFlareError(thrown).toWire() };
}

/** The same of what is under way. Never rejects. */
export function answered<T>(work: Promise<T>): Promise<Envelope<T>> {
	return work.then(succeeded, failed);
}
