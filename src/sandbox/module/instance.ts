import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import type { GuestContext, HostSide } from '../imports/host-side.ts';
import { wireImports } from '../imports/imports.ts';
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
	readonly #flush: () => void;
	#inputPointer = 0;
	#inputLength = -1;

	/** Instantiates and runs the start function; nothing else of the guest. Throws whatever that throws. */
	constructor(compiled: CompiledModule, host: HostSide) {
		const { guest, shape, limitBytes } = compiled;
		const context: GuestContext = {
			host,
			memory: null,
			allocator: null,
			lastError: null,
			config: compiled.config,
			warned: new Set(),
		};
		const wired = wireImports(shape, guest, context, limitBytes);
		const ownMaximum = shape.memories[0]?.maximumBytes ?? null;
		if (wired.memory !== null) context.memory = new GuestMemory(wired.memory, limitBytes, ownMaximum);
		const { exports } = new WebAssembly.Instance(compiled.module, wired.object);
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
		this.#flush = wired.flush;
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

	/** Hands on an unfinished line of output. */
	flushOutput(): void {
		this.#flush();
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

function suspendable(exported: GuestFunction): GuestFunction {
	const call = WebAssembly.promising(exported);
	return (...args) => call(...args).then((value) => value ?? 0);
}
