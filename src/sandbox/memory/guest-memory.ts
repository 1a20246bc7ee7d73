import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';

/** A guest said something about its memory that is not so. Never thrown through guest code, always after a call. */
export function guestLied(message: string, details: Readonly<Record<string, number | string>>): DataFlareError {
	return new DataFlareError('plugin_execution', message, {
		hint: 'The plugin has a bug: report it to its author. The next call starts from a clean state.',
		details: { ...because('lied_about_memory'), ...details },
	});
}

/**
 * The host's view of a guest's memory. Nothing the guest names is used before it was compared with the size of the
 * memory at that moment; growing detaches the old buffer, so the view is renewed whenever it is found empty.
 */
export class GuestMemory {
	readonly memory: WebAssembly.Memory;
	readonly limitBytes: number;
	/** What the module itself allows at most, bytes; null: it leaves that to its limit. */
	readonly ownMaximumBytes: number | null;
	#view: Uint8Array;

	constructor(memory: WebAssembly.Memory, limitBytes: number, ownMaximumBytes: number | null = null) {
		this.memory = memory;
		this.limitBytes = limitBytes;
		this.ownMaximumBytes = ownMaximumBytes;
		this.#view = new Uint8Array(memory.buffer);
	}

	/** The whole memory as it is now. Do not keep it across anything that may run guest code. */
	get bytes(): Uint8Array {
		if (this.#view.length === 0) this.#view = new Uint8Array(this.memory.buffer);
		return this.#view;
	}

	/** bytes */
	get size(): number {
		return this.bytes.length;
	}

	/** Whether `length` bytes at `pointer` lie inside the memory. Both are taken as unsigned. */
	holds(pointer: number, length: number): boolean {
		return (pointer >>> 0) + (length >>> 0) <= this.size;
	}

	/** Throws `plugin_execution` naming pointer, length and memory size unless the range lies inside the memory. */
	check(pointer: number, length: number, what: string): void {
		if (this.holds(pointer, length)) return;
		const [at, bytes, size] = [pointer >>> 0, length >>> 0, this.size];
		throw guestLied(`${what} is outside the plugin's memory: ${bytes} bytes at ${at}, memory is ${size} bytes`, {
			pointer: at,
			length: bytes,
			memoryBytes: size,
		});
	}

	/** Little-endian u32. The caller has checked the range. */
	u32(pointer: number): number {
		const { bytes } = this;
		const at = pointer >>> 0;
		return (
			((bytes[at] as number) |
				((bytes[at + 1] as number) << 8) |
				((bytes[at + 2] as number) << 16) |
				((bytes[at + 3] as number) << 24)) >>>
			0
		);
	}

	/** The caller has checked the range. */
	setU32(pointer: number, value: number): void {
		const { bytes } = this;
		const at = pointer >>> 0;
		bytes[at] = value & 0xff;
		bytes[at + 1] = (value >>> 8) & 0xff;
		bytes[at + 2] = (value >>> 16) & 0xff;
		bytes[at + 3] = value >>> 24;
	}

	/** A copy of a range, or null where it is not inside the memory. */
	copy(pointer: number, length: number): Uint8Array | null {
		if (!this.holds(pointer, length)) return null;
		const at = pointer >>> 0;
		return this.bytes.slice(at, at + (length >>> 0));
	}
}
