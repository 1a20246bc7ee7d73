import { EventEmitter } from 'node:events';
import v8 from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteChannel } from './byte-channel.ts';
import { getU32, messageCodec } from './message-codec.ts';
import { BadMessage, MAX_MESSAGE_BYTES, MessageReader } from './message-reader.ts';

/** Dirty, as memory that is not zeroed may be. */
const rawBytes = (length: number): Uint8Array => new Uint8Array(length).fill(0xee);
const codec = messageCodec(v8, rawBytes);
const encode = (message: unknown): Uint8Array => codec.encode(message, rawBytes);

function readAll(chunks: readonly Uint8Array[]): readonly unknown[] {
	const messages: unknown[] = [];
	const reader = new MessageReader(codec, (message) => messages.push(message));
	for (const chunk of chunks) {
		const copy = Uint8Array.from(chunk);
		reader.push(copy);
		// What was pushed may be overwritten or freed at once.
		copy.fill(0xaa);
	}
	return messages;
}

const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 4096, maxLength: 5000 }));
const words = fc.uint32Array({ maxLength: 40 });
const message = fc.oneof(
	fc.jsonValue(),
	bytes,
	fc.record({ t: fc.string(), data: bytes, batch: fc.record({ data: bytes, ends: words }), none: fc.constant(null) }),
);

describe('messages over a stream of bytes', () => {
	it('arrive as they were sent, however the stream cuts them', () => {
		fc.assert(
			fc.property(
				fc.array(message, { maxLength: 6 }),
				fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1 }),
				(messages, cuts) => {
					const stream = Buffer.concat(messages.map(encode));
					const chunks: Uint8Array[] = [];
					for (let at = 0; at < stream.length; ) {
						const next = at + (cuts[chunks.length % cuts.length] as number);
						chunks.push(stream.subarray(at, next));
						at = next;
					}
					expect(readAll(chunks)).toEqual(messages.map((each) => structuredClone(each)));
				},
			),
		);
	});

	it('keep the type of an array, and views send what they show alone', () => {
		const whole = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
		const [read] = readAll([
			encode({ a: whole.subarray(2, 4), b: new Uint32Array(whole.buffer, 4, 1), c: Buffer.of(9) }),
		]);
		expect(read).toEqual({ a: new Uint8Array([3, 4]), b: new Uint32Array([0x08070605]), c: new Uint8Array([9]) });
	});

	it('refuse what is no message, and wait for a long head without taking its memory', () => {
		const prefix = (head: number, bulk: number): Uint8Array => {
			const made = Buffer.alloc(8);
			made.writeUInt32LE(head, 0);
			made.writeUInt32LE(bulk, 4);
			return made;
		};
		expect(() => readAll([prefix(4, 0), Buffer.from('junk')])).toThrow(BadMessage);
		expect(() => readAll([prefix(MAX_MESSAGE_BYTES, 1)])).toThrow(`more than ${MAX_MESSAGE_BYTES} bytes`);
		expect(readAll([prefix(MAX_MESSAGE_BYTES, 0), Buffer.from('a little')])).toEqual([]);
		const honest = encode({ data: new Uint8Array(10) });
		const bulkFrom = (change: number): Uint8Array => {
			const lie = Uint8Array.from(honest);
			lie[4] = getU32(honest, 4) + change;
			return lie;
		};
		expect(() => readAll([bulkFrom(1)])).toThrow('shorter than what follows');
		expect(() => readAll([bulkFrom(-1)])).toThrow('longer than what follows');
	});

	it('that were damaged anywhere are refused or read as others, and throw nothing else', () => {
		const honest = encode({ t: 'result', id: 1, output: { data: new Uint8Array(20), ends: new Uint32Array(4) } });
		fc.assert(
			fc.property(fc.nat(honest.length - 1), fc.nat(255), (at, value) => {
				const damaged = Uint8Array.from(honest);
				damaged[at] = value;
				try {
					readAll([damaged]);
				} catch (error) {
					expect(error).toBeInstanceOf(BadMessage);
				}
			}),
		);
	});

	it('carry no array of a type that the other side would not make', () => {
		expect(() => encode({ data: new Float64Array(1) })).toThrow(TypeError);
		expect(() => encode({ run: () => 1 })).toThrow();
	});
});

describe('a byte channel', () => {
	/** A channel to itself, whose output leaves when `flush` is called. */
	function loop() {
		const input = new EventEmitter();
		const waiting: [Uint8Array, () => void][] = [];
		const received: unknown[] = [];
		const garbage: string[] = [];
		const channel = new ByteChannel({
			input,
			ownsChunks: true,
			output: { write: (chunk, done) => waiting.push([chunk, done]) },
			v8,
			rawBytes,
			onMessage: (each) => received.push(each),
			onGarbage: (reason) => garbage.push(reason),
		});
		const flush = (): void => {
			for (const [chunk, done] of waiting.splice(0)) {
				input.emit('data', Uint8Array.from(chunk));
				done();
			}
		};
		return { channel, input, received, garbage, flush };
	}

	it('lays no small message over another that has not left', () => {
		const { channel, received, flush } = loop();
		const small = (value: number): Uint8Array => new Uint8Array((value * 37) % 1_100).fill(value);
		for (let value = 0; value < 300; value++) channel.send(small(value));
		flush();
		for (let value = 300; value < 310; value++) channel.send(small(value));
		flush();
		expect(received).toEqual(Array.from({ length: 310 }, (_, value) => small(value)));
	});

	it('uses the memory of a message again only when it has left', () => {
		const { channel, received, flush } = loop();
		const large = (value: number): Uint8Array => new Uint8Array(100_000).fill(value);
		for (let round = 0; round < 3; round++) {
			for (let value = 0; value < 4; value++) channel.send(large(round * 4 + value));
			flush();
		}
		expect(received).toEqual(Array.from({ length: 12 }, (_, value) => large(value)));
	});

	it('reads nothing more after garbage, and says so once', () => {
		const { channel, input, received, garbage, flush } = loop();
		input.emit('data', Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]));
		channel.send('after');
		flush();
		expect(garbage).toEqual([expect.stringContaining('bytes that are no message')]);
		expect(received).toEqual([]);
	});

	it('does not take what a listener throws for garbage', () => {
		const input = new EventEmitter();
		const garbage: string[] = [];
		const broken = (): void => {
			throw new Error('a bug');
		};
		new ByteChannel({
			input,
			ownsChunks: true,
			output: { write: () => undefined },
			v8,
			rawBytes,
			onMessage: broken,
			onGarbage: (reason) => garbage.push(reason),
		});
		expect(() => input.emit('data', encode('fine'))).toThrow('a bug');
		expect(garbage).toEqual([]);
	});
});
