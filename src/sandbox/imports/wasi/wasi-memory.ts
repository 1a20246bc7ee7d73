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
