import { readFileSync } from '../../../files/user-files.ts';

/** What a module asks of the thread that runs it. */
export interface GuestHost {
	/** At most `most` bytes of the file from `offset`; empty: there are no more. */
	read(offset: number, most: number): Promise<Uint8Array>;
	write(data: Uint8Array): void;
	log(text: string): void;
}

type Call = (...args: readonly number[]) => number;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const IO_ERROR = -5;
const PREFIX = 4;

/**
 * A module that comes with the program, run in the thread itself. What it works on is a person's data and the code is
 * ours, so nothing of it has to be kept from this thread. Its functions are those of a plugin (docs/plugin-interface.md).
 */
export class GuestModule {
	readonly #exports: Readonly<Record<string, unknown>>;
	/** Why the call fails, as the module says it. */
	#told = '';
	/** Why the file could not be read. */
	#failure: unknown = null;
	/** A result that is still in the module's memory. */
	#result: { readonly at: number; readonly length: number } | null = null;

	/** `path`: absolute, of the module. */
	constructor(path: string, host: GuestHost) {
		const module = new WebAssembly.Module(readFileSync(path));
		const given = this.#functions(host);
		const imports: Record<string, Record<string, unknown>> = {};
		for (const { module: from, name } of WebAssembly.Module.imports(module)) {
			imports[from] = { ...imports[from], [name]: given[name] ?? (() => 0) };
		}
		this.#exports = new WebAssembly.Instance(module, imports).exports;
		if ('_initialize' in this.#exports) this.#call('_initialize');
	}

	/** Whether it can say where it is and go on there. */
	get savesState(): boolean {
		return 'save_state' in this.#exports && 'load_state' in this.#exports;
	}

	/** Calls one of its functions, with bytes where it takes some. Rejects with what it says, or with why the file could not be read. */
	async run(name: string, input?: Uint8Array): Promise<number> {
		const call = WebAssembly.promising(this.#exports[name] as Call);
		const at = input === undefined ? 0 : this.#put(input, 0);
		this.#told = '';
		const status = input === undefined ? await call() : await call(at, input.length);
		if (input !== undefined) this.#release(at, input.length);
		const failure = this.#failure;
		this.#failure = null;
		if (failure !== null) throw failure;
		if ((status as number) < 0) throw new GuestFailure(this.#told);
		return status as number;
	}

	/** What a function answered, in the module's own memory: valid until anything else is called. Null: nothing. */
	async read(name: string): Promise<Uint8Array | null> {
		this.#drop();
		const pointer = await this.run(name);
		if (pointer === 0) return null;
		const length = new DataView(this.#memory.buffer).getUint32(pointer, true);
		this.#result = { at: pointer, length };
		return this.#bytes.subarray(pointer + PREFIX, pointer + PREFIX + length);
	}

	get #memory(): WebAssembly.Memory {
		return this.#exports['memory'] as WebAssembly.Memory;
	}

	get #bytes(): Uint8Array {
		return new Uint8Array(this.#memory.buffer);
	}

	#call(name: string, ...args: readonly number[]): number {
		return (this.#exports[name] as Call)(...args);
	}

	/** Gives back the room of the last result. */
	#drop(): void {
		if (this.#result === null) return;
		this.#release(this.#result.at, this.#result.length + PREFIX);
		this.#result = null;
	}

	#release(at: number, length: number): void {
		if ('dealloc' in this.#exports) this.#call('dealloc', at, length);
	}

	/** Copies bytes into the module's memory, behind `headroom` free ones. */
	#put(data: Uint8Array, headroom: number): number {
		const at = this.#call('alloc', data.length + headroom) >>> 0;
		this.#bytes.set(data, at + headroom);
		return at;
	}

	#text(at: number, length: number): string {
		return decoder.decode(this.#bytes.subarray(at, at + length));
	}

	#functions(host: GuestHost): Readonly<Record<string, unknown>> {
		return {
			host_read_file: new WebAssembly.Suspending(async (_: number, __: number, offset: bigint, most: number) => {
				try {
					const data = await host.read(Number(offset), most);
					const at = this.#put(data, PREFIX);
					new DataView(this.#memory.buffer).setUint32(at, data.length, true);
					return at;
				} catch (error) {
					this.#failure ??= error;
					return IO_ERROR;
				}
			}),
			host_write_file: (_: number, __: number, at: number, length: number) => {
				host.write(this.#bytes.slice(at, at + length));
				return 0;
			},
			host_log: (level: number, size: number, at: number, length: number) => {
				const kind = this.#text(level, size);
				if (kind === 'warn' || kind === 'error') host.log(this.#text(at, length));
			},
			host_set_error: (at: number, length: number) => {
				this.#told = this.#text(at, length);
			},
			abort: () => {
				throw new Error('the module gave up');
			},
		};
	}
}

/** What a module says about what it was given. */
export class GuestFailure extends Error {
	override readonly name = 'GuestFailure';
}

/** A module's configuration as it takes it. */
export function asJson(config: Readonly<Record<string, unknown>>): Uint8Array {
	return encoder.encode(JSON.stringify(config));
}
