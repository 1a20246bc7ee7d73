import { assertNever } from '../../shared/assert-never.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import type { CallCounts, CallFrame, CallOutput, GuestDescription } from '../../shared/sandbox/frames.ts';
import { callRecords } from '../calls/call-records.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import { callFinish, callRead } from '../calls/call-source.ts';
import { callValue } from '../calls/call-value.ts';
import { CommandCalls } from '../calls/command-calls.ts';
import type { HostSide } from '../imports/host-side.ts';
import { describeTrap } from '../imports/trap.ts';
import type { LostMemory } from '../memory/collector.ts';
import type { MemoryLimit } from '../memory/memory-limit.ts';
import { type CompiledModule, compile } from '../module/compile.ts';
import type { GuestInstance } from '../module/instance.ts';
import { startInstance } from '../module/start-instance.ts';

export interface GuestOptions {
	readonly module: Uint8Array;
	readonly memoryLimitBytes: number;
	readonly guest: GuestDescription;
	readonly memoryLimit: MemoryLimit;
	readonly host: HostSide;
	/** Hears of the memory of instances that are thrown away. */
	readonly lost: LostMemory;
	/** Whether its functions are compiled at once (`LoadFrame.eager`). */
	readonly eager?: boolean | undefined;
}

/** A loaded plugin of any kind. Calls must come one after another. */
export interface LoadedGuest {
	readonly compileMs: number;
	/** Time that the first instance took to start, ms. */
	readonly initMs: number;
	/** Size of the guest's memory, bytes; of the last instance where that one is gone. */
	readonly memoryBytes: number;
	call(request: CallRequest): Promise<CallResult>;
	/** Never throws. */
	stop(): Promise<{ readonly cleanup: number | null; readonly said: string | null }>;
}

/**
 * A loaded plugin: its compiled module and the instance in use. Calls must come one after another.
 * An instance that trapped is never used again; the next call gets a fresh one.
 */
export class Guest implements LoadedGuest {
	readonly compileMs: number;
	/** Time that the first instance took to start, ms. */
	initMs = 0;
	readonly #compiled: CompiledModule;
	readonly #host: HostSide;
	readonly #lost: LostMemory;
	/** Of a program that runs from its beginning to its end; null: the plugin is a library. */
	readonly #command: CommandCalls | null;
	#instance: GuestInstance | null = null;
	#memoryBytes = 0;

	private constructor(compiled: CompiledModule, host: HostSide, lost: LostMemory, compileMs: number) {
		this.#compiled = compiled;
		this.#host = host;
		this.#lost = lost;
		this.compileMs = compileMs;
		this.#command = compiled.guest.abi === 'wasi-command' ? new CommandCalls(compiled, host, lost) : null;
	}

