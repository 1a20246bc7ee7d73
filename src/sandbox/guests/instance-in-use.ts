import { DataFlareError } from '../../shared/errors/errors.ts';
import type { LostMemory } from '../memory/collector.ts';
import type { LoadTimes } from './loaded-guest.ts';

/** An instance of any kind of guest that is called again and again. */
interface LiveInstance {
	/** Size of its memories together, bytes. */
	readonly memoryBytes: number;
	/** Writes what the guest was told is written. Null: there is nothing to write; else throws where it cannot be. */
	settle(): Promise<void> | null;
	/**
	 * Nothing of it runs any more: resolves when nothing of it will be asked either. Null: nothing would be. `isOver`: and
	 * nothing of it ever will.
	 */
	rest(isOver: boolean): Promise<void> | null;
	/** Hands on an unfinished line of output. */
	flushOutput(): void;
}

/** What the kinds of guests do in ways of their own when an instance starts. */
export interface Starting<Instance> {
	readonly lost: LostMemory;
	/** The most memory that an instance can have had, bytes. */
	readonly limitBytes: number;
	/** Links one. Its start function may run already. */
	create(): Promise<Instance>;
	/** Runs what prepares it for calls; `onPhase` hears which function is under way. */
	initialize(instance: Instance, onPhase: (fn: string) => void): Promise<void>;
	/** What a person is told of what was thrown. `instance` null: it was not even linked. */
	failure(thrown: unknown, instance: Instance | null, phase: string): DataFlareError;
}

/** The instance of a loaded guest that answers its calls. One that is lost is never used again; the next call gets a fresh one. */
export class InstanceInUse<Instance extends LiveInstance> {
	readonly #starting: Starting<Instance>;
	#current: Instance | null = null;
	#memoryBytes = 0;

	constructor(starting: Starting<Instance>) {
		this.#starting = starting;
	}

	/** Null: the next call gets a fresh one. */
	get current(): Instance | null {
		return this.#current;
	}

	/** Size of its memory, bytes; of the last one where that one is gone. */
	get memoryBytes(): number {
		return this.#current?.memoryBytes ?? this.#memoryBytes;
	}

	/** Makes a fresh one, and prepares it. Rejects with `plugin_load`, `memory_limit` or `configuration`. */
	async start(): Promise<Instance> {
		const { lost, limitBytes, create, initialize, failure } = this.#starting;
		let instance: Instance | null = null;
		let phase = 'start function';
		lost.tidy();
		try {
			instance = await create();
			await initialize(instance, (fn) => {
				phase = fn;
			});
			await instance.settle();
		} catch (thrown) {
			await instance?.rest(true);
			this.#memoryBytes = instance?.memoryBytes ?? 0;
			// What a start function's memory grew to before it trapped, nobody knows.
			lost.add(instance?.memoryBytes ?? limitBytes);
			throw asLoadError(failure(thrown, instance, phase));
		} finally {
			await instance?.rest(false);
			instance?.flushOutput();
		}
		this.#current = instance;
		return instance;
	}

	/** The one in use is of no use any more. */
	lose(): void {
		const instance = this.take();
		if (instance === null) return;
		this.#memoryBytes = instance.memoryBytes;
		this.#starting.lost.add(instance.memoryBytes);
	}

	/** The last that is heard of it is up to whoever takes it. */
	take(): Instance | null {
		const instance = this.#current;
		this.#current = null;
		return instance;
	}
}

/** Failures of a start keep what they found and say that the plugin did not load; limits keep their own code. */
function asLoadError(error: DataFlareError): DataFlareError {
	if (error.code !== 'plugin_execution') return error;
	return new DataFlareError('plugin_load', error.message, error);
}

/** The instance in use, or a fresh one, ready for a call. Rejects with what kept a fresh one from starting. */
export async function begun<Instance extends LiveInstance & { begin(): void }>(
	inUse: InstanceInUse<Instance>,
): Promise<Instance> {
	const instance = inUse.current ?? (await inUse.start());
	instance.begin();
	return instance;
}

/** Compiles, makes a guest of that and starts it; answers with the guest and how long either took. */
export async function loadTimed<Compiled, Loaded>(
	compile: () => Compiled | Promise<Compiled>,
	make: (compiled: Compiled, times: LoadTimes) => Loaded,
	start: (loaded: Loaded) => Promise<unknown>,
): Promise<Loaded> {
	const times = { compileMs: 0, initMs: 0 };
	const from = performance.now();
	const compiled = await compile();
	const compiledAt = performance.now();
	times.compileMs = compiledAt - from;
	const loaded = make(compiled, times);
	await start(loaded);
	times.initMs = performance.now() - compiledAt;
	return loaded;
}
