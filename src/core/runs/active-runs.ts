import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';

/** The runs under way in this program, so that they can be cancelled by id and ended together. */
export class ActiveRuns {
	readonly #runs = new Map<
		string,
		{ readonly abort: AbortController; readonly finishing: AbortController; readonly done: Promise<unknown> }
	>();

	/**
	 * Runs `work` under `id`; the id may be named by the face before it asks, so that it can cancel at once. The signal that
	 * `work` gets beside comes when it is to take nothing more in, and to end with what it has.
	 */
	async track<T>(id: string, work: (abort: AbortController, finishing: AbortSignal) => Promise<T>): Promise<T> {
		if (this.#runs.has(id)) throw new DataFlareError('conflict', `Run ${id} is already in progress.`);
		const abort = new AbortController();
		const finishing = new AbortController();
		const done = work(abort, finishing.signal);
		this.#runs.set(id, { abort, finishing, done: done.catch(() => {}) });
		try {
			return await done;
		} finally {
			this.#runs.delete(id);
		}
	}

	/** False: no such run is under way. */
	cancel(id: string): boolean {
		const run = this.#runs.get(id);
		run?.abort.abort(new DataFlareError('cancelled', 'The run was cancelled.', { details: because('cancelled') }));
		return run !== undefined;
	}

	/** False: no such run is under way. A run that cannot end early goes on to its end. */
	finish(id: string): boolean {
		const run = this.#runs.get(id);
		run?.finishing.abort();
		return run !== undefined;
	}

	async cancelAll(): Promise<void> {
		const runs = [...this.#runs.values()];
		for (const run of runs)
			run.abort.abort(new DataFlareError('cancelled', 'The program ended.', { details: because('program_ended') }));
		await Promise.all(runs.map((run) => run.done));
	}

	get size(): number {
		return this.#runs.size;
	}
}
