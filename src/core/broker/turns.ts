/** Runs the tasks for one name one after another; those for other names do not wait. */
export class Turns {
	readonly #last = new Map<string, Promise<unknown>>();

	async run<T>(name: string, task: () => Promise<T>): Promise<T> {
		const before = this.#last.get(name) ?? Promise.resolve();
		const turn = before.then(task, task);
		this.#last.set(name, turn);
		try {
			return await turn;
		} finally {
			if (this.#last.get(name) === turn) this.#last.delete(name);
		}
	}
}
