import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { checkValue, skipSpace } from '../../../../shared/json/json-check.ts';
import { beginsSecond, cutOff, tooDeep, twoOnALine, unexpected } from '../../../records/json-input-errors.ts';
import type { ByteWindow } from './byte-window.ts';
import { isTooDeep } from './depth.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';
import { LF, WholeLines } from './whole-lines.ts';

const SPACE = 0x20;

/** Each line that is not blank is one JSON value, with the white space around it; as `splitNdjson` has it. */
export class NdjsonCutter implements RecordCutter {
	readonly #window: ByteWindow;
	readonly #find: FindPlace;
	readonly #lines: WholeLines;
	offset: number;
	/** Whether the last record that was added was ended by the input's end and by no line feed. */
	#isOpen = false;

	constructor(window: ByteWindow, find: FindPlace) {
		this.#window = window;
		this.#find = find;
		this.#lines = new WholeLines(window, find);
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
			const wrong = this.#cut(packer);
			if (wrong !== null) throw await wrong;
			if (this.#window.start < this.#lines.end) return;
		} while (await this.#lines.next(packer));
	}

	/** Adds whole lines until no more fit. A promise: of what is wrong. */
	#cut(packer: Packer): Promise<DataFlareError> | null {
		const window = this.#window;
		const { data } = window;
		const last = this.#lines.end - 1;
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
		if (start > last) this.#lines.end = window.start;
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
