import { randomBytes } from 'node:crypto';
import type { Envelope } from '../shared/result.ts';

/** More than this many unfetched answers: the oldest is forgotten. */
const MAX_PENDING = 256;

interface Pending {
	readonly session: string;
	envelope: Envelope<unknown> | null;
}

/**
 * Answers that took too long to be waited for on the request's own connection: a browser opens six connections to one
 * host, so a few long runs would leave none for anything else. The page hears by event that an answer is there.
 */
export class PendingAnswers {
	readonly #pending = new Map<string, Pending>();

	/** `onSettled` fires once the answer can be taken. */
	keep(session: string, answer: Promise<Envelope<unknown>>, onSettled: (id: string) => void): string {
		const id = randomBytes(16).toString('hex');
		const pending: Pending = { session, envelope: null };
		this.#pending.set(id, pending);
		const oldest = this.#pending.keys().next().value;
		if (this.#pending.size > MAX_PENDING && oldest !== undefined) this.#pending.delete(oldest);
		void answer.then((envelope) => {
			pending.envelope = envelope;
			onSettled(id);
		});
		return id;
	}

	/** An answer is handed out once. */
	take(session: string, id: string): 'unknown' | 'pending' | Envelope<unknown> {
		const pending = this.#pending.get(id);
		if (pending === undefined || pending.session !== session) return 'unknown';
		if (pending.envelope === null) return 'pending';
		this.#pending.delete(id);
		return pending.envelope;
	}
}
