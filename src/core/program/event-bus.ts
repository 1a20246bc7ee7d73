import type { Events } from '../../shared/api/events.ts';
import { Emitter } from '../../shared/emitter.ts';

/** Tells every subscribed face what happened. A listener that throws does not keep the others from hearing. */
export class EventBus extends Emitter<Events> {
	constructor() {
		super((event, error) => process.emitWarning(`A listener of ${event} failed: ${String(error)}`));
	}
}
