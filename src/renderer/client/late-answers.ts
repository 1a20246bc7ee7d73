import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type Server, Unreachable } from './server.ts';

/** An answer that could not be fetched is asked for again after this long, ms. */
const RETRY_MS = 1_000;

interface Waiting {
	resolve(data: unknown): void;
	reject(error: unknown): void;
}

/**
 * Answers that come later than their request: the program says by event that one is there. An event can be missed, so
 * all are asked for whenever the connection is new.
 */
export class LateAnswers {
	readonly #server: Server;
	readonly #waiting = new Map<string, Waiting>();
	/** Events that were there before the request's own answer. */
	readonly #early = new Set<string>();

	constructor(server: Server) {
		this.#server = server;
	}

	wait(id: string): Promise<unknown> {
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			if (this.#early.delete(id)) void this.#take(id);
		});
	}

	onAnswered(id: string): void {
		if (this.#waiting.has(id)) void this.#take(id);
		else {
			// Most are another window's.
			this.#early.add(id);
			const [oldest] = this.#early;
			if (this.#early.size > 256 && oldest !== undefined) this.#early.delete(oldest);
		}
	}

	onReconnected(): void {
		for (const id of this.#waiting.keys()) void this.#take(id);
	}

	async #take(id: string): Promise<void> {
		const waiting = this.#waiting.get(id);
		if (waiting === undefined) return;
		try {
			const { data, isLater } = await this.#server.ask<unknown>(`/api/answer?id=${id}`);
			if (isLater) return;
			this.#waiting.delete(id);
			waiting.resolve(data);
		} catch (error) {
			// Unreachable: the answer is still kept there. The events may not have noticed, so that no reconnection comes.
			if (error instanceof Unreachable) {
				setTimeout(() => void this.#take(id), RETRY_MS);
				return;
			}
			this.#waiting.delete(id);
			// A program that was started anew knows nothing of it.
			const isGone = error instanceof DataFlareError && error.code === 'not_found';
			waiting.reject(isGone ? new Unreachable(error.message, { details: because('answer_cut_off') }) : error);
		}
	}
}
