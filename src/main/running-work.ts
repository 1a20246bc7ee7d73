import { EventEmitter } from 'node:events';
import type { Core } from '../core/index.ts';

/** The runs that this program has under way; emits `idle` when the last of them ends. */
export class RunningWork extends EventEmitter<{ idle: [] }> {
	readonly #ids = new Set<string>();

	constructor(core: Core) {
		super();
		core.on('run.started', ({ run }) => this.#ids.add(run.id));
		core.on('run.finished', ({ run }) => {
			this.#ids.delete(run.id);
			if (this.#ids.size === 0) this.emit('idle');
		});
	}

	get size(): number {
		return this.#ids.size;
	}

	/** The system wants the program to end: what runs is no reason to ask. */
	forget(): void {
		this.#ids.clear();
		this.emit('idle');
	}
}
