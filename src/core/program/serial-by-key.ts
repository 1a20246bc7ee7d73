/** Runs the tasks for one key one after another, whether the one before failed or not; those for other keys do not wait. */
export class SerialByKey {
	readonly #last = new Map<string, Promise<unknown>>();

	/** Resolves or rejects as the task does. */
	run<T>(key: string, task: () => Promise<T>): Promise<T> {
		const before = this.#last.get(key) ?? Promise.resolve();
		const mine = before.then(task);
		const ended: Promise<unknown> = mine
			.catch(() => undefined)
			.then(() => {
				if (this.#last.get(key) === ended) this.#last.delete(key);
			});
		this.#last.set(key, ended);
		return mine;
	}

	/** Resolves when nothing runs or waits, what came meanwhile included. */
	async idle(): Promise<void> {
		while (this.#last.size > 0) await Promise.all(this.#last.values());
	}
}