	/** Compiles, instantiates and initialises. Throws `plugin_load`, `memory_limit` or `configuration`. */
	static async load(options: GuestOptions): Promise<Guest> {
		const { module, memoryLimitBytes, guest, memoryLimit, host, lost, eager } = options;
		const begun = performance.now();
		const compiled = compile(module, guest, memoryLimitBytes, memoryLimit, eager);
		const loaded = new Guest(compiled, host, lost, performance.now() - begun);
		const compiledAt = performance.now();
		if (loaded.#command === null) await loaded.#start();
		loaded.initMs = performance.now() - compiledAt;
		return loaded;
	}

	/** Size of the guest's memory, bytes; of the last instance where that one is gone. */
	get memoryBytes(): number {
		return this.#command?.memoryBytes ?? this.#instance?.memory.size ?? this.#memoryBytes;
	}

	async #start(): Promise<GuestInstance> {
		let instance: GuestInstance | null = null;
		let phase = 'start function';
		this.#lost.tidy();
		try {
			instance = await startInstance(this.#compiled, this.#host);
			await instance.initialize((fn) => {
				phase = fn;
			});
			await instance.settle();
		} catch (caught) {
			const thrown = instance?.causeOf(caught) ?? caught;
			this.#memoryBytes = instance?.memory.size ?? 0;
			// What a start function's memory grew to before it trapped, nobody knows.
			this.#lost.add(instance?.memory.size ?? this.#compiled.limitBytes);
			throw asLoadError(describeTrap(thrown, phase, instance?.memory ?? null, instance?.context.lastError ?? null));
		} finally {
			instance?.flushOutput();
		}
		this.#instance = instance;
		return instance;
	}

	async call(request: CallRequest): Promise<CallResult> {
		const { fn, input, maxOutputBytes } = request;
		if (this.#command !== null) return this.#command.call(request);
		let instance = this.#instance;
		try {
			instance ??= await this.#start();
		} catch (error) {
			return { ok: false, error: error as DataFlareError, instanceLost: true };
		}
		instance.begin();
		try {
			const { output, counts } = await dispatch(instance, fn, input, maxOutputBytes);
			const settling = instance.settle();
			if (settling !== null) await settling;
			return { ok: true, output, counts };
		} catch (thrown) {
			return this.#failed(instance, fn, instance.causeOf(thrown));
		} finally {
			instance.flushOutput();
		}
	}

	/** Whatever is not the host's own finding came out of guest code and leaves the instance in an unknown state. */
	#failed(instance: GuestInstance, fn: string, thrown: unknown): CallResult {
		let lost = !(thrown instanceof DataFlareError);
		if (!lost) {
			try {
				instance.releaseInput();
			} catch {
				lost = true;
			}
		}
		if (lost) {
			this.#memoryBytes = instance.memory.size;
			this.#lost.add(instance.memory.size);
			this.#instance = null;
		}
		const where = instance.record > 0 ? `${fn}, record ${instance.record}` : fn;
		return {
			ok: false,
			error: describeTrap(thrown, where, instance.memory, instance.context.lastError),
			instanceLost: lost,
		};
	}

	/** Runs `plugin_cleanup` where there is one: its answer, −1 where it trapped, and what a failure said. Never throws. */
	async stop(): Promise<{ readonly cleanup: number | null; readonly said: string | null }> {
		const instance = this.#instance;
		this.#instance = null;
		this.#command?.stop();
		if (instance === null || !instance.shapes.has('plugin_cleanup')) return { cleanup: null, said: null };
		try {
			instance.begin();
			const status = await instance.invoke('plugin_cleanup');
			await instance.settle();
			const said = status < 0 ? instance.context.lastError : null;
			if (said !== null) this.#host.log('error', `plugin_cleanup: ${said}`);
			return { cleanup: status, said };
		} catch (thrown) {
			const { message } = describeTrap(
				instance.causeOf(thrown),
				'plugin_cleanup',
				instance.memory,
				instance.context.lastError,
			);
			this.#host.log('warn', message);
			return { cleanup: -1, said: message };
		} finally {
			instance.flushOutput();
		}
	}
}

/** Failures of a start keep what they found and say that the plugin did not load; limits keep their own code. */
function asLoadError(error: DataFlareError): DataFlareError {
	if (error.code !== 'plugin_execution') return error;
	return new DataFlareError('plugin_load', error.message, error);
}

async function dispatch(
	instance: GuestInstance,
	fn: string,
	input: CallFrame['input'],
	limit: number,
): Promise<{ output: CallOutput; counts: CallCounts }> {
	switch (input.kind) {
		case 'value': {
			const output = await callValue(instance, fn, input.data, limit);
			return { output, counts: { recordsIn: input.data === null ? 0 : 1, recordsOut: output.data === null ? 0 : 1 } };
		}
		case 'records': {
			const batch = await callRecords(instance, fn, input.batch, limit);
			const counts = { recordsIn: input.batch.ends.length, recordsOut: batch.ends.length };
			return { output: { kind: 'records', batch, end: false }, counts };
		}
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
