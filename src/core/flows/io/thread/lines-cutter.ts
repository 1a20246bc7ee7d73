import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { MAX_RECORD_BYTES } from '../../../../shared/policy/limits.ts';
import { lineTooLong } from '../../../records/json-input-errors.ts';
import type { ByteWindow } from './byte-window.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';

export const LF = 0x0a;

/** Cuts an input line by line; the last line is one whether a line feed ends it or not. */
export abstract class LinesCutter implements RecordCutter {
	offset: number;
	protected readonly window: ByteWindow;
	protected readonly find: FindPlace;
	/** Behind the last line feed of the window, as far as that is known; no further than its start: there is no whole line. */
	#end = 0;
	/** Bytes from the window's start on that hold no line feed. */
	#looked = 0;
	/** Whether the last record that was added was ended by the input's end and by no line feed. */
	#isOpen = false;

	constructor(window: ByteWindow, find: FindPlace) {
		this.window = window;
		this.find = find;
		this.offset = window.offsetOf(window.start);
	}

	more(): boolean {
		return this.#isOpen;
	}

	state(): null {
		return null;
	}

	async fill(packer: Packer): Promise<void> {
		do {
			const wrong = this.cut(packer, this.#end - 1);
			if (wrong !== null) throw await wrong;
			if (this.window.start < this.#end) return;
		} while (await this.#next(packer));
	}

	/**
	 * Adds the whole lines from the window's start on, the last of which ends at `last`, until no more fit, and passes each.
	 * A promise: of what is wrong.
	 */
	protected abstract cut(packer: Packer, last: number): Promise<DataFlareError> | null;

	/** The line that ends at `end` was added, or is blank. Answers with where the next one begins. */
	protected pass(end: number, isAdded: boolean): number {
		const { window } = this;
		if (isAdded) {
			this.#isOpen = end === window.end;
			this.offset = window.offsetOf(end) + (this.#isOpen ? 0 : 1);
		}
		window.start = Math.min(end + 1, window.end);
		if (end + 1 >= this.#end) this.#end = window.start;
		return end + 1;
	}

	/** Until the window holds a whole line. False: no line is left. Rejects where one is too long. */
	async #next(packer: Packer): Promise<boolean> {
		const { window } = this;
		if (window.ended && window.start === window.end) return false;
		packer.keep();
		for (;;) {
			await window.more();
			if (window.ended) {
				// What stands behind them is a line feed, which is the last line's.
				this.#end = window.end > window.start ? window.end + 1 : window.start;
				return this.#end > window.start;
			}
			// Only in what is new: a long line is looked at once.
			const last = window.data.subarray(window.start + this.#looked, window.end).lastIndexOf(LF);
			if (last !== -1) {
				this.#end = window.start + this.#looked + last + 1;
				this.#looked = window.end - this.#end;
				return true;
			}
			this.#end = window.start;
			const bytes = window.end - window.start;
			if (bytes > MAX_RECORD_BYTES) throw lineTooLong((await this.find(window.offsetOf(window.start))).line, bytes);
			this.#looked = bytes;
		}
	}
}
