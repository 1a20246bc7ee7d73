import { randomBytes } from 'node:crypto';
import type { Envelope } from '../../shared/errors/result.ts';
import { bodyOf } from './respond.ts';

/** More than this many unfetched answers, or bytes of them: the oldest is forgotten. */
const MAX_PENDING = 256;
const MAX_BYTES = 64 * 1024 * 1024;

interface Pending {
	readonly session: string;
	/** The envelope as it will be sent: a tenth of the memory of what it is made of. Null: it is not there yet. */
	body: Buffer | null;
}

/**
 * Answers that took too long to be waited for on the request's own connection: a browser opens six connections to one
 * host, so a few long runs would leave none for anything else. The page hears by event that an answer is there.
 */
export class PendingAnswers {
	readonly #pending = new Map<string, Pending>();
	#bytes = 0;

	/** `onSettled` fires once the answer can be taken. */
	keep(session: string, answer: Promise<Envelope<unknown>>, onSettled: (id: string) => void): string {
		const id = randomBytes(16).toString('hex');
		const pending: Pending = { session, body: null };
		this.#pending.set(id, pending);
		this.#forgetOldest();
		void answer.then((envelope) => {
			if (this.#pending.get(id) === pending) {
				pending.body = bodyOf(envelope);
				this.#bytes += pending.body.length;
				this.#forgetOldest(id);
			}
			onSettled(id);
		});
		return id;
	}

	/** The body of an answer is handed out once. */
	take(session: string, id: string): 'unknown' | 'pending' | Buffer {
		const pending = this.#pending.get(id);
		if (pending === undefined || pending.session !== session) return 'unknown';
		if (pending.body === null) return 'pending';
		this.#forget(id);
		return pending.body;
	}

	/** Of those that came, for their bytes; of all, for their number. What has just come stays. */
	#forgetOldest(newest?: string): void {
		for (const [id, { body }] of this.#pending) {
			const tooMany = this.#pending.size > MAX_PENDING;
			const tooMuch = this.#bytes > MAX_BYTES && body !== null && id !== newest;
			if (tooMany || tooMuch) this.#forget(id);
		}
	}

	#forget(id: string): void {
		this.#bytes -= this.#pending.get(id)?.body?.length ?? 0;
		this.#pending.delete(id);
	}
}
