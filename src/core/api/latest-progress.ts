import type { RunProgress } from '../../shared/run/run-progress.ts';
import type { EventBus } from '../program/event-bus.ts';

/** The last that each run under way told of itself, for whoever comes to look at it between two events. */
export class LatestProgress {
	readonly #latest = new Map<string, RunProgress>();

	constructor(bus: EventBus) {
		bus.on('run.progress', (progress) => this.#latest.set(progress.id, progress));
		bus.on('run.finished', ({ run }) => this.#latest.delete(run.id));
	}

	of(id: string): RunProgress | null {
		return this.#latest.get(id) ?? null;
	}
}
