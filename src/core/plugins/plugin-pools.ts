import { toDataFlareError } from '../../shared/errors/errors.ts';
import { type StartTerms, startAlike } from '../policy/start-terms.ts';
import type { GuestPool, GuestSpec, Runtime } from '../runtime/runtime.ts';
import { type PluginLoader, type RunnablePlugin, versionKey } from './plugin-loader.ts';

interface OpenPool {
	/** Key of the version that it runs. */
	readonly version: string;
	/** An update begins to run before it is recorded: until then the record names this version. */
	readonly ahead: string | null;
	readonly pool: Promise<GuestPool>;
}

/** The loaded plugins: at most one pool per name, opened by the first call and kept for the next. */
export class PluginPools {
	readonly #runtime: Runtime;
	readonly #open = new Map<string, OpenPool>();
	/** Those that a call asked for since they were opened. */
	readonly #called = new Set<string>();
	/** Those that are made ready ahead of their calls. */
	readonly #ahead = new Set<string>();

	constructor(runtime: Runtime) {
		this.#runtime = runtime;
	}

	/**
	 * The plugin's pool, running the version that is recorded with the limits, environment and folders granted now:
	 * another program on the same data may have changed either since it was opened.
	 */
	get(plugin: RunnablePlugin, loader: PluginLoader): Promise<GuestPool> {
		this.#called.add(plugin.record.name);
		return this.#current(plugin, loader);
	}

	/**
	 * The same ahead of any call, with what a first call would have to compile compiled: `letGo` may close it until one
	 * comes.
	 */
	prepare(plugin: RunnablePlugin, loader: PluginLoader): Promise<GuestPool> {
		this.#ahead.add(plugin.record.name);
		return this.#current(plugin, loader);
	}

	async #current(plugin: RunnablePlugin, loader: PluginLoader): Promise<GuestPool> {
		const { name } = plugin.record;
		const specOf = (version: RunnablePlugin): GuestSpec => this.#asWanted(name, loader.spec(version));
		let wanted = plugin;
		for (;;) {
			const open = this.#open.get(name);
			if (open === undefined) return this.#keep(name, versionKey(wanted), this.#runtime.open(specOf(wanted)));
			const pool = await open.pool;
			if (this.#open.get(name) !== open) continue;
			const recorded = loader.recordedVersion(name);
			if (recorded !== open.version) {
				if (recorded === null || recorded === open.ahead) return pool;
				if (versionKey(wanted) !== recorded) {
					wanted = await loader.load(name);
					continue;
				}
			} else if (versionKey(wanted) !== recorded || mayServe(pool.spec, loader.spec(wanted))) {
				return pool;
			}
			try {
				await this.#renew(name, pool, versionKey(wanted), specOf(wanted));
			} catch (thrown) {
				// Somebody let go of the pool meanwhile, e.g. by a decision about its limits: the next one has them.
				if (toDataFlareError(thrown).code !== 'cancelled') throw thrown;
			}
		}
	}

	/** Replaces the version under load, or, where nothing runs, proves that the new one starts. */
	async swap(name: string, version: string, next: GuestSpec): Promise<void> {
		const open = this.#open.get(name);
		const pool = await open?.pool.catch(() => null);
		if (open !== undefined && pool) {
			await pool.swap(this.#asWanted(name, next));
			if (this.#open.get(name) === open)
				this.#open.set(name, { version, ahead: open.version, pool: Promise.resolve(pool) });
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
		const open = this.#open.get(name);
		this.#open.delete(name);
		this.#called.delete(name);
		this.#ahead.delete(name);
		const pool = await open?.pool.catch(() => null);
		await pool?.close();
	}

	/** Closes a pool that no call asked for; answers with whether none is open. */
	async letGo(name: string): Promise<boolean> {
		if (!this.#open.has(name)) return true;
		if (this.#called.has(name)) return false;
		await this.release(name);
		return true;
	}

	#asWanted(name: string, spec: GuestSpec): GuestSpec {
		return this.#ahead.has(name) ? { ...spec, eager: true } : spec;
	}

	/** What was decided meanwhile holds even where the plugin cannot start with it: the old limits never serve again. */
	#renew(name: string, pool: GuestPool, version: string, spec: GuestSpec): Promise<GuestPool> {
		const renewed = pool.swap(spec).then(
			() => pool,
			async (thrown: unknown) => {
				await pool.close();
				throw thrown;
			},
		);
		return this.#keep(name, version, renewed);
	}

	#keep(name: string, version: string, pool: Promise<GuestPool>): Promise<GuestPool> {
		const open: OpenPool = { version, ahead: null, pool };
		this.#open.set(name, open);
		// A plugin that did not start is tried anew by the next call.
		pool.catch(() => {
			if (this.#open.get(name) === open) this.#open.delete(name);
		});
		return pool;
	}
}

function termsOf({ memoryLimitBytes, timeoutMs, guest }: GuestSpec): StartTerms<GuestSpec['guest']['env']> {
	return { memoryLimitBytes, timeoutMs, env: guest.env };
}

/** Whether sandboxes that started by the one specification may serve calls that want the other. */
function mayServe(running: GuestSpec, wanted: GuestSpec): boolean {
	const folders = (spec: GuestSpec): string => JSON.stringify(spec.folders ?? []);
	return startAlike(termsOf(running), termsOf(wanted)) && folders(running) === folders(wanted);
}
