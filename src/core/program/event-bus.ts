import type { EventName, Events } from '../../shared/api/events.ts';

export type EventListener<E extends EventName> = (payload: Events[E]) => void;

/** Tells every subscribed face what happened. A listener that throws does not keep the others from hearing. */
export class EventBus {
	readonly #listeners = new Map<EventName, Set<(payload: never) => void>>();

	/** Returns the function that ends the subscription. */
	on<E extends EventName>(event: E, listener: EventListener<E>): () => void {
		const listeners = this.#listeners.get(event) ?? new Set();
		this.#listeners.set(event, listeners);
		listeners.add(listener as (payload: never) => void);
		return () => listeners.delete(listener as (payload: never) => void);
	}

	emit<E extends EventName>(event: E, payload: Events[E]): void {
		for (const listener of this.#listeners.get(event) ?? []) {
			try {
				(listener as EventListener<E>)(payload);
			} catch (error) {
				process.emitWarning(`A listener of ${event} failed: ${String(error)}`);
			}
		}
	}
}
