import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { WasmSignature } from '../../shared/host/abi.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import type { HostSide } from '../imports/host-side.ts';
import type { WasiSide } from '../imports/imports.ts';
import { describeTrap, HostFault } from '../imports/trap.ts';
import { WasiExit } from '../imports/wasi/create-wasi.ts';
import { GuestMemory } from '../memory/guest-memory.ts';
import { pagesWithin } from '../memory/memory-limit.ts';
import { decodeLenient } from '../memory/utf8.ts';
import { requireWritten } from '../module/instance.ts';
import type { CompiledExtism } from './compile-extism.ts';
import { type ExtismContext, noRoom } from './context.ts';
import { Kernel } from './kernel/kernel.ts';
import { Linker } from './link.ts';
import { Variables } from './variables.ts';

type GuestFunction = (...args: unknown[]) => unknown;

/** As in Extism's own runtime. bytes */
const DEFAULT_RESPONSE_BYTES = 50 * 1024 * 1024;
/** Longest message of a guest's error that is kept, bytes. */
const MAX_ERROR_BYTES = 16_384;

/** One live Extism guest: its kernel and the instances of its modules. */
export class ExtismInstance {
	/** Memory between guest and host, where input and output lie. */
	readonly memory: GuestMemory;
	readonly context: ExtismContext;
	readonly shapes: ReadonlyMap<string, WasmSignature>;
	/** Number of the record under way, from 1; 0 where none is. */
	record = 0;
	/** Nothing more is to be called on it. */
	over = false;
	readonly #kernel: Kernel;
	readonly #linker: Linker;
	readonly #side: WasiSide;
	readonly #exports: Readonly<Record<string, unknown>>;
	readonly #suspends: boolean;
	readonly #limitBytes: number;
	/** Most that the main module's memory may have, bytes; null: it has none of its own. */
	readonly #mainMost: number | null;
	readonly #functions = new Map<string, GuestFunction>();

