import { DataFlareError } from '../../shared/errors/errors.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import { atRecord, Isolation, isolates, type Judged, type Mending } from '../calls/isolation.ts';
import { type CompiledExtism, compileExtism } from '../extism/compile-extism.ts';
import { callExtism } from '../extism/extism-calls.ts';
import { ExtismInstance } from '../extism/extism-instance.ts';
import { underGuestPaths } from '../extism/guest-paths.ts';
import { describeTrap } from '../imports/trap.ts';
import { wasiSide } from '../module/start-instance.ts';
import { InstanceInUse, loadTimed } from './instance-in-use.ts';
import type { GuestOptions, LoadedGuest, LoadTimes } from './loaded-guest.ts';

/**
 * A loaded Extism plugin: its compiled modules and the instance in use, which lives on from call to call. Calls must come
 * one after another. After a trap, `_start` or `proc_exit` the next call gets a fresh instance.
 */
export class ExtismGuest implements LoadedGuest {
	readonly guest: GuestDescription;
	called: ExtismInstance | null = null;
	readonly times: LoadTimes;
	readonly #inUse: InstanceInUse<ExtismInstance>;

	private constructor(compiled: CompiledExtism, { guest, host, lost }: GuestOptions, times: LoadTimes) {
		this.guest = guest;
		this.times = times;
		this.#inUse = new InstanceInUse({
			lost,
			limitBytes: compiled.limitBytes,
			async create() {
				const side = await wasiSide(compiled.usesFiles, host);
				const preopens = underGuestPaths(side.preopens, guest.extism?.paths);
				return new ExtismInstance(compiled, host, { ...side, preopens });
			},
			initialize: (instance, onPhase) => instance.initialize(onPhase),
			failure: (thrown, instance, phase) =>
				instance?.context.fault ?? describeTrap(instance?.causeOf(thrown) ?? thrown, phase, null, null),
		});
	}

	/** Compiles, links and initialises. Rejects with `plugin_load` or `memory_limit`. */
	static load(options: GuestOptions): Promise<ExtismGuest> {
		const { module, memoryLimitBytes, guest, memoryLimit, eager } = options;
		return loadTimed(
			() => compileExtism(module, guest, memoryLimitBytes, memoryLimit, eager),
			(compiled, times) => new ExtismGuest(compiled, options, times),
			(loaded) => loaded.#inUse.start(),
		);
	}

	/** Size of the guest's memories and of Extism's together, bytes; of the last instance where that one is gone. */
	get memoryBytes(): number {
		return this.#inUse.memoryBytes;
	}

	/** The instance in use; one that is over is let go first. */
	instance(): ExtismInstance | Promise<ExtismInstance> {
		if (this.#inUse.current?.over === true) this.#letGo();
		return this.#inUse.current ?? this.#inUse.start();
	}

	async call({ fn, input, maxOutputBytes }: CallRequest): Promise<CallResult> {
		const before = this.#inUse.current;
		let variables = before?.context.variables ?? null;
		try {
			variables = (await this.instance()).context.variables;
			const isolation = isolates(input) ? new Isolation(fn, this.guest.type, this.#mending(fn)) : null;
			const { output, counts } = await callExtism(this, fn, input, maxOutputBytes, isolation);
			await variables.settle();
			await this.#settle();
			return { ok: true, output, counts };
		} catch (thrown) {
			await variables?.settle().catch(() => undefined);
			return this.#failed(fn, thrown);
		} finally {
			this.#inUse.current?.flushOutput();
			if (this.#inUse.current?.over === true) this.#letGo();
		}
	}

	/** Also of an instance that is over: what a program wrote before it ended is written. */
	async #settle(): Promise<void> {
		const writing = this.#inUse.current?.settle();
		if (writing != null) await writing;
	}

	#failed(fn: string, thrown: unknown): CallResult {
		const instance = this.#inUse.current;
		const { error, lost } = this.#judge(instance, fn, thrown);
		return { ok: false, error: lost ? atRecord(error, instance?.record ?? 0) : error, instanceLost: lost };
	}

	#judge(instance: ExtismInstance | null, fn: string, thrown: unknown): Judged {
		const where = instance?.where(fn) ?? fn;
		const error = thrown instanceof DataFlareError ? thrown : describeTrap(thrown, where, null, null);
		const lost = instance === null || instance.over || !(thrown instanceof DataFlareError);
		if (instance !== null && lost) instance.over = true;
		return { error, lost };
	}

	#mending(fn: string): Mending<ExtismInstance> {
		return {
			judge: (instance, thrown) => this.#judge(instance, fn, thrown),
			lose: async (instance) => {
				this.#letGo();
				await instance.context.variables.settle();
				await instance.settle();
			},
			renew: async () => this.instance(),
		};
	}

	#letGo(): void {
		this.#inUse.current?.flushOutput();
		this.#inUse.lose();
		this.called = null;
	}

	/** There is nothing that an Extism plugin is told when it ends. */
	async stop(): Promise<{ readonly cleanup: null; readonly said: null }> {
		this.#inUse.take();
		return { cleanup: null, said: null };
	}
}
