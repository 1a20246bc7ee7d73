import { GuestMemory } from '../../memory/guest-memory.ts';
import { kernelBytes } from './kernel-bytes.ts';

type HostFunction = (...args: number[]) => number;
type WideFunction = (...args: bigint[]) => bigint;

/** Functions of the kernel that a guest may import from `extism:host/env`; the others are the host's. */
const linkable: ReadonlySet<string> = new Set([
	...['alloc', 'free', 'length', 'length_unsafe', 'load_u8', 'load_u64', 'store_u8', 'store_u64'],
	...['input_offset', 'input_length', 'input_load_u8', 'input_load_u64', 'input_set'],
	...['output_set', 'output_offset', 'output_length', 'error_set', 'error_get', 'reset', 'memory_bytes'],
]);

let compiled: WebAssembly.Module | null = null;

/** The memory that one Extism guest shares with its host: the kernel, an instance of a module of our own. */
export class Kernel {
	readonly memory: GuestMemory;
	readonly #exports: Readonly<Record<string, unknown>>;
	readonly #begin: HostFunction;
	readonly #outputAt: HostFunction;
	readonly #outputSize: HostFunction;
	readonly #errorSize: HostFunction;

	/** @param room how many more pages may be had at this moment, for guest and kernel together */
	constructor(limitBytes: number, room: () => number) {
		compiled ??= new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));
		const { exports } = new WebAssembly.Instance(compiled, { host: { room } });
		this.#exports = exports;
		this.memory = new GuestMemory(exports['memory'] as WebAssembly.Memory, limitBytes);
		this.#begin = exports['begin'] as HostFunction;
		this.#outputAt = exports['output_at'] as HostFunction;
		this.#outputSize = exports['output_size'] as HostFunction;
		this.#errorSize = exports['error_size'] as HostFunction;
	}

	/** What a guest gets for an import of this name; undefined: nothing. */
	linked(name: string): unknown {
		return linkable.has(name) ? this.#exports[name] : undefined;
	}

	/** A call begins: everything of the last one is gone. Room for the input; 0 where there is none, or it is empty. */
	begin(length: number): number {
		return this.#begin(length) >>> 0;
	}

	/** Where what the guest set as its output lies; always inside the memory. bytes */
	get output(): { readonly at: number; readonly length: number } {
		return { at: this.#outputAt() >>> 0, length: this.#outputSize() >>> 0 };
	}

	/** A copy of the message that the guest set as its error; null: it set none, or an empty one. */
	error(): Uint8Array | null {
		const length = this.#errorSize() >>> 0;
		return length === 0 ? null : this.memory.copy((this.#exports['error_at'] as HostFunction)(), length);
	}

	/** Whether memory was asked for since `begin` that there was no room for. */
	get refused(): boolean {
		return (this.#exports['was_refused'] as HostFunction)() !== 0;
	}

	/**
	 * A copy of the block that a handle stands for: nothing for 0; null where it stands for none. One that was freed and
	 * not used again is read as well: Extism's JavaScript hosts free nothing, and guests were written against them.
	 */
	take(handle: bigint): Uint8Array | null {
		if (handle === 0n) return new Uint8Array(0);
		const length = (this.#exports['size_at'] as (handle: bigint) => number)(handle) >>> 0;
		return length === 0 ? null : this.memory.copy(Number(BigInt.asUintN(32, handle)), length);
	}

	free(handle: bigint): void {
		(this.#exports['free'] as (handle: bigint) => void)(handle);
	}

	/** A block with these bytes; 0 for none, null where there is no room. */
	put(bytes: Uint8Array): bigint | null {
		if (bytes.length === 0) return 0n;
		const handle = (this.#exports['alloc'] as WideFunction)(BigInt(bytes.length));
		if (handle === 0n) return null;
		this.memory.bytes.set(bytes, Number(BigInt.asUintN(64, handle)));
		return handle;
	}
}
