import { isUtf8 } from 'node:buffer';
import { MAX_RECORD_BYTES } from '../../../../shared/policy/limits.ts';
import { lineTooLong } from '../../../records/json-input-errors.ts';
import { notUtf8 } from '../io-failures.ts';
import type { ByteWindow } from './byte-window.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Each line that is not blank, as text in JSON. */
export class LineCutter implements RecordCutter {
	readonly #window: ByteWindow;
	readonly #find: FindPlace;
	offset: number;
	#isOpen = false;
	/** How far the window is known to hold no line feed. */
	#looked = 0;
	/** Records that were added, before this one those of an earlier part. */
	#records: number;

	constructor(window: ByteWindow, find: FindPlace, records: number) {
		this.#window = window;
		this.#find = find;
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
		const window = this.#window;
		while (!packer.isFull) {
			const end = await this.#lineEnd(packer);
			if (end === window.start && window.ended && end === window.end) return;
			const { data, start } = window;
			const text = isBlank(data, start, end)
				? null
				: this.#asJson(data.subarray(start, data[end - 1] === CR ? end - 1 : end));
			if (text !== null && !packer.add(text, 0, text.length)) return;
			window.start = Math.min(end + 1, window.end);
			if (text === null) continue;
			this.#records++;
			this.#isOpen = end === window.end;
			this.offset = window.offsetOf(window.start);
		}
	}

	/** The position of the line feed that ends the line, or of the end. */
	async #lineEnd(packer: Packer): Promise<number> {
		const window = this.#window;
		for (;;) {
			const end = window.data.indexOf(LF, window.start + this.#looked);
			if (end !== -1 && end < window.end) {
				this.#looked = 0;
				return end;
			}
			if (window.ended) return window.end;
			const bytes = window.end - window.start;
			if (bytes > MAX_RECORD_BYTES) throw lineTooLong((await this.#find(window.offsetOf(window.start))).line, bytes);
			this.#looked = bytes;
			packer.keep();
			await window.more();
		}
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
