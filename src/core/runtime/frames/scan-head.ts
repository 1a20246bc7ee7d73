import type { HeadInspection } from '../../../shared/sandbox/message-reader.ts';

/**
 * Values in one message, and elements that its lists claim. Each costs the parent an allocation, however few bytes it took
 * on the way. The most that an honest frame holds are the lines of a log (parse-guest-frame.ts), seven values each.
 */
export const MAX_MESSAGE_VALUES = 65_536;
/** Everything long is bytes, which travel behind the head; the longest text in an honest one is a failure's message. */
export const MAX_HEAD_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 32;
/** A batch has two. */
const MAX_VIEWS = 4;

/** What the next varint means. */
type Meaning = 'ignored' | 'text' | 'elements' | 'two' | 'given' | 'given of' | 'view type' | 'view bytes';

const char = (text: string): number => text.charCodeAt(0);
/** V8's tags (value-serializer.cc) for what frames are made of, with what follows each of them. */
const constants = new Set([...'_0TF\0'].map(char));
const varints: ReadonlyMap<number, Meaning> = new Map([
	[0xff, 'ignored'],
	[char('I'), 'ignored'],
	[char('U'), 'ignored'],
	[char('"'), 'text'],
	[char('S'), 'text'],
	[char('c'), 'text'],
	[char('A'), 'elements'],
	[char('$'), 'two'],
	[char('a'), 'elements'],
	[char('@'), 'given'],
	[char('{'), 'ignored'],
	[char('\\'), 'view type'],
]);
const opens = new Set([...'oAa'].map(char));
const closes = new Set([...'{$@'].map(char));
const DOUBLE = char('N');
const BEGIN_OBJECT = char('o');
/** The types of typed arrays in a head: Uint8Array and Uint32Array (shared/sandbox/message-codec.ts). */
const VIEW_TYPES = 2;

/**
 * Walks over the head of a message that a sandbox sends, before V8 makes values of it: a few hundred megabytes of empty
 * objects would become gigabytes, and the parent would die of them. Only what frames are made of passes: plain objects,
 * arrays without holes, texts, numbers, constants, and bytes. An array that once had holes, or was made beside one that had,
 * is written as a sparse one though it has none now: that passes where it gives as many elements as it has. No value stands in two places of a frame, so references back to one
 * (`^`) do not pass either: a few of them in one another are billions of values to whoever walks over the message.
 */
export class HeadScan implements HeadInspection {
	/** Bytes of the head that have not been seen yet. */
	#left: number;
	/** Bytes of a text that are passed over. */
	#skip = 0;
	#values = 0;
	#elements = 0;
	#views = 0;
	/** Elements that a list written as a sparse one gave. */
	#given = 0;
	#depth = 0;
	/** What the number that is under way means; null: the next byte is a tag. */
	#meaning: Meaning | null = null;
	#varint = 0;
	#scale = 1;

	readonly #tooLong: boolean;

	constructor(headBytes: number) {
		this.#left = headBytes;
		this.#tooLong = headBytes > MAX_HEAD_BYTES;
	}

	feed(piece: Uint8Array): string | null {
		if (this.#tooLong) return `a message whose head is longer than ${MAX_HEAD_BYTES} bytes`;
		let at = 0;
		while (at < piece.length) {
			const passed = Math.min(this.#skip, piece.length - at);
			if (passed > 0) {
				this.#skip -= passed;
				this.#left -= passed;
				at += passed;
				continue;
			}
			const byte = piece[at++] as number;
			this.#left -= 1;
			const problem = this.#meaning === null ? this.#takeTag(byte) : this.#takeVarint(byte, this.#meaning);
			if (problem !== null) return problem;
		}
		return null;
	}

	#takeTag(byte: number): string | null {
		this.#values += 1;
		if (this.#values > MAX_MESSAGE_VALUES) return `a message of more than ${MAX_MESSAGE_VALUES} values`;
		if (opens.has(byte)) this.#depth += 1;
		else if (closes.has(byte)) this.#depth -= 1;
		if (this.#depth > MAX_DEPTH) return `a message nested deeper than ${MAX_DEPTH} levels`;
		const meaning = varints.get(byte);
		if (meaning !== undefined) this.#expect(meaning);
		else if (byte === DOUBLE) return this.#pass(8);
		else if (byte !== BEGIN_OBJECT && !constants.has(byte)) return 'bytes that no frame is made of';
		return null;
	}

	#expect(meaning: Meaning): void {
		this.#meaning = meaning;
		this.#varint = 0;
		this.#scale = 1;
	}

	#takeVarint(byte: number, meaning: Meaning): string | null {
		this.#varint += (byte & 0x7f) * this.#scale;
		this.#scale *= 128;
		if (byte >= 0x80) return this.#scale > 2 ** 35 ? 'a number of too many bytes' : null;
		this.#meaning = null;
		const value = this.#varint;
		switch (meaning) {
			case 'ignored':
				return null;
			case 'two':
				this.#expect('ignored');
				return null;
			case 'elements':
				this.#elements += value;
				return this.#elements > MAX_MESSAGE_VALUES ? `lists of ${this.#elements} elements` : null;
			case 'given':
				this.#given = value;
				this.#expect('given of');
				return null;
			case 'given of':
				return value === this.#given ? null : 'a list with holes';
			case 'view type':
				this.#expect('view bytes');
				this.#views += 1;
				if (this.#views > MAX_VIEWS) return `a message of more than ${MAX_VIEWS} pieces of bytes`;
				return value < VIEW_TYPES ? null : 'bytes of an unknown kind';
			case 'view bytes':
				return null;
			case 'text':
				return this.#pass(value);
		}
	}

	#pass(bytes: number): string | null {
		this.#skip = bytes;
		return bytes > this.#left ? 'a value that is longer than its message' : null;
	}
}
