import { DataFlareError } from '../../shared/errors/errors.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import { type CompiledExtism, compileExtism } from '../extism/compile-extism.ts';
import { callExtism } from '../extism/extism-calls.ts';
import { ExtismInstance } from '../extism/extism-instance.ts';
import { underGuestPaths } from '../extism/guest-paths.ts';
import type { HostSide } from '../imports/host-side.ts';
import { describeTrap } from '../imports/trap.ts';
import type { LostMemory } from '../memory/collector.ts';
import { wasiSide } from '../module/start-instance.ts';
import type { GuestOptions, LoadedGuest } from './guest.ts';

/**
 * A loaded Extism plugin: its compiled modules and the instance in use, which lives on from call to call. Calls must come
 * one after another. After a trap, `_start` or `proc_exit` the next call gets a fresh instance.
 */
export class ExtismGuest implements LoadedGuest {
	readonly compileMs: number;
	/** Time that the first instance took to start, ms. */
	initMs = 0;
	readonly guest: GuestDescription;
	called: ExtismInstance | null = null;
	readonly #compiled: CompiledExtism;
	readonly #host: HostSide;
	readonly #lost: LostMemory;
	#instance: ExtismInstance | null = null;
	#memoryBytes = 0;

	private constructor(compiled: CompiledExtism, host: HostSide, lost: LostMemory, compileMs: number) {
		this.guest = compiled.guest;
		this.#compiled = compiled;
		this.#host = host;
		this.#lost = lost;
		this.compileMs = compileMs;
	}

	/** Compiles, links and initialises. Throws `plugin_load` or `memory_limit`. */
	static async load(options: GuestOptions): Promise<ExtismGuest> {
		const { module, memoryLimitBytes, guest, memoryLimit, host, lost, eager } = options;
		const begun = performance.now();
		const compiled = compileExtism(module, guest, memoryLimitBytes, memoryLimit, eager);
		const loaded = new ExtismGuest(compiled, host, lost, performance.now() - begun);
		const compiledAt = performance.now();
		await loaded.#start();
		loaded.initMs = performance.now() - compiledAt;
		return loaded;
	}

	/** Size of the guest's memories and of Extism's together, bytes; of the last instance where that one is gone. */
	get memoryBytes(): number {
		return this.#instance?.memoryBytes ?? this.#memoryBytes;
	}

	async #start(): Promise<ExtismInstance> {
		let instance: ExtismInstance | null = null;
		let phase = 'start function';
		this.#lost.tidy();
		try {
			const side = await wasiSide(this.#compiled.usesFiles, this.#host);
			const preopens = underGuestPaths(side.preopens, this.guest.extism?.paths);
			instance = new ExtismInstance(this.#compiled, this.#host, { ...side, preopens });
			await instance.initialize((fn) => {
				phase = fn;
			});
			await instance.settle();
		} catch (thrown) {
			this.#memoryBytes = instance?.memoryBytes ?? 0;
			this.#lost.add(instance?.memoryBytes ?? this.#compiled.limitBytes);
			const error = instance?.context.fault ?? describeTrap(instance?.causeOf(thrown) ?? thrown, phase, null, null);
			throw error.code === 'plugin_execution' ? new DataFlareError('plugin_load', error.message, error) : error;
		} finally {
			instance?.flushOutput();
		}
		this.#instance = instance;
		return instance;
	}

	/** The instance in use; one that is over is let go first. */
	instance(): ExtismInstance | Promise<ExtismInstance> {
		if (this.#instance?.over === true) this.#letGo(this.#instance);
		return this.#instance ?? this.#start();
	}

	async call({ fn, input, maxOutputBytes }: CallRequest): Promise<CallResult> {
		const before = this.#instance;
		let variables = before?.context.variables ?? null;
		try {
			variables = (await this.instance()).context.variables;
			const { output, counts } = await callExtism(this, fn, input, maxOutputBytes);
			await variables.settle();
			await this.#settle();
			return { ok: true, output, counts };
		} catch (thrown) {
			await variables?.settle().catch(() => undefined);
			return this.#failed(fn, thrown);
		} finally {
			this.#instance?.flushOutput();
			if (this.#instance?.over === true) this.#letGo(this.#instance);
		}
	}

	/** Also of an instance that is over: what a program wrote before it ended is written. */
	async #settle(): Promise<void> {
		const writing = this.#instance?.settle();
		if (writing != null) await writing;
	}

	#failed(fn: string, thrown: unknown): CallResult {
		const instance = this.#instance;
		const where = instance?.where(fn) ?? fn;
		const error = thrown instanceof DataFlareError ? thrown : describeTrap(thrown, where, null, null);
		const lost = instance === null || instance.over || !(thrown instanceof DataFlareError);
		if (instance !== null && lost) instance.over = true;
		return { ok: false, error, instanceLost: lost };
	}

	#letGo(instance: ExtismInstance): void {
		instance.flushOutput();
		this.#memoryBytes = instance.memoryBytes;
		this.#lost.add(instance.memoryBytes);
		this.#instance = null;
		this.called = null;
	}

	/** There is nothing that an Extism plugin is told when it ends. */
	async stop(): Promise<{ readonly cleanup: null; readonly said: null }> {
		this.#instance = null;
		return { cleanup: null, said: null };
	}
}
