import { isUtf8 } from 'node:buffer';
import { isBlank } from '../../../records/line-splitter.ts';
import { notUtf8 } from '../io-failures.ts';
import type { ByteWindow } from './byte-window.ts';
import { LF, LinesCutter } from './lines-cutter.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';

const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Each line that is not blank, as text in JSON. */
export class LineCutter extends LinesCutter {
	/** Records that were added, before this one those of an earlier part. */
	#records: number;

	constructor(window: ByteWindow, find: FindPlace, records: number) {
		super(window, find);
		this.#records = records;
	}

	protected override cut(packer: Packer, last: number): null {
		const { data } = this.window;
		let { start } = this.window;
		while (start <= last) {
			const end = data.indexOf(LF, start);
			const isRecord = !isBlank(data, start, end);
			if (isRecord) {
				if (packer.isFull) break;
				const text = this.#asJson(data.subarray(start, data[end - 1] === CR ? end - 1 : end));
				if (!packer.add(text, 0, text.length)) break;
				this.#records++;
			}
			start = this.pass(end, isRecord);
		}
		return null;
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
