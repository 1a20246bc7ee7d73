import { isUtf8 } from 'node:buffer';
import { notUtf8 } from '../io-failures.ts';
import type { ByteWindow } from './byte-window.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';
import { LF, WholeLines } from './whole-lines.ts';

const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Each line that is not blank, as text in JSON. */
export class LineCutter implements RecordCutter {
	readonly #window: ByteWindow;
	readonly #lines: WholeLines;
	offset: number;
	#isOpen = false;
	/** Records that were added, before this one those of an earlier part. */
	#records: number;

	constructor(window: ByteWindow, find: FindPlace, records: number) {
		this.#window = window;
		this.#lines = new WholeLines(window, find);
		this.#records = records;
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
			this.#cut(packer);
			if (this.#window.start < this.#lines.end) return;
		} while (await this.#lines.next(packer));
	}

	/** Adds whole lines until no more fit. */
	#cut(packer: Packer): void {
		const window = this.#window;
		const { data } = window;
		const last = this.#lines.end - 1;
		let start = window.start;
		while (start <= last) {
			const end = data.indexOf(LF, start);
			if (!isBlank(data, start, end)) {
				if (packer.isFull) break;
				const text = this.#asJson(data.subarray(start, data[end - 1] === CR ? end - 1 : end));
				if (!packer.add(text, 0, text.length)) break;
				this.#records++;
				this.#isOpen = end === window.end;
				this.offset = window.offsetOf(end) + (this.#isOpen ? 0 : 1);
			}
			start = end + 1;
			window.start = Math.min(start, window.end);
		}
		if (start > last) this.#lines.end = window.start;
	}

	#asJson(line: Uint8Array): Uint8Array {
		if (!isUtf8(line)) throw notUtf8(this.#records + 1);
		for (const byte of line) {
			if (byte < 0x20 || byte === QUOTE || byte === BACKSLASH)
				return Buffer.from(JSON.stringify(Buffer.from(line).toString()));
		}
		const text = new Uint8Array(line.length + 2);
		text[0] = text[line.length + 1] = QUOTE;
		text.set(line, 1);
		return text;
	}
}

function isBlank(data: Uint8Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) {
		const byte = data[at];
		if (byte !== 0x20 && byte !== 0x09 && byte !== CR) return false;
	}
	return true;
}
