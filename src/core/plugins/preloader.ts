import { DataFlareError, toDataFlareError, type WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { PreloadAnswer, PreloadedPlugin } from '../../shared/plugin/preload.ts';
import { ceilingsOf, readSetting } from '../program/settings.ts';
import type { Registry } from '../registry/registry.ts';
import type { MeasureMemory } from '../runtime/memory/resident-sizes.ts';
import type { GuestPool, Runtime, SandboxStats } from '../runtime/runtime.ts';
import type { Store } from '../store/store.ts';
import { type PluginLoader, refusalOf } from './plugin-loader.ts';
import type { PluginPools } from './plugin-pools.ts';

export interface PreloaderDeps {
	readonly store: Store;
	readonly registry: Registry;
	readonly runtime: Runtime;
	readonly loader: PluginLoader;
	readonly pools: PluginPools;
	/** Goes the way of a call once a plugin is ready, without calling it. Never rejects. */
	readonly rehearse: (name: string) => Promise<void>;
	/** Absent: a plugin counts by its memory limit. */
	readonly measure: MeasureMemory | undefined;
	/** Hears of a plugin that is to be ready whenever that changes. */
	readonly changed: (name: string) => void;
	/** False: this program makes nothing ready ahead. */
	readonly active: boolean;
	/** Plugins that are to be ready beside those that a person marked. */
	readonly asked: readonly string[];
	/** ms that never go backwards; default: `performance.now`. */
	readonly steady?: (() => number) | undefined;
}

/** So long after the program is up the first one is started, ms: its own start goes before. */
const FIRST_AFTER_MS = 200;
/** After something changed, ms: what belongs together changes together. */
const AFTER_CHANGE_MS = 50;
/** How often it is looked whether all still are ready, ms: other programs mark plugins, too, and idle processes can end. */
const LOOK_EVERY_MS = 2_000;
/** What kept one from starting that was no fault of its own is tried again after this, ms. */
const AGAIN_AFTER_MS = 60_000;

/** No process with a JavaScript engine in it holds less, bytes. */
const PROCESS_BYTES = 16 * 1024 * 1024;

type Outcome =
	| { readonly kind: 'ready'; readonly bytes: number }
	| { readonly kind: 'no_room'; readonly neededBytes: number }
	| { readonly kind: 'failed'; readonly error: WireError; readonly until: number };

/** What came of making a plugin ready as it was then. */
interface Attempt {
	readonly as: string;
	readonly outcome: Outcome;
}

/**
 * Keeps the plugins that a person marked ready for their first call: a process each, with the module compiled and
 * `plugin_init` run, one started after the other in the order of their names, and as many as the budget has room for.
 * One that failed is not tried again before something about it changed, so that nothing here goes round in circles;
 * a process that ended while it was ready is replaced within what the ledger of crashes lets a plugin have.
 */
export class Preloader {
	readonly #deps: PreloaderDeps;
	readonly #steady: () => number;
	readonly #attempts = new Map<string, Attempt>();
	#starting: string | null = null;
	/** The least that any process held so far, bytes: what has no room for that is not started to find out. */
	#leastBytes = PROCESS_BYTES;
	#isMeasured = false;
	#timer: NodeJS.Timeout | undefined;
	#pass: Promise<void> | null = null;
	#again = false;
	#closed = false;

	constructor(deps: PreloaderDeps) {
		this.#deps = deps;
		this.#steady = deps.steady ?? ((): number => performance.now());
	}

	/** The program is up: begins, beside whatever it does. */
	start(): void {
		if (this.#deps.active) this.#in(FIRST_AFTER_MS);
	}

	/** Something changed that may matter. */
	wake(): void {
		if (!this.#deps.active || this.#timer === undefined) return;
		if (this.#pass === null) this.#in(AFTER_CHANGE_MS);
		else this.#again = true;
	}

	/** Starts nothing more. Resolves when what was under way is over, which the end of the runtime hastens. */
	async close(): Promise<void> {
		this.#closed = true;
		clearTimeout(this.#timer);
		await this.#pass;
	}

	answer(): PreloadAnswer {
		const marked = new Set(this.#deps.store.plugins.preloaded());
		const plugins = this.#wanted().map((name) => this.#tell(name, marked.has(name)));
		return { active: this.#deps.active, budgetBytes: this.#budgetBytes, usedBytes: used(plugins), plugins };
	}

	totals(): {
		readonly wanted: number;
		readonly ready: number;
		readonly usedBytes: number;
		readonly budgetBytes: number;
	} {
		const { plugins, usedBytes, budgetBytes } = this.answer();
		const ready = plugins.filter(({ state }) => state === 'ready').length;
		return { wanted: plugins.length, ready, usedBytes, budgetBytes };
	}

	get #budgetBytes(): number {
		return readSetting(this.#deps.store.settings, 'preload_memory');
	}

	/** By name. */
	#wanted(): readonly string[] {
		const { asked, store } = this.#deps;
		return [...new Set([...asked, ...store.plugins.preloaded()])].toSorted();
	}

	#tell(name: string, marked: boolean): PreloadedPlugin {
		const { registry, active } = this.#deps;
		const record = registry.get(name);
		const refusal = record === null ? notInstalled(registry, name) : refusalOf(record);
		const plain = { name, marked, reason: null, bytes: null } as const;
		if (refusal !== null) return { ...plain, state: 'not_ready', reason: refusal.toWire() };
		if (!active) return { ...plain, state: 'marked' };
		if (name === this.#starting) return { ...plain, state: 'starting' };
		const outcome = this.#attempts.get(name)?.outcome;
		if (outcome?.kind === 'ready' && this.#sandboxOf(name) !== undefined) {
			return { ...plain, state: 'ready', bytes: outcome.bytes };
		}
		if (outcome?.kind === 'failed') return { ...plain, state: 'not_ready', reason: outcome.error };
		if (outcome?.kind === 'no_room') {
			return { ...plain, state: 'not_ready', reason: this.#noRoom(name, outcome.neededBytes).toWire() };
		}
		return { ...plain, state: 'waiting' };
	}

	#in(ms: number): void {
		if (this.#closed) return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#pass = this.#look()
				.catch((error: unknown) => process.emitWarning(`Plugins could not be preloaded: ${String(error)}`))
				.finally(() => {
					this.#pass = null;
					this.#in(this.#again ? AFTER_CHANGE_MS : LOOK_EVERY_MS);
					this.#again = false;
				});
		}, ms);
		this.#timer.unref();
	}

	async #look(): Promise<void> {
		const wanted = this.#wanted();
		await this.#letGoOf([...this.#attempts.keys()].filter((name) => !wanted.includes(name)));
		await this.#shrink();
		for (const name of wanted) {
			if (this.#closed) return;
			const record = this.#deps.registry.get(name);
			if (record === null || refusalOf(record) !== null) this.#attempts.delete(name);
			else if (this.#isDue(name, this.#asItIs(record))) await this.#make(name, this.#asItIs(record));
		}
	}

	async #letGoOf(names: readonly string[]): Promise<void> {
		for (const name of names) {
			this.#attempts.delete(name);
			// One that was called meanwhile stays, as any other that is called does.
			await this.#deps.pools.letGo(name);
			this.#deps.changed(name);
		}
	}

	/** The budget became smaller: the last by name go first, and none that is called. */
	async #shrink(): Promise<void> {
		for (const name of [...this.#attempts.keys()].toSorted().reverse()) {
			if (this.#usedBytes() <= this.#budgetBytes) return;
			const attempt = this.#attempts.get(name);
			if (attempt?.outcome.kind !== 'ready' || !(await this.#deps.pools.letGo(name))) continue;
			this.#attempts.set(name, { ...attempt, outcome: { kind: 'no_room', neededBytes: attempt.outcome.bytes } });
			this.#deps.changed(name);
		}
	}

	/** What a process is started with; whatever of it changes makes what came of the last attempt worthless. */
	#asItIs({ current, grantVersion, changedAt }: PluginRecord): string {
		const { settings } = this.#deps.store;
		const around = [ceilingsOf(settings), readSetting(settings, 'require_kernel_limits')];
		return JSON.stringify([current?.sha256, grantVersion, changedAt, around]);
	}

	#isDue(name: string, as: string): boolean {
		const attempt = this.#attempts.get(name);
		if (attempt?.as !== as) return true;
		const { outcome } = attempt;
		const lives = this.#sandboxOf(name) !== undefined;
		switch (outcome.kind) {
			case 'ready':
				return !lives;
			// A call that started it after all has shown that it can be.
			case 'failed':
				return lives || this.#steady() >= outcome.until;
			case 'no_room':
				return lives || this.#usedBytes() + outcome.neededBytes <= this.#budgetBytes;
		}
	}

	async #make(name: string, as: string): Promise<void> {
		const { loader, pools } = this.#deps;
		const before = this.#attempts.get(name)?.outcome;
		const settle = (outcome: Outcome): void => void this.#attempts.set(name, { as, outcome });
		this.#attempts.delete(name);
		const lives = this.#sandboxOf(name) !== undefined;
		const leastBytes = before?.kind === 'ready' ? before.bytes : this.#leastBytes;
		if (!lives && this.#usedBytes() + leastBytes > this.#budgetBytes) {
			settle({ kind: 'no_room', neededBytes: leastBytes });
			return this.#deps.changed(name);
		}
		this.#starting = name;
		this.#deps.changed(name);
		try {
			const pool = await pools.prepare(await loader.load(name), loader);
			// A pause after a crash goes on: the next look tries again.
			if (!(await pool.warm())) return;
			await this.#deps.rehearse(name);
			const bytes = await this.#measure(name, pool);
			if (this.#usedBytes() + bytes > this.#budgetBytes && (await pools.letGo(name))) {
				settle({ kind: 'no_room', neededBytes: bytes });
			} else settle({ kind: 'ready', bytes });
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			// Let go of meanwhile, e.g. by a decision about its limits: the next look makes it ready with those.
			if (error.code === 'cancelled') return;
			const until = error.code === 'runtime' ? this.#steady() + AGAIN_AFTER_MS : Number.POSITIVE_INFINITY;
			settle({ kind: 'failed', error: error.toWire(), until });
		} finally {
			this.#starting = null;
			if (!this.#closed) this.#deps.changed(name);
		}
	}

	async #measure(name: string, pool: GuestPool): Promise<number> {
		const pid = this.#sandboxOf(name)?.pid;
		const measured = pid === undefined ? undefined : (await this.#deps.measure?.([pid]))?.get(pid);
		if (measured === undefined) return pool.spec.memoryLimitBytes;
		this.#leastBytes = this.#isMeasured ? Math.min(this.#leastBytes, measured) : measured;
		this.#isMeasured = true;
		return measured;
	}

	#usedBytes(): number {
		let sum = 0;
		for (const { outcome } of this.#attempts.values()) if (outcome.kind === 'ready') sum += outcome.bytes;
		return sum;
	}

	/** A process of the plugin's pool that is compiled and initialised. */
	#sandboxOf(name: string): SandboxStats | undefined {
		return this.#deps.runtime
			.sandboxes()
			.find(({ plugin, role, state }) => plugin === name && role === 'pool' && (state === 'idle' || state === 'busy'));
	}

	#noRoom(name: string, neededBytes: number): DataFlareError {
		const budgetBytes = this.#budgetBytes;
		const freeBytes = Math.max(0, budgetBytes - this.#usedBytes());
		const [needed, free, budget] = [neededBytes, freeBytes, budgetBytes].map(mebibytes);
		return new DataFlareError(
			'memory_limit',
			`${name} was not preloaded: it needs about ${needed}, but only ${free} of ${budget} are free.`,
			{
				hint: 'Give preloaded plugins more memory in the settings, or stop preloading another one.',
				details: because('preload_no_room', { plugin: name, neededBytes, freeBytes, budgetBytes }),
			},
		);
	}
}

function used(plugins: readonly PreloadedPlugin[]): number {
	return plugins.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

function mebibytes(bytes: number): string {
	return `${Math.ceil(bytes / (1024 * 1024))} MiB`;
}

function notInstalled(registry: Registry, name: string): DataFlareError {
	try {
		registry.require(name);
		throw new Error(`${name} appeared meanwhile`);
	} catch (thrown) {
		return toDataFlareError(thrown);
	}
}
