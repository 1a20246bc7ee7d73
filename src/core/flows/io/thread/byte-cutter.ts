import type { ByteWindow } from './byte-window.ts';
import type { Packer } from './packer.ts';
import type { RecordCutter } from './record-cutter.ts';

/** Pieces of one size, whatever is in them; the last one is what is left. */
export class ByteCutter implements RecordCutter {
	readonly #window: ByteWindow;
	readonly #piece: number;
	offset: number;

	/** `piece`: bytes. */
	constructor(window: ByteWindow, piece: number) {
		this.#window = window;
		this.#piece = piece;
		this.offset = window.offsetOf(window.start);
	}

	more(): null {
		return null;
	}

	state(): null {
		return null;
	}

	async fill(packer: Packer): Promise<void> {
		const window = this.#window;
		if (packer.count > 0) return;
		await window.fill(this.#piece);
		const end = Math.min(window.start + this.#piece, window.end);
		if (end === window.start) return;
		packer.add(window.data, window.start, end);
		window.start = end;
		this.offset = window.offsetOf(end);
	}
}
