/** The largest message that an honest sandbox sends: a full output with an offset per record fits. */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
/** Values in one message. Each costs the parent an allocation, however few bytes it took on the way. */
export const MAX_MESSAGE_VALUES = 500_000;
const MAX_DEPTH = 32;
const HEADER_BYTES = 4;

/** What the next varint means. */
type Meaning = 'ignored' | 'text' | 'elements' | 'two' | 'host object' | 'view type' | 'view bytes';

const char = (text: string): number => text.charCodeAt(0);
/** V8's tags (value-serializer.cc) for what frames are made of, with what follows each of them. */
const constants = new Set([...'_0TF\0'].map(char));
const varints: ReadonlyMap<number, Meaning> = new Map([
	[0xff, 'ignored'],
	[char('I'), 'ignored'],
	[char('U'), 'ignored'],
	[char('^'), 'ignored'],
	[char('"'), 'text'],
	[char('S'), 'text'],
	[char('c'), 'text'],
	[char('A'), 'elements'],
	[char('$'), 'two'],
	[char('{'), 'ignored'],
	[char('\\'), 'host object'],
]);
const opens = new Set([...'oA'].map(char));
const closes = new Set([...'{$'].map(char));
const DOUBLE = char('N');
const BEGIN_OBJECT = char('o');
/** Node's indices of typed arrays: Uint8Array and Uint32Array. */
const VIEW_TYPES: readonly number[] = [1, 6];

/**
 * Walks over what a child writes to its IPC channel, before V8 makes values of it: a few hundred megabytes of empty
 * objects would become gigabytes, and the parent would die of them. Only what frames are made of passes: plain objects,
 * dense arrays, texts, numbers, constants, and bytes.
 */
export class ChannelScan {
	#mode: 'header' | 'tag' | 'varint' = 'header';
	#header = 0;
	#headerBytes = 0;
	/** Bytes of the message that have not been seen yet. */
	#left = 0;
	/** Bytes of a payload that are passed over. */
	#skip = 0;
	#values = 0;
	#depth = 0;
	#meaning: Meaning = 'ignored';
	#varint = 0;
	#scale = 1;

	/** Why these bytes are nothing that a frame is made of; null: so far they are. */
	feed(chunk: Uint8Array): string | null {
		let at = 0;
		while (at < chunk.length) {
			if (this.#skip > 0) {
				const passed = Math.min(this.#skip, chunk.length - at);
				this.#skip -= passed;
				this.#left -= passed;
				at += passed;
			} else {
				const problem = this.#take(chunk[at++] as number);
				if (problem !== null) return problem;
			}
			if (this.#mode !== 'header' && this.#left === 0) this.#mode = 'header';
		}
		return null;
	}

	#take(byte: number): string | null {
		if (this.#mode === 'header') return this.#takeHeader(byte);
		this.#left -= 1;
		return this.#mode === 'tag' ? this.#takeTag(byte) : this.#takeVarint(byte);
	}

	#takeHeader(byte: number): string | null {
		this.#header = this.#header * 256 + byte;
		this.#headerBytes += 1;
		if (this.#headerBytes < HEADER_BYTES) return null;
		const bytes = this.#header;
		[this.#header, this.#headerBytes, this.#left, this.#values, this.#depth] = [0, 0, bytes, 0, 0];
		if (bytes > MAX_MESSAGE_BYTES) return `a message of more than ${MAX_MESSAGE_BYTES} bytes`;
		this.#mode = 'tag';
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
		[this.#mode, this.#meaning, this.#varint, this.#scale] = ['varint', meaning, 0, 1];
	}

	#takeVarint(byte: number): string | null {
		this.#varint += (byte & 0x7f) * this.#scale;
		this.#scale *= 128;
		if (byte >= 0x80) return this.#scale > 2 ** 35 ? 'a number of too many bytes' : null;
		this.#mode = 'tag';
		const value = this.#varint;
		switch (this.#meaning) {
			case 'ignored':
				return null;
			case 'two':
				this.#expect('ignored');
				return null;
			case 'elements':
				return value > MAX_MESSAGE_VALUES ? `a list of ${value} elements` : null;
			case 'host object':
				this.#expect('view type');
				return value === 0 ? null : 'an object of a class';
			case 'view type':
				this.#expect('view bytes');
				return VIEW_TYPES.includes(value) ? null : 'bytes of an unknown kind';
			case 'text':
			case 'view bytes':
				return this.#pass(value);
		}
	}

	#pass(bytes: number): string | null {
		if (bytes > this.#left) return 'a value that is longer than its message';
		this.#skip = bytes;
		return null;
	}
}
