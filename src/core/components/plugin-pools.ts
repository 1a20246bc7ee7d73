import { toDataFlareError } from '../../shared/errors.ts';
import type { GuestPool, GuestSpec, Runtime } from '../runtime/runtime.ts';

/** The loaded plugins: at most one pool per name, opened by the first call and kept for the next. */
export class PluginPools {
	readonly #runtime: Runtime;
	readonly #pools = new Map<string, Promise<GuestPool>>();

	constructor(runtime: Runtime) {
		this.#runtime = runtime;
	}

	/** The plugin's pool; `spec` is asked for only when it is not open yet. */
	async get(name: string, spec: () => Promise<GuestSpec>): Promise<GuestPool> {
		const open = this.#pools.get(name);
		if (open !== undefined) return open;
		const opening = spec().then((ready) => this.#runtime.open(ready));
		this.#pools.set(name, opening);
		// A plugin that did not start is tried anew by the next call.
		opening.catch(() => this.#forget(name, opening));
		return opening;
	}

	/** Replaces the version under load, or, where nothing runs, proves that the new one starts. */
	async swap(name: string, next: GuestSpec): Promise<void> {
		const pool = await this.#pools.get(name)?.catch(() => null);
		if (pool) return pool.swap(next);
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
