/**
 * Memory for the modules that are read from the plugins folder, so that a folder full of large files is read within it,
 * however many of them appear at once. First come, first served; what is larger than all of it is read alone.
 */
export class ModuleRoom {
	readonly #most: number;
	readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = [];
	#taken = 0;

	/** `most` in bytes. */
	constructor(most: number) {
		this.#most = most;
	}

	/** Does `work`, which takes so many bytes before it reads them; they are free again when it is done. */
	async share<T>(work: (take: (bytes: number) => Promise<void>) => Promise<T>): Promise<T> {
		let mine = 0;
		try {
			return await work(async (bytes) => {
				await this.#take(bytes);
				mine += bytes;
			});
		} finally {
			this.#taken -= mine;
			this.#admit();
		}
	}

	#take(bytes: number): Promise<void> {
		return new Promise((enter) => {
			this.#waiting.push({ bytes, enter });
			this.#admit();
		});
	}

	#admit(): void {
		for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
			if (this.#taken > 0 && this.#taken + next.bytes > this.#most) return;
			this.#waiting.shift();
			this.#taken += next.bytes;
			next.enter();
		}
	}
}
