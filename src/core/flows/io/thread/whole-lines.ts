import { MAX_RECORD_BYTES } from '../../../../shared/policy/limits.ts';
import { lineTooLong } from '../../../records/json-input-errors.ts';
import type { ByteWindow } from './byte-window.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';

export const LF = 0x0a;

/** The whole lines of what is looked at, the last one whether a line feed ends it or not. */
export class WholeLines {
	/** Behind the last line feed of the window, as far as that is known; no further than its start: there is no whole line. */
	end = 0;
	readonly #window: ByteWindow;
	readonly #find: FindPlace;
	/** Bytes from the window's start on that hold no line feed. */
	#looked = 0;

	constructor(window: ByteWindow, find: FindPlace) {
		this.#window = window;
		this.#find = find;
	}

	/** Until the window holds a whole line. False: no line is left. Rejects where one is too long. */
	async next(packer: Packer): Promise<boolean> {
		const window = this.#window;
		if (window.ended && window.start === window.end) return false;
		packer.keep();
		for (;;) {
			await window.more();
			if (window.ended) {
				// What stands behind them is a line feed, which is the last line's.
				this.end = window.end > window.start ? window.end + 1 : window.start;
				return this.end > window.start;
			}
			// Only in what is new: a long line is looked at once.
			const last = window.data.subarray(window.start + this.#looked, window.end).lastIndexOf(LF);
			if (last !== -1) {
				this.end = window.start + this.#looked + last + 1;
				this.#looked = window.end - this.end;
				return true;
			}
			this.end = window.start;
			const bytes = window.end - window.start;
			if (bytes > MAX_RECORD_BYTES) throw lineTooLong((await this.#find(window.offsetOf(window.start))).line, bytes);
			this.#looked = bytes;
		}
	}
}
