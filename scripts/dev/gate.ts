/** How long a change waits for an engine that may never come, because its sources are wrong. ms */
const PATIENCE_MS = 10_000;

/** Whether there is an engine. The page fetches its changed files through it. */
export class Gate {
	readonly #isEngines: (file: string) => boolean;
	#isOpen = false;
	#opening = Promise.withResolvers<void>();

	/** `isEngines`: whether a change of this file ends the engine. */
	constructor(isEngines: (file: string) => boolean) {
		this.#isEngines = isEngines;
	}

	/** The engine answers. */
	open(): void {
		this.#isOpen = true;
		this.#opening.resolve();
	}

	/** The engine ends, or soon will. */
	shut(): void {
		// Who waits already waits for the same engine.
		if (!this.#isOpen) return;
		this.#isOpen = false;
		this.#opening = Promise.withResolvers<void>();
	}

	/** Resolves once the page can fetch the changed file. */
	async passed(file: string): Promise<void> {
		if (this.#isEngines(file)) this.shut();
		let timer: NodeJS.Timeout | undefined;
		const patience = new Promise<void>((over) => {
			timer = setTimeout(over, PATIENCE_MS);
		});
		await Promise.race([this.#opening.promise, patience]);
		clearTimeout(timer);
	}
}
