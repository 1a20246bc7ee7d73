import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { checkValue, skipSpace } from '../../../../shared/json/json-check.ts';
import { MAX_RECORD_BYTES } from '../../../../shared/policy/limits.ts';
import {
	beginsSecond,
	cutOff,
	lineTooLong,
	tooDeep,
	twoOnALine,
	unexpected,
} from '../../../records/json-input-errors.ts';
import type { ByteWindow } from './byte-window.ts';
import { isTooDeep } from './depth.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';

const LF = 0x0a;
const SPACE = 0x20;

/** Each line that is not blank is one JSON value, with the white space around it; as `splitNdjson` has it. */
export class NdjsonCutter implements RecordCutter {
	readonly #window: ByteWindow;
	readonly #find: FindPlace;
	/** Behind the last line feed of the window, as far as that is known. */
	#linesEnd = 0;
	offset: number;
	/** Whether the last record that was added was ended by the input's end and by no line feed. */
	#isOpen = false;

	constructor(window: ByteWindow, find: FindPlace) {
		this.#window = window;
		this.#find = find;
		this.offset = window.offsetOf(window.start);
	}

	more(): boolean {
		return this.#isOpen;
	}

	state(): null {
		return null;
	}

	async fill(packer: Packer): Promise<void> {
		for (;;) {
			if (this.#window.start < this.#linesEnd) {
				const wrong = this.#cut(packer);
				if (wrong !== null) throw await wrong;
				if (this.#window.start < this.#linesEnd) return;
			}
			if (this.#window.ended && this.#window.start === this.#window.end) return;
			packer.keep();
			await this.#nextLines();
		}
	}

	/** Until the window holds a whole line. */
	async #nextLines(): Promise<void> {
		const window = this.#window;
		for (;;) {
			const known = window.end - window.start;
			await window.more();
			if (window.ended) {
				// What stands behind them is a line feed, which is the last line's.
				this.#linesEnd = window.end > window.start ? window.end + 1 : window.start;
				return;
			}
			// Only in what is new: a long line is looked at once.
			const last = window.data.subarray(known, window.end).lastIndexOf(LF);
			this.#linesEnd = last === -1 ? 0 : known + last + 1;
			if (last !== -1) return;
			const bytes = window.end - window.start;
			if (bytes > MAX_RECORD_BYTES) throw lineTooLong((await this.#find(window.offsetOf(window.start))).line, bytes);
		}
	}

	/** Adds whole lines until no more fit. A promise: of what is wrong. */
	#cut(packer: Packer): Promise<DataFlareError> | null {
		const window = this.#window;
		const { data } = window;
		const last = this.#linesEnd - 1;
		let start = window.start;
		while (start <= last) {
			const at = skipSpace(data, start, last, true);
			let end = at;
			if (data[at] !== LF) {
				if (packer.isFull) break;
				const after = checkValue(data, at, last, true);
				end = after < 0 ? after : skipSpace(data, after, last, true);
				if (end < 0 || data[end] !== LF) return this.#wrong(start, end);
				if (!packer.add(data, start, end)) break;
				this.#isOpen = end === window.end;
				this.offset = window.offsetOf(end) + (this.#isOpen ? 0 : 1);
			}
			start = end + 1;
			window.start = Math.min(start, window.end);
		}
		if (start > last) this.#linesEnd = window.start;
		return null;
	}

	/** `end`: where a line goes on behind its value, or `~position` of what does not fit into one. */
	async #wrong(start: number, end: number): Promise<DataFlareError> {
		const { data } = this.#window;
		const at = end < 0 ? ~end : end;
		const place = await this.#find(this.#window.offsetOf(at));
		if (this.#window.ended && at >= this.#window.end) return cutOff(place);
		const touches = end >= 0 && (data[at - 1] as number) > SPACE;
		if (end >= 0) return beginsSecond(data[at] as number, touches) ? twoOnALine(place) : unexpected(data, at, place);
		return isTooDeep(data, start) ? tooDeep(place) : unexpected(data, at, place);
	}
}
