import type { DataFlareError, JsonValue } from '../../../../shared/errors/errors.ts';
import { checkValue } from '../../../../shared/json/json-check.ts';
import { MAX_RECORD_BYTES } from '../../../../shared/policy/limits.ts';
import { cutOff, noValue, recordTooLarge, unexpected } from '../../../records/json-input-errors.ts';
import { behindValue, wrongValue } from '../../../records/wrong-json.ts';
import type { ByteWindow } from './byte-window.ts';
import type { Packer } from './packer.ts';
import type { FindPlace } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';

const LF = 0x0a;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const SPACE = 0x20;

/** `before` the first byte, in the top-level array what comes next, in a sequence of `values`, `after` the array. */
const places = ['before', 'first', 'value', 'separator', 'values', 'after'] as const;
type Place = (typeof places)[number];

/** The elements of a top-level array, or values that each begin on a line of their own; as `splitJson` has it. */
export class JsonCutter implements RecordCutter {
	readonly #window: ByteWindow;
	readonly #find: FindPlace;
	#place: Place = 'before';
	/** In a sequence: whether a line feed came since the last value; and the place behind that one. */
	#isNewLine = true;
	#valueEnd = -1;
	offset: number;

	/** `from`: what `more` said. */
	constructor(window: ByteWindow, find: FindPlace, from: JsonValue) {
		this.#window = window;
		this.#find = find;
		this.offset = window.offsetOf(window.start);
		const place = places.find((each) => each === from);
		if (place === undefined) return;
		this.#place = place;
		this.#isNewLine = false;
		this.#valueEnd = this.offset;
	}

	more(): JsonValue {
		return this.#place;
	}

	state(): null {
		return null;
	}

	async fill(packer: Packer): Promise<void> {
		const window = this.#window;
		while (await this.#toValue(packer)) {
			if (packer.isFull) return;
			const after = await this.#checked(packer);
			if (!packer.add(window.data, window.start, after)) return;
			window.start = after;
			this.#place = this.#place === 'values' ? 'values' : 'separator';
			this.#isNewLine = false;
			this.#valueEnd = this.offset = window.offsetOf(after);
		}
	}

	/** Passes what stands between values. False: there is no further one. */
	async #toValue(packer: Packer): Promise<boolean> {
		const window = this.#window;
		for (;;) {
			if (window.start === window.end) {
				if (!window.ended) {
					packer.keep();
					await window.more();
					continue;
				}
				if (this.#place === 'before') throw noValue();
				if (this.#place !== 'values' && this.#place !== 'after') throw cutOff(await this.#placeOf(window.end));
				return false;
			}
			const byte = window.data[window.start] as number;
			if (byte === LF) this.#isNewLine = true;
			if (byte === LF || byte === SPACE || byte === 0x09 || byte === 0x0d) {
				window.start++;
				continue;
			}
			if (this.#place === 'before') {
				this.#place = byte === OPEN_ARRAY ? 'first' : 'values';
				if (this.#place === 'values') return true;
			} else if (this.#place === 'values') {
				if (!this.#isNewLine) throw await this.#second();
				return true;
			} else if (byte === CLOSE_ARRAY && (this.#place === 'first' || this.#place === 'separator')) {
				this.#place = 'after';
				// Nothing is left to be read again, whatever stands behind it.
				this.offset = window.offsetOf(window.start + 1);
			} else if (this.#place === 'first' || this.#place === 'value') {
				return true;
			} else if (this.#place === 'separator' && byte === COMMA) {
				this.#place = 'value';
				this.offset = window.offsetOf(window.start + 1);
			} else {
				throw unexpected(window.data, window.start, await this.#placeOf(window.start));
			}
			window.start++;
		}
	}

	/** The position behind the value that begins here, once all of it is there. Its line feeds become spaces. */
	async #checked(packer: Packer): Promise<number> {
		const window = this.#window;
		for (;;) {
			const after = checkValue(window.data, window.start, window.end, 'value');
			const isCut = after < 0 ? this.#mayGoOn(~after) : after === window.end;
			if (!isCut || window.ended) {
				if (after >= 0) return after;
				throw await this.#wrong(Math.min(~after, window.end));
			}
			if (window.end - window.start > MAX_RECORD_BYTES) throw recordTooLarge(window.offsetOf(window.start));
			packer.keep();
			await window.more();
		}
	}

	/** Whether what stopped the check at a position may be the end of the window alone. */
	#mayGoOn(position: number): boolean {
		// The line feed there may be the second byte of an escape, or one of its digits.
		return position >= this.#window.end;
	}

	async #wrong(at: number): Promise<DataFlareError> {
		const { data, start, end, ended } = this.#window;
		const place = await this.#placeOf(at);
		if (ended && at === end) return cutOff(place);
		return wrongValue(data, start, at, place);
	}

	/** Something stands behind a value on its line. */
	async #second(): Promise<DataFlareError> {
		const { data, start } = this.#window;
		const touches = this.#window.offsetOf(start) === this.#valueEnd;
		return behindValue(data, start, touches, await this.#placeOf(start));
	}

	#placeOf(position: number): ReturnType<FindPlace> {
		return this.#find(this.#window.offsetOf(position));
	}
}
