import { assertNever } from '../../shared/assert-never.ts';
import { DataFlareError, toDataFlareError } from '../../shared/errors/errors.ts';
import type { CallCounts, CallFrame, CallOutput } from '../../shared/sandbox/frames.ts';
import { callRecords } from '../calls/call-records.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import { callFinish, callRead } from '../calls/call-source.ts';
import { callValue } from '../calls/call-value.ts';
import { atRecord, Isolation, isolates, type Judged, type Mending } from '../calls/isolation.ts';
import { toldOf } from '../calls/records-answer.ts';
import type { HostSide } from '../imports/host-side.ts';
import { describeTrap } from '../imports/trap.ts';
import { type CompiledModule, compile } from '../module/compile.ts';
import type { GuestInstance } from '../module/instance.ts';
import { startInstance } from '../module/start-instance.ts';
import { begun, InstanceInUse, loadTimed } from './instance-in-use.ts';
import type { GuestOptions, LoadedGuest, LoadTimes } from './loaded-guest.ts';

/**
 * A loaded plugin: its compiled module and the instance in use. Calls must come one after another.
 * An instance that trapped is never used again; the next call gets a fresh one.
 */
export class Guest implements LoadedGuest {
	readonly times: LoadTimes;
	readonly #host: HostSide;
	readonly #inUse: InstanceInUse<GuestInstance>;

	private constructor(compiled: CompiledModule, { host, lost }: GuestOptions, times: LoadTimes) {
		this.times = times;
		this.#host = host;
		this.#inUse = new InstanceInUse({
			lost,
			limitBytes: compiled.limitBytes,
			create: () => startInstance(compiled, host),
			initialize: (instance, onPhase) => instance.initialize(onPhase),
			failure: (thrown, instance, phase) =>
				describeTrap(instance?.causeOf(thrown) ?? thrown, phase, instance?.memory ?? null, instance?.lastError ?? null),
		});
	}

	/** Compiles, instantiates and initialises. Rejects with `plugin_load`, `memory_limit` or `configuration`. */
	static load(options: GuestOptions): Promise<Guest> {
		const { module, memoryLimitBytes, guest, memoryLimit, eager } = options;
		return loadTimed(
			() => compile(module, guest, memoryLimitBytes, memoryLimit, eager),
			(compiled, times) => new Guest(compiled, options, times),
			(loaded) => loaded.#inUse.start(),
		);
	}

	get memoryBytes(): number {
		return this.#inUse.memoryBytes;
	}

	async call({ fn, input, maxOutputBytes }: CallRequest): Promise<CallResult> {
		let instance: GuestInstance;
		try {
			instance = await begun(this.#inUse);
		} catch (error) {
			return { ok: false, error: error as DataFlareError, instanceLost: true };
		}
		try {
			const isolation = isolates(input) ? new Isolation(fn, instance.guest.type, this.#mending(fn)) : null;
			const { output, counts } = await dispatch(instance, fn, input, maxOutputBytes, isolation);
			const settling = this.#inUse.current?.settle() ?? null;
			if (settling !== null) await settling;
			return { ok: true, output, counts };
		} catch (thrown) {
			return this.#failed(this.#inUse.current ?? instance, fn, thrown);
		} finally {
			this.#inUse.current?.flushOutput();
			instance.flushOutput();
		}
	}

	#failed(instance: GuestInstance, fn: string, thrown: unknown): CallResult {
		// One was lost to a record, and nothing took its place.
		if (this.#inUse.current === null) return { ok: false, error: toDataFlareError(thrown), instanceLost: true };
		const { error, lost } = this.#judge(instance, fn, thrown);
		if (lost) this.#inUse.lose();
		return { ok: false, error: lost ? atRecord(error, instance.record) : error, instanceLost: lost };
	}

	/** Whatever is not the host's own finding came out of guest code and leaves the instance in an unknown state. */
	#judge(instance: GuestInstance, fn: string, caught: unknown): Judged {
		const thrown = instance.causeOf(caught);
		let lost = !(thrown instanceof DataFlareError);
		if (!lost) {
			try {
				instance.releaseInput();
			} catch {
				lost = true;
			}
		}
		const where = instance.record > 0 ? `${fn}, record ${instance.record}` : fn;
		return { error: describeTrap(thrown, where, instance.memory, instance.lastError), lost };
	}

	#mending(fn: string): Mending<GuestInstance> {
		return {
			judge: (instance, thrown) => {
				const judged = this.#judge(instance, fn, thrown);
				// What it said of one record is not said of the next.
				instance.context.lastError = null;
				return judged;
			},
			lose: async (instance) => {
				this.#inUse.lose();
				instance.flushOutput();
				await instance.settle();
			},
			renew: () => begun(this.#inUse),
		};
	}

	/** Runs `plugin_cleanup` where there is one: its answer, −1 where it trapped, and what a failure said. Never throws. */
	async stop(): Promise<{ readonly cleanup: number | null; readonly said: string | null }> {
		const instance = this.#inUse.take();
		if (instance === null || !instance.shapes.has('plugin_cleanup')) return { cleanup: null, said: null };
		try {
			instance.begin();
			const status = await instance.invoke('plugin_cleanup');
			await instance.settle();
			const said = status < 0 ? instance.lastError : null;
			if (said !== null) this.#host.log('error', `plugin_cleanup: ${said}`);
			return { cleanup: status, said };
		} catch (thrown) {
			const { message } = describeTrap(instance.causeOf(thrown), 'plugin_cleanup', instance.memory, instance.lastError);
			this.#host.log('warn', message);
			return { cleanup: -1, said: message };
		} finally {
			instance.flushOutput();
		}
	}
}

async function dispatch(
	instance: GuestInstance,
	fn: string,
	input: CallFrame['input'],
	limit: number,
	isolation: Isolation<GuestInstance> | null,
): Promise<{ output: CallOutput; counts: CallCounts }> {
	switch (input.kind) {
		case 'value': {
			const output = await callValue(instance, fn, input.data, limit);
			return { output, counts: { recordsIn: input.data === null ? 0 : 1, recordsOut: output.data === null ? 0 : 1 } };
		}
		case 'records':
			return toldOf(await callRecords(instance, fn, input, limit, isolation), isolation);
		case 'read': {
			const { batch, end } = await callRead(instance, fn, input.maxRecords, input.maxBytes, limit);
			return { output: { kind: 'records', batch, end }, counts: { recordsIn: 0, recordsOut: batch.ends.length } };
		}
		case 'finish': {
			const batch = await callFinish(instance, fn, limit);
			return { output: { kind: 'records', batch, end: true }, counts: { recordsIn: 0, recordsOut: batch.ends.length } };
		}
		default:
			return assertNever(input, 'input kind');
	}
}
