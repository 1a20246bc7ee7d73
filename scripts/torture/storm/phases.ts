/** What the steady half did in one phase. */
export interface Phase {
	readonly seconds: number;
	readonly calls: number;
	readonly callsPerSecond: number;
	/** Times of single calls, ms. */
	readonly callMs: readonly number[];
	/** Times of `plugins.list`, ms. */
	readonly listMs: readonly number[];
}

type Name = 'calm' | 'storm' | 'lull' | 'after' | 'over';

/** Sorts what is measured into phases that come and go; what began in one belongs to it. */
export class Phases {
	#now: Name = 'over';
	#since = performance.now();
	readonly #ms = new Map<Name, number>();
	readonly #calls = new Map<Name, number[]>();
	readonly #lists = new Map<Name, number[]>();

	get now(): Name {
		return this.#now;
	}

	enter(name: Name): void {
		const at = performance.now();
		this.#ms.set(this.#now, (this.#ms.get(this.#now) ?? 0) + at - this.#since);
		this.#now = name;
		this.#since = at;
	}

	call(phase: Name, ms: number): void {
		note(this.#calls, phase, ms);
	}

	list(phase: Name, ms: number): void {
		note(this.#lists, phase, ms);
	}

	/** A phase that was left. */
	of(name: Name): Phase {
		const callMs = this.#calls.get(name) ?? [];
		const seconds = (this.#ms.get(name) ?? 0) / 1000;
		const listMs = this.#lists.get(name) ?? [];
		return { seconds, calls: callMs.length, callsPerSecond: callMs.length / seconds, callMs, listMs };
	}
}

function note(times: Map<Name, number[]>, name: Name, ms: number): void {
	const list = times.get(name) ?? [];
	list.push(ms);
	times.set(name, list);
}
