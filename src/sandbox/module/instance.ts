import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import { errno } from '../../shared/wasm/wasi/errno.ts';
import type { GuestContext, HostSide } from '../imports/host-side.ts';
import { type WasiSide, wireImports } from '../imports/imports.ts';
import { type Wasi, WasiExit } from '../imports/wasi/create-wasi.ts';
import { type Allocator, createAllocator } from '../memory/allocator.ts';
import { GuestMemory } from '../memory/guest-memory.ts';
import { encode } from '../memory/utf8.ts';
import type { CompiledModule } from './compile.ts';
import type { FunctionShapes } from './function-shapes.ts';

type GuestFunction = (...args: unknown[]) => unknown;

/** One live instance of a module, with what is needed to talk to it. */
export class GuestInstance {
	readonly guest: GuestDescription;
	readonly shapes: FunctionShapes;
	readonly memory: GuestMemory;
	readonly allocator: Allocator;
	readonly context: GuestContext;
	/** Number of the record under way, from 1; 0 where none is. */
	record = 0;
	readonly #exports: Readonly<Record<string, unknown>>;
	readonly #suspends: boolean;
	readonly #functions = new Map<string, GuestFunction>();
	readonly #wasi: Wasi;
	readonly #side: WasiSide;
	#inputPointer = 0;
	#inputLength = -1;

	/** Instantiates and runs the start function; nothing else of the guest. Throws whatever that throws. */
	constructor(compiled: CompiledModule, host: HostSide, side: WasiSide) {
		const { guest, shape, limitBytes } = compiled;
		const context: GuestContext = {
			host,
			memory: null,
			allocator: null,
			lastError: null,
			config: compiled.config,
			warned: new Set(),
		};
		const wired = wireImports(shape, guest, context, limitBytes, side);
		const ownMaximum = shape.memories[0]?.maximumBytes ?? null;
		if (wired.memory !== null) context.memory = new GuestMemory(wired.memory, limitBytes, ownMaximum);
		const { exports } = instantiate(compiled.module, wired.object, wired.wasi);
		const own = exports['memory'];
		const memory = own instanceof WebAssembly.Memory ? own : wired.memory;
		if (memory === null) throw new DataFlareError('plugin_load', 'the module exports no memory');
		this.guest = guest;
		this.shapes = compiled.shapes;
		this.context = context;
		this.memory =
			memory === wired.memory && context.memory ? context.memory : new GuestMemory(memory, limitBytes, ownMaximum);
		this.allocator = createAllocator(exports, this.memory);
		context.memory = this.memory;
		context.allocator = this.allocator;
		this.#exports = exports;
		this.#suspends = compiled.suspends;
		this.#wasi = wired.wasi;
		this.#side = side;
	}

	/** Size of its memory, bytes. */
	get memoryBytes(): number {
		return this.memory.size;
	}

	/** What the guest said of a failure since the call began; null: nothing. */
	get lastError(): string | null {
		return this.context.lastError;
	}

	/** Calls an export whose shape was checked. A promise only where the guest can be suspended; nothing counts as 0. */
	invoke(fn: string, pointer?: number, length?: number): number | Promise<number> {
		let target = this.#functions.get(fn);
		if (target === undefined) {
			const exported = this.#exports[fn] as GuestFunction;
			target = this.#suspends ? suspendable(exported) : exported;
			this.#functions.set(fn, target);
		}
		const returned = pointer === undefined ? target() : target(pointer, length);
		return returned === undefined ? 0 : (returned as number | Promise<number>);
	}

	/** Room for the input of one call; `releaseInput` gives it back. */
	placeInput(length: number): number {
		const pointer = this.allocator.input(length);
		this.#inputPointer = pointer;
		this.#inputLength = length;
		return pointer;
	}

	/** Idempotent. */
	releaseInput(): void {
		const length = this.#inputLength;
		if (length < 0) return;
		this.#inputLength = -1;
		this.allocator.releaseInput(this.#inputPointer, length);
	}

	/** A call begins: what an earlier one said or left is forgotten. */
	begin(): void {
		this.context.lastError = null;
		this.record = 0;
	}

	/** The error for a negative result: what the guest said about it, or the number alone. */
	guestError(fn: string, status: number): DataFlareError {
		const { lastError } = this.context;
		return new DataFlareError('plugin_execution', lastError ?? `${fn} returned ${status}`, {
			origin: 'guest',
			details: {
				...because('gave_up', { function: fn, status }),
				said: lastError !== null,
				function: fn,
				status,
				...(this.record > 0 ? { record: this.record } : {}),
			},
		});
	}

	/** A call is over. What it asks for, it waits for: there is nothing that goes on by itself. */
	rest(): null {
		return null;
	}

	/** Hands on an unfinished line of output. */
	flushOutput(): void {
		this.#side.streams.flush();
	}

	/** Writes what the guest was told is written. Null: there is nothing to write; else throws where it cannot be. */
	settle(): Promise<void> | null {
		const writing = this.#wasi.settle();
		if (writing === null) return null;
		return writing.then(requireWritten);
	}

	/** What was thrown, or the guest's own wish to end, which it carries out by a trap. */
	causeOf(thrown: unknown): unknown {
		const { exitCode } = this.#wasi;
		return exitCode === null ? thrown : new WasiExit(exitCode);
	}

	/** Runs a program from its beginning to its end. Throws whatever that throws. */
	async run(): Promise<void> {
		await suspendable(this.#exports['_start'] as GuestFunction)();
	}

	/**
	 * `_initialize`, then `plugin_init` with the configuration. Throws `plugin_load` where it answers anything but 0.
	 * `onPhase` hears which of the two is under way.
	 */
	async initialize(onPhase: (fn: string) => void): Promise<void> {
		onPhase('_initialize');
		if (this.shapes.has('_initialize')) await this.invoke('_initialize');
		onPhase('plugin_init');
		if (!this.shapes.has('plugin_init')) return;
		const config = encode(this.guest.config);
		const pointer = this.placeInput(config.length);
		this.memory.bytes.set(config, pointer);
		const status = await this.invoke('plugin_init', pointer, config.length);
		this.releaseInput();
		if (status === 0) return;
		const said = this.context.lastError;
		throw new DataFlareError('plugin_load', `plugin_init returned ${status}${said === null ? '' : `: ${said}`}`, {
			origin: 'guest',
			hint: 'The plugin rejected its configuration or environment.',
			details: {
				...because('init_refused', { status }),
				function: 'plugin_init',
				status,
				...(said === null ? { said: false } : { lastError: said }),
			},
		});
	}
}

/** Throws for what WASI answered when that was written which a guest had been told is written. */
export function requireWritten(error: number): void {
	if (error === errno.success) return;
	throw new DataFlareError('plugin_execution', `What the plugin wrote could not be kept (WASI error ${error}).`, {
		hint: 'What it was denied, and why, stands in the run.',
		details: because('write_lost', { error }),
	});
}

/** A start function may end the guest as well. */
function instantiate(module: WebAssembly.Module, object: Record<string, Record<string, unknown>>, wasi: Wasi) {
	try {
		return new WebAssembly.Instance(module, object);
	} catch (thrown) {
		throw wasi.exitCode === null ? thrown : new WasiExit(wasi.exitCode);
	}
}

function suspendable(exported: GuestFunction): GuestFunction {
	const call = WebAssembly.promising(exported);
	return (...args) => call(...args).then((value) => value ?? 0);
}
