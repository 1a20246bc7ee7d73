import { toDataFlareError } from '../../shared/errors.ts';
import type { GuestPool, GuestSpec, Runtime } from '../runtime/runtime.ts';

/** The loaded plugins: at most one pool per name, opened by the first call and kept for the next. */
export class PluginPools {
	readonly #runtime: Runtime;
	readonly #pools = new Map<string, Promise<GuestPool>>();
	/** What each pool was started with; see `startOf`. */
	readonly #starts = new Map<string, string>();

	constructor(runtime: Runtime) {
		this.#runtime = runtime;
	}

	/**
	 * The plugin's pool, opened where it is not. One that was started with other limits or variables than the grant now
	 * gives is closed first: another program on the same data may have changed the grant.
	 */
	async get(name: string, spec: GuestSpec): Promise<GuestPool> {
		const start = startOf(spec);
		if (this.#pools.has(name) && this.#starts.get(name) !== start) await this.release(name);
		const open = this.#pools.get(name);
		if (open !== undefined) return open;
		const opening = this.#runtime.open(spec);
		this.#pools.set(name, opening);
		this.#starts.set(name, start);
		// A plugin that did not start is tried anew by the next call.
		opening.catch(() => this.#forget(name, opening));
		return opening;
	}

	/** Replaces the version under load, or, where nothing runs, proves that the new one starts. */
	async swap(name: string, next: GuestSpec): Promise<void> {
		const pool = await this.#pools.get(name)?.catch(() => null);
		if (pool) {
			await pool.swap(next);
			this.#starts.set(name, startOf(next));
			return;
		}
		try {
			const trial = await this.#runtime.lease(next);
			await trial.close();
		} catch (thrown) {
			// A plugin that wants configuration says so in `plugin_init`: it started, and nothing runs that it could harm.
			if (toDataFlareError(thrown).origin !== 'guest') throw thrown;
		}
	}

	async release(name: string): Promise<void> {
		const open = this.#pools.get(name);
		this.#pools.delete(name);
		const pool = await open?.catch(() => null);
		await pool?.close();
	}

	#forget(name: string, pool: Promise<GuestPool>): void {
		if (this.#pools.get(name) === pool) this.#pools.delete(name);
	}
}

/** Of a spec, what a process is given at its start and keeps; everything else is asked anew for each host call. */
function startOf({ memoryLimitBytes, timeoutMs, guest }: GuestSpec): string {
	return JSON.stringify([memoryLimitBytes, timeoutMs, guest.env]);
}