	/** Instantiates, which runs start functions; nothing else of the guest. Throws whatever that throws. */
	constructor(compiled: CompiledExtism, host: HostSide, side: WasiSide) {
		const { guest, config, limitBytes, modules } = compiled;
		const kernel = new Kernel(limitBytes, () => this.#roomPages);
		this.#kernel = kernel;
		this.#limitBytes = limitBytes;
		const most = modules.get('main')?.share.mostPages ?? null;
		this.#mainMost = most === null ? null : most * WASM_PAGE_BYTES;
		this.memory = kernel.memory;
		this.context = {
			host,
			kernel,
			variables: new Variables(host, guest.extism?.max_var_bytes),
			config,
			maxResponseBytes: guest.extism?.max_http_response_bytes ?? DEFAULT_RESPONSE_BYTES,
			http: { status: 0, headers: null },
			fault: null,
		};
		this.#side = side;
		this.#linker = new Linker(compiled, this.context, side);
		this.#exports = this.#linked();
		this.#suspends = compiled.suspends;
		this.shapes = modules.get('main')?.shape.functions ?? new Map();
	}

	/** What Extism's memory may grow by: whatever is reserved for none of the guest's. */
	get #roomPages(): number {
		const taken = this.#linker.reservedPages + pagesWithin(this.memory.size);
		return Math.max(0, pagesWithin(this.#limitBytes) - taken);
	}

	/** Of the guest's memories and Extism's together, bytes. */
	get memoryBytes(): number {
		let bytes = this.memory.size;
		for (const memory of this.#linker?.memories ?? []) bytes += memory.buffer.byteLength;
		return bytes;
	}

	/**
	 * Calls what prepares the guest, as Extism's own runtime does: Haskell's `hs_init` after `_initialize`, or else
	 * `__wasm_call_ctors`, or else `_initialize`. `onPhase` hears which is under way.
	 */
	async initialize(onPhase: (fn: string) => void): Promise<void> {
		const plain = (fn: string): boolean => {
			const shape = this.shapes.get(fn);
			return shape !== undefined && shape.params.length === 0 && shape.results.length === 0;
		};
		const run = async (fn: string): Promise<void> => {
			onPhase(fn);
			await this.invoke(fn);
		};
		for (const exports of this.#linker.linked()) {
			onPhase('_initialize');
			const init = exports['_initialize'] as GuestFunction | undefined;
			if (init !== undefined) await (this.#suspends ? WebAssembly.promising(init)() : init());
		}
		if (this.shapes.has('hs_init')) {
			if (plain('_initialize')) await run('_initialize');
			await run('hs_init');
		} else if (plain('__wasm_call_ctors')) await run('__wasm_call_ctors');
		else if (plain('_initialize')) await run('_initialize');
	}

	/** Room for the input of one call, at whose beginning everything of the last one is forgotten. */
	placeInput(length: number): number {
		this.context.fault = null;
		const at = this.#kernel.begin(length);
		if (at === 0 && length > 0) throw noRoom(this.#kernel, length);
		return at;
	}

	/** Calls an export, with zeros for parameters. A promise only where the guest can be suspended. No result counts as 0. */
	invoke(fn: string): number | Promise<number> {
		let target = this.#functions.get(fn);
		if (target === undefined) {
			const exported = this.#exports[fn] as GuestFunction;
			const shape = this.shapes.get(fn);
			const zeros = (shape?.params ?? []).map((type) => (type === 'i64' ? 0n : 0));
			const result = shape?.results[0];
			// What is no number of 32 bits is no code.
			const codeOf = (value: unknown): number => (result === undefined ? 0 : result === 'i32' ? (value as number) : -1);
			const call = this.#suspends ? WebAssembly.promising(exported) : exported;
			target = this.#suspends ? () => (call(...zeros) as Promise<unknown>).then(codeOf) : () => codeOf(call(...zeros));
			this.#functions.set(fn, target);
		}
		return target() as number | Promise<number>;
	}

	/** Calls an export on the input that was placed; what it set as its output lies in `output` then. Throws what failed. */
	call(fn: string): undefined | Promise<undefined> {
		if (fn === '_start') this.over = true;
		let code: number | Promise<number>;
		try {
			code = this.invoke(fn);
		} catch (thrown) {
			return this.#ended(fn, thrown);
		}
		if (typeof code === 'number') return this.#returned(fn, code);
		return code.then(
			(value) => this.#returned(fn, value),
			(thrown: unknown) => this.#ended(fn, thrown),
		);
	}

	get output(): { readonly at: number; readonly length: number } {
		return this.#kernel.output;
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
		const writing = this.#linker.settle();
		return writing === null ? null : writing.then(requireWritten);
	}

	/** What was thrown, or the guest's own wish to end. */
	causeOf(thrown: unknown): unknown {
		return this.#linker.causeOf(thrown);
	}

	/** A start function may end the guest as well. */
	#linked(): Readonly<Record<string, unknown>> {
		try {
			return this.#linker.link();
		} catch (thrown) {
			throw this.#linker.causeOf(thrown);
		}
	}

	/** A function came back. Its error, where it set one, goes before whatever it returned. */
	#returned(fn: string, code: number): undefined {
		if (this.context.fault !== null) throw this.context.fault;
		const said = this.#said();
		if (said !== null || code !== 0)
			throw this.#kernel.refused ? noRoom(this.#kernel, null) : this.#gaveUp(fn, code, said);
	}

	/** A function did not come back: the instance is over, and ended well only where the program ended itself with 0. */
	#ended(fn: string, raised: unknown): undefined {
		this.over = true;
		const thrown = this.causeOf(raised);
		if (this.context.fault !== null) throw this.context.fault;
		if (thrown instanceof HostFault) throw thrown.error;
		const said = this.#said();
		if (thrown instanceof WasiExit && said === null) {
			if (thrown.code === 0) return;
			throw this.#gaveUp(fn, thrown.code, null);
		}
		if (this.#kernel.refused) throw noRoom(this.#kernel, null);
		if (said !== null) throw this.#gaveUp(fn, thrown instanceof WasiExit ? thrown.code : 134, said);
		throw describeTrap(thrown, this.where(fn), this.#mainMemory(), null);
	}

	where(fn: string): string {
		return this.record > 0 ? `${fn}, record ${this.record}` : fn;
	}

	#said(): string | null {
		const bytes = this.#kernel.error();
		return bytes === null ? null : decodeLenient(bytes.subarray(0, MAX_ERROR_BYTES));
	}

	#mainMemory(): GuestMemory | null {
		const memory = this.#exports['memory'];
		return memory instanceof WebAssembly.Memory ? new GuestMemory(memory, this.#mainMost ?? this.#limitBytes) : null;
	}

	#gaveUp(fn: string, status: number, said: string | null): DataFlareError {
		return new DataFlareError('plugin_execution', said ?? `${fn} returned the exit code ${status}`, {
			origin: 'guest',
			details: {
				...because('gave_up', { function: fn, status }),
				said: said !== null,
				function: fn,
				status,
				...(this.record > 0 ? { record: this.record } : {}),
			},
		});
	}
}
