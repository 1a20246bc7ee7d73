import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import { type CompiledComponent, compileComponent } from '../component/compile-component.ts';
import { callComponent } from '../component/component-calls.ts';
import type { ComponentInstance } from '../component/component-instance.ts';
import type { LoadGenerated } from '../component/generated-module.ts';
import { startComponent } from '../component/start-component.ts';
import type { HostSide } from '../imports/host-side.ts';
import { describeTrap } from '../imports/trap.ts';
import { InstanceInUse, type LoadTimes, loadTimed } from './instance-in-use.ts';
import type { GuestOptions, LoadedGuest } from './loaded-guest.ts';

/**
 * A loaded component: what it was made into, and the instance in use. Calls must come one after another. An instance that
 * trapped or ended itself is never used again; the next call gets a fresh one.
 */
export class ComponentGuest implements LoadedGuest {
	readonly #times: LoadTimes;
	readonly #guest: GuestDescription;
	readonly #host: HostSide;
	readonly #inUse: InstanceInUse<ComponentInstance>;

	private constructor(compiled: CompiledComponent, { host, lost, guest }: GuestOptions, times: LoadTimes) {
		this.#times = times;
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

	get compileMs(): number {
		return this.#times.compileMs;
	}

	get initMs(): number {
		return this.#times.initMs;
	}

	/** Size of the component's memories together, bytes; of the last instance where that one is gone. */
	get memoryBytes(): number {
		return this.#inUse.memoryBytes;
	}

	async call({ fn, input, maxOutputBytes }: CallRequest): Promise<CallResult> {
		let instance = this.#inUse.current;
		try {
			instance ??= await this.#inUse.start();
		} catch (error) {
			return { ok: false, error: error as DataFlareError, instanceLost: true };
		}
		instance.begin();
		try {
			const { output, counts } = await callComponent(instance, this.#guest, fn, input, maxOutputBytes);
			instance.requireGoing();
			await instance.settle();
			return { ok: true, output, counts };
		} catch (thrown) {
			return await this.#failed(instance, fn, thrown);
		} finally {
			await instance.rest(false);
			instance.flushOutput();
		}
	}

	/** What the component refused, and what the host found, leave the instance as it is; all else came of a trap. */
	async #failed(instance: ComponentInstance, fn: string, caught: unknown): Promise<CallResult> {
		const where = instance.record > 0 ? `${fn}, record ${instance.record}` : fn;
		const thrown = instance.causeOf(caught);
		const said = thrown === caught ? refusal(thrown) : null;
		if (said !== null) {
			await instance.settle()?.catch(() => undefined);
			return { ok: false, error: gaveUp(fn, said, instance.record), instanceLost: false };
		}
		const lost = !(thrown instanceof DataFlareError);
		if (lost) {
			await instance.rest(true);
			this.#inUse.lose();
		}
		return { ok: false, error: describeTrap(thrown, where, instance.memory, null), instanceLost: lost };
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
