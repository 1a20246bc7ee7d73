import { DataFlareError, toDataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import { atRecord, Isolation, isolates, type Judged, type Mending } from '../calls/isolation.ts';
import { type CompiledComponent, compileComponent } from '../component/compile-component.ts';
import { callComponent } from '../component/component-calls.ts';
import type { ComponentInstance } from '../component/component-instance.ts';
import type { LoadGenerated } from '../component/generated-module.ts';
import { startComponent } from '../component/start-component.ts';
import type { HostSide } from '../imports/host-side.ts';
import { describeTrap } from '../imports/trap.ts';
import { begun, InstanceInUse, loadTimed } from './instance-in-use.ts';
import type { GuestOptions, LoadedGuest, LoadTimes } from './loaded-guest.ts';

/**
 * A loaded component: what it was made into, and the instance in use. Calls must come one after another. An instance that
 * trapped or ended itself is never used again; the next call gets a fresh one.
 */
export class ComponentGuest implements LoadedGuest {
	readonly times: LoadTimes;
	readonly #guest: GuestDescription;
	readonly #host: HostSide;
	readonly #inUse: InstanceInUse<ComponentInstance>;

	private constructor(compiled: CompiledComponent, { host, lost, guest }: GuestOptions, times: LoadTimes) {
		this.times = times;
		this.#guest = guest;
		this.#host = host;
		this.#inUse = new InstanceInUse({
			lost,
			limitBytes: compiled.limitBytes,
			create: () => startComponent(compiled, host),
			async initialize(instance, onPhase) {
				await instance.start();
				onPhase('init');
				await instance.find('plugin_init')?.call(guest.config);
				instance.requireGoing();
			},
			failure(thrown, instance, phase) {
				const said = refusal(thrown);
				if (said !== null) return initRefused(said);
				return describeTrap(instance?.causeOf(thrown) ?? thrown, phase, instance?.memory ?? null, null);
			},
		});
	}

	/**
	 * Compiles, links and initialises what the transpiler made of a component. Rejects with `plugin_load`, `memory_limit`
	 * or `configuration`.
	 */
	static load(options: GuestOptions, loadGenerated: LoadGenerated): Promise<ComponentGuest> {
		const { module, memoryLimitBytes, guest, memoryLimit } = options;
		return loadTimed(
			() => compileComponent(module, guest, memoryLimitBytes, memoryLimit, loadGenerated),
			(compiled, times) => new ComponentGuest(compiled, options, times),
			(loaded) => loaded.#inUse.start(),
		);
	}

	/** Size of the component's memories together, bytes; of the last instance where that one is gone. */
	get memoryBytes(): number {
		return this.#inUse.memoryBytes;
	}

	async call({ fn, input, maxOutputBytes }: CallRequest): Promise<CallResult> {
		let instance: ComponentInstance;
		try {
			instance = await begun(this.#inUse);
		} catch (error) {
			return { ok: false, error: error as DataFlareError, instanceLost: true };
		}
		try {
			const isolation = isolates(input) ? new Isolation(fn, this.#guest.type, this.#mending(fn)) : null;
			const { output, counts } = await callComponent(instance, this.#guest, fn, input, maxOutputBytes, isolation);
			this.#inUse.current?.requireGoing();
			await this.#inUse.current?.settle();
			return { ok: true, output, counts };
		} catch (thrown) {
			return await this.#failed(this.#inUse.current ?? instance, fn, thrown);
		} finally {
			const last = this.#inUse.current ?? instance;
			await last.rest(false);
			last.flushOutput();
		}
	}

	async #failed(instance: ComponentInstance, fn: string, caught: unknown): Promise<CallResult> {
		// One was lost to a record, and nothing took its place.
		if (this.#inUse.current === null) return { ok: false, error: toDataFlareError(caught), instanceLost: true };
		const { error, lost } = this.#judge(instance, fn, caught);
		if (!lost && error.origin === 'guest') await instance.settle()?.catch(() => undefined);
		if (lost) {
			await instance.rest(true);
			this.#inUse.lose();
		}
		return { ok: false, error: lost ? atRecord(error, instance.record) : error, instanceLost: lost };
	}

	/** What the component refused, and what the host found, leave the instance as it is; all else came of a trap. */
	#judge(instance: ComponentInstance, fn: string, caught: unknown): Judged {
		const where = instance.record > 0 ? `${fn}, record ${instance.record}` : fn;
		const thrown = instance.causeOf(caught);
		const said = thrown === caught ? refusal(thrown) : null;
		if (said !== null) return { error: gaveUp(fn, said, instance.record), lost: false };
		return { error: describeTrap(thrown, where, instance.memory, null), lost: !(thrown instanceof DataFlareError) };
	}

	#mending(fn: string): Mending<ComponentInstance> {
		return {
			judge: (instance, thrown) => this.#judge(instance, fn, thrown),
			lose: async (instance) => {
				this.#inUse.lose();
				await instance.rest(true);
				instance.flushOutput();
				await instance.settle();
			},
			renew: () => begun(this.#inUse),
		};
	}

	/** Calls `cleanup` where there is one: 0, −1 where it failed, and what it said then. Never throws. */
	async stop(): Promise<{ readonly cleanup: number | null; readonly said: string | null }> {
		const instance = this.#inUse.take();
		const cleanup = instance?.find('plugin_cleanup') ?? null;
		if (instance === null || cleanup === null) return { cleanup: null, said: null };
		instance.begin();
		try {
			await cleanup.call();
			await instance.settle();
			return { cleanup: 0, said: null };
		} catch (caught) {
			const said = refusal(caught) ?? describeTrap(instance.causeOf(caught), 'cleanup', null, null).message;
			this.#host.log('error', `cleanup: ${said}`);
			return { cleanup: -1, said };
		} finally {
			await instance.rest(true);
			instance.flushOutput();
		}
	}
}

/** What a component said that answered with an error of its own; null: something else was thrown. */
function refusal(thrown: unknown): string | null {
	if (thrown instanceof DataFlareError || typeof thrown !== 'object' || thrown === null || !('payload' in thrown)) {
		return null;
	}
	const { payload } = thrown;
	if (typeof payload !== 'object' || payload === null || !('message' in payload)) return null;
	return typeof payload.message === 'string' ? payload.message : null;
}

function gaveUp(fn: string, said: string, record: number): DataFlareError {
	return new DataFlareError('plugin_execution', said === '' ? `${fn} answered with an error` : said, {
		origin: 'guest',
		details: {
			...because('gave_up', { function: fn, status: -1 }),
			said: said !== '',
			function: fn,
			status: -1,
			...(record > 0 ? { record } : {}),
		},
	});
}

function initRefused(said: string): DataFlareError {
	return new DataFlareError('plugin_load', `init answered with an error${said === '' ? '' : `: ${said}`}`, {
		origin: 'guest',
		hint: 'The plugin rejected its configuration or environment.',
		details: {
			...because('init_refused', { status: -1 }),
			function: 'init',
			status: -1,
			...(said === '' ? { said: false } : { lastError: said }),
		},
	});
}
