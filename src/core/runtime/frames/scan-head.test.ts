import v8 from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getU32, messageCodec, PREFIX_BYTES } from '../../../shared/sandbox/message-codec.ts';
import { HeadScan, MAX_HEAD_BYTES, MAX_MESSAGE_VALUES } from './scan-head.ts';

const scanHead = (head: Uint8Array): string | null => new HeadScan(head.length).feed(head);

const codec = messageCodec(v8, (length) => new Uint8Array(length));

function headOf(value: unknown): Uint8Array {
	const encoded = codec.encode(value, (length) => new Uint8Array(length));
	return encoded.subarray(PREFIX_BYTES, PREFIX_BYTES + getU32(encoded, 0));
}

const raw = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
	Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));

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

function emptied(): unknown[] {
	const list: unknown[] = [];
	list[3] = 1;
	list.length = 0;
	return list;
}

describe('the scan of a head', () => {
	it('lets frames pass, in whatever pieces they arrive', () => {
		fc.assert(
			fc.property(
				fc.constantFrom<unknown>(frame, { t: 'progress' }, 'text'),
				fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
				(value, sizes) => {
					const head = headOf(value);
					const scan = new HeadScan(head.length);
					for (let at = 0, turn = 0; at < head.length; turn++) {
						const size = sizes[turn % sizes.length] as number;
						expect(scan.feed(head.subarray(at, at + size))).toBeNull();
						at += size;
					}
				},
			),
			{ numRuns: 100, seed: 7 },
		);
	});

	it('lets everything pass that JSON can say', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
				expect(scanHead(headOf(value))).toBeNull();
			}),
			{ numRuns: 500, seed: 7 },
		);
	});

	it.each<readonly [string, () => unknown[]]>([
		['was made for more', () => new Array(0)],
		['was cut out of one with holes', () => Object.assign(emptied(), { 0: 1, 1: [2] })],
	])('lets a list pass that %s, and has no holes', (_, make) => {
		// V8 writes them as sparse ones.
		expect(Buffer.from(headOf(make())).includes('a')).toBe(true);
		expect(scanHead(headOf({ list: make(), more: [make(), make()] }))).toBeNull();
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
		expect(scanHead(headOf({ t: 'log', value }))).not.toBeNull();
	});

	it('stops a message of very many empty values, which would grow many times over in memory', () => {
		const many = new Uint8Array(3 * MAX_MESSAGE_VALUES).map((_, index) => 'o{\0'.charCodeAt(index % 3));
		expect(scanHead(many)).toContain('values');
	});

	it('stops references back to a value, which a few bytes can make billions of', () => {
		let value: object = {};
		for (let level = 0; level < 24; level++) value = { a: value, b: value };
		expect(scanHead(headOf({ t: 'failed', error: { details: value } }))).not.toBeNull();
		const list: unknown[] = [];
		list.push(list);
		for (const shared of [[value, value], list, Array(100).fill({})]) expect(scanHead(headOf(shared))).not.toBeNull();
		expect(scanHead(raw([0xff, 0x0f], 'o"\x01a^\0{\x01'))).not.toBeNull();
	});

	it('stops a head that is longer than anything an honest sandbox says, at its first byte', () => {
		const scan = new HeadScan(MAX_HEAD_BYTES + 1);
		expect(scan.feed(Uint8Array.of(0xff))).toContain('longer');
	});

	it('stops lists that claim more than they hold, nested ones together, and bytes in very many pieces', () => {
		const claims = raw([0xff, 0x0f], 'A\xff\xff\x02A\xff\xff\x02');
		expect(scanHead(claims)).toContain('elements');
		const views = { all: Array.from({ length: 10 }, () => new Uint8Array(0)) };
		expect(scanHead(headOf(views))).toContain('pieces');
	});

	it('stops depth, lengths beyond the message, wrong views and endless numbers', () => {
		const cases = [
			raw([0xff, 0x0f], 'o"\x01a'.repeat(40)),
			raw([0xff, 0x0f], '"\x7fshort'),
			raw([0xff, 0x0f], '\\\x02\x01'),
			raw([0xff, 0x0f], '\\\x0b\x01'),
			raw([0xff, 0x0f], 'A\xff\xff\xff\x7f'),
			raw(
				[0xff, 0x0f],
				'I',
				Array.from({ length: 20 }, () => 0xff),
			),
			raw([0xff, 0x0f], 'w\x00'),
		];
		for (const bytes of cases) expect(scanHead(bytes)).not.toBeNull();
	});

	it('never throws, whatever it is fed', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
				scanHead(bytes);
			}),
			{ numRuns: 2_000, seed: 7 },
		);
	});
});
