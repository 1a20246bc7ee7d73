type Heard<Events, Name extends keyof Events> = (payload: Events[Name]) => void;

/** Tells everybody who listens to an event what happened. `Events`: what each event brings. */
export class Emitter<Events> {
	readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();
	readonly #failed: (event: keyof Events, error: unknown) => void;

	/**
	 * `failed` hears of a listener that threw, so that it does not keep the others from hearing; default: what it threw
	 * goes to who emitted.
	 */
	constructor(
		failed: (event: keyof Events, error: unknown) => void = (_, error) => {
			throw error;
		},
	) {
		this.#failed = failed;
	}

	/** Returns the function that ends the subscription; it can be called again. */
	on<Name extends keyof Events>(event: Name, listener: Heard<Events, Name>): () => void {
		const listeners = this.#listeners.get(event) ?? new Set();
		this.#listeners.set(event, listeners);
		listeners.add(listener);
		return () => void listeners.delete(listener);
	}

	emit<Name extends keyof Events>(event: Name, payload: Events[Name]): void {
		for (const listener of this.#listeners.get(event) ?? []) {
			try {
				(listener as Heard<Events, Name>)(payload);
			} catch (error) {
				this.#failed(event, error);
			}
		}
	}
}
