import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';

/** How many buffers one call may name. */
const MAX_VECTOR = 1024;

/** Access to the guest's memory as it is at this moment. Everything answers null or false where it lies outside. */
export class WasiMemory {
	readonly #memory: () => WebAssembly.Memory;

	constructor(memory: () => WebAssembly.Memory) {
		this.#memory = memory;
	}

	/** The bytes at `pointer`, for reading or writing. */
	bytes(pointer: number, length: number): Uint8Array | null {
		const { buffer } = this.#memory();
		const start = pointer >>> 0;
		const size = length >>> 0;
		return start + size <= buffer.byteLength ? new Uint8Array(buffer, start, size) : null;
	}

	view(pointer: number, length: number): DataView | null {
		const bytes = this.bytes(pointer, length);
		return bytes === null ? null : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	/** The buffers that a table of pointers and lengths names; they are good until guest code runs again. */
	vectors(pointer: number, count: number): readonly Uint8Array[] | Errno {
		if (count >>> 0 > MAX_VECTOR) return errno.inval;
		const table = this.view(pointer, 8 * count);
		if (table === null) return errno.fault;
		const found: Uint8Array[] = [];
		for (let index = 0; index < count; index++) {
			const bytes = this.bytes(table.getUint32(8 * index, true), table.getUint32(8 * index + 4, true));
			if (bytes === null) return errno.fault;
			found.push(bytes);
		}
		return found;
	}

	setU32(pointer: number, value: number): boolean {
		const view = this.view(pointer, 4);
		view?.setUint32(0, value, true);
		return view !== null;
	}

	setU64(pointer: number, value: bigint): boolean {
		const view = this.view(pointer, 8);
		view?.setBigUint64(0, value, true);
		return view !== null;
	}
}

/** Puts bytes into buffers, one after another; answers with how many fitted. */
export function scatter(bytes: Uint8Array, into: readonly Uint8Array[]): number {
	let at = 0;
	for (const place of into) {
		if (at === bytes.length) break;
		const piece = bytes.subarray(at, at + place.length);
		place.set(piece);
		at += piece.length;
	}
	return at;
}

/** A copy of up to `most` bytes of what buffers hold one after another, from a place on. */
export function gather(buffers: readonly Uint8Array[], from: number, most: number): Uint8Array {
	const gathered = new Uint8Array(Math.max(0, Math.min(most, totalOf(buffers) - from)));
	let [filled, before] = [0, 0];
	for (const bytes of buffers) {
		const piece = bytes.subarray(Math.max(0, from - before), Math.max(0, from - before) + gathered.length - filled);
		gathered.set(piece, filled);
		filled += piece.length;
		before += bytes.length;
	}
	return gathered;
}

export const totalOf = (buffers: readonly Uint8Array[]): number => buffers.reduce((sum, { length }) => sum + length, 0);
