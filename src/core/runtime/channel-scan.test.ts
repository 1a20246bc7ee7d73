import { Serializer } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelScan, MAX_MESSAGE_BYTES, MAX_MESSAGE_VALUES } from './channel-scan.ts';

/** Writes typed arrays as a forked child does: as host objects, with the index of their type. */
class ChannelSerializer extends Serializer {
	_writeHostObject(view: Uint8Array | Uint32Array): void {
		this.writeUint32(0);
		this.writeUint32(view instanceof Uint32Array ? 6 : 1);
		this.writeUint32(view.byteLength);
		this.writeRawBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
	}
}

function framed(body: Uint8Array, claimed = body.length): Uint8Array {
	const bytes = new Uint8Array(4 + body.length);
	new DataView(bytes.buffer).setUint32(0, claimed);
	bytes.set(body, 4);
	return bytes;
}

function message(value: unknown): Uint8Array {
	const serializer = new ChannelSerializer();
	// Missing in Node's types; what `DefaultSerializer` does, too.
	Reflect.apply(Reflect.get(serializer, '_setTreatArrayBufferViewsAsHostObjects'), serializer, [true]);
	serializer.writeHeader();
	serializer.writeValue(value);
	return framed(serializer.releaseBuffer());
}

const raw = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
	framed(
		Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part))),
	);

const frame = {
	v: 1,
	gen: 7,
	t: 'result',
	output: {
		kind: 'records',
		batch: { data: new Uint8Array(100_000), ends: new Uint32Array([1, 3]), gap: 1 },
		end: false,
	},
	counts: { recordsIn: 2, recordsOut: 2 },
	ms: 0.5,
	memoryBytes: 4_294_967_296,
	said: null,
	none: undefined,
	texts: ['é', '日本', '𝄞', '', 'x'.repeat(300)],
	negative: -3,
};

describe('the scan of a channel', () => {
	it('lets frames pass, in whatever pieces they arrive', () => {
		const bytes = Buffer.concat([message(frame), message({ t: 'progress' }), message('text'), message(frame)]);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
				const scan = new ChannelScan();
				let at = 0;
				for (let turn = 0; at < bytes.length; turn++) {
					const size = sizes[turn % sizes.length] as number;
					expect(scan.feed(bytes.subarray(at, at + size))).toBeNull();
					at += size;
				}
			}),
			{ numRuns: 50, seed: 7 },
		);
	});

	it('lets everything pass that JSON can say', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
				expect(new ChannelScan().feed(message(value))).toBeNull();
			}),
			{ numRuns: 500, seed: 7 },
		);
	});

	it.each<readonly [string, unknown]>([
		['a map', new Map([[1, 2]])],
		['a set', new Set([1])],
		['a date', new Date(0)],
		['a regular expression', /x/],
		['an error', new Error('x')],
		['a big integer', 1n],
		['a wrapped number', Object(1)],
		['a sparse list', Object.assign([], { 4000000: 1 })],
		['a list with holes', new Array(3)],
		['a buffer without a view', new ArrayBuffer(8)],
	])('stops %s, of which no frame is made', (_what, value) => {
		expect(new ChannelScan().feed(message({ t: 'log', value }))).not.toBeNull();
	});

	it('stops a message that claims to be larger than any frame before a byte of it is kept', () => {
		expect(new ChannelScan().feed(framed(new Uint8Array(1), MAX_MESSAGE_BYTES + 1))).toContain('more than');
	});

	it('stops a message of very many empty values, which would grow many times over in memory', () => {
		const many = new Uint8Array(3 * MAX_MESSAGE_VALUES).map((_, index) => 'o{\0'.charCodeAt(index % 3));
		expect(new ChannelScan().feed(framed(many))).toContain('values');
	});

	it('stops depth, lengths beyond the message, wrong views and endless numbers', () => {
		const cases = [
			raw([0xff, 0x0f], 'o"\x01a'.repeat(40)),
			raw([0xff, 0x0f], '"\x7fshort'),
			raw([0xff, 0x0f], '\\\x00\x01\x7f'),
			raw([0xff, 0x0f], '\\\x00\x0b\x01x'),
			raw([0xff, 0x0f], '\\\x01o{\x00'),
			raw([0xff, 0x0f], 'A\xff\xff\xff\x7f'),
			raw(
				[0xff, 0x0f],
				'I',
				Array.from({ length: 20 }, () => 0xff),
			),
			raw([0xff, 0x0f], 'w\x00'),
		];
		for (const bytes of cases) expect(new ChannelScan().feed(bytes)).not.toBeNull();
	});

	it('never throws, whatever it is fed', () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }), (chunks) => {
				const scan = new ChannelScan();
				for (const chunk of chunks) scan.feed(chunk);
			}),
			{ numRuns: 2_000, seed: 7 },
		);
	});
});
