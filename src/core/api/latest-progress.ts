import type { RunProgress } from '../../shared/run/run-progress.ts';
import type { EventBus } from '../program/event-bus.ts';

/** The last that each of this program's runs under way told of itself, for whoever comes to look at it between two events. */
export class LatestProgress {
	readonly #latest = new Map<string, RunProgress | null>();

	constructor(bus: EventBus) {
		bus.on('run.started', ({ run }) => this.#latest.set(run.id, null));
		bus.on('run.progress', (progress) => {
			if (this.#latest.has(progress.id)) this.#latest.set(progress.id, progress);
		});
		bus.on('run.finished', ({ run }) => this.#latest.delete(run.id));
	}

	of(id: string): RunProgress | null {
		return this.#latest.get(id) ?? null;
	}
}
