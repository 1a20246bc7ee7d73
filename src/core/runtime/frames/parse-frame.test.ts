import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_RECORDS } from '../../../shared/policy/limits.ts';
import { batchOf } from '../../../shared/sandbox/batch.ts';
import { MalformedFrame } from './malformed-frame.ts';
import { parseFrame } from './parse-frame.ts';

const head = { v: 1, gen: 7 };
const result = {
	...head,
	t: 'result',
	id: 1,
	output: { kind: 'records', batch: batchOf([new Uint8Array([1, 2]), new Uint8Array([3])]), end: false },
	counts: { recordsIn: 2, recordsOut: 2 },
	ms: 0.5,
	memoryBytes: 65_536,
};
const failed = {
	...head,
	t: 'failed',
	id: 1,
	error: { code: 'plugin_execution', message: 'no' },
	ms: 1,
	memoryBytes: 0,
	instanceLost: false,
};

const good = {
	ready: { ...head, t: 'ready', memoryProof: true, layers: ['permission-model'] },
	loaded: { ...head, t: 'loaded', compileMs: 1.5, initMs: 0, memoryBytes: 65_536 },
	'load-failed': { ...head, t: 'load-failed', error: { code: 'plugin_load', message: 'no', hint: 'h' } },
	result,
	'records set apart': {
		...result,
		output: {
			...result.output,
			failed: [{ index: 0, error: { code: 'plugin_execution', message: 'no' } }],
			dropped: batchOf([new Uint8Array([4])]),
		},
	},
	'value result': { ...result, output: { kind: 'value', data: new Uint8Array([1]), status: 0 } },
	failed,
	host: { ...head, t: 'host', id: 1, request: { op: 'read_file', path: 'a', offset: 0, max: 10 } },
	log: { ...head, t: 'log', lines: [{ at: 1, level: 'info', message: 'hello' }], dropped: 0 },
	'host-drop': { ...head, t: 'host-drop', id: 1 },
	progress: { ...head, t: 'progress', done: 1, total: 0 },
	stopped: { ...head, t: 'stopped', cleanup: null, said: null },
};

describe('a frame from a sandbox', () => {
	for (const [name, frame] of Object.entries(good)) {
		it(`of the right shape arrives as it was sent: ${name}`, () => {
			expect(parseFrame(frame, 7)).toEqual(frame);
		});

		it(`with any field missing or of another type is refused: ${name}`, () => {
			// What a guest may count below zero.
			const signed = new Set(['done', 'total', 'cleanup']);
			for (const key of Object.keys(frame)) {
				const text = key === 'said' ? [] : ['xxx'];
				for (const wrong of [undefined, Symbol.iterator, Number.NaN, {}, ...text, ...(signed.has(key) ? [] : [-1.5])]) {
					expect(() => parseFrame({ ...frame, [key]: wrong }, 7), `${key} = ${String(wrong)}`).toThrow(MalformedFrame);
				}
			}
		});
	}

	it('of an older generation is late, of a newer one a lie', () => {
		expect(parseFrame({ ...result, gen: 6 }, 7)).toBeNull();
		expect(() => parseFrame({ ...result, gen: 8 }, 7)).toThrow(MalformedFrame);
	});

	it('whose record offsets fall, or leave the data, is refused', () => {
		const data = new Uint8Array(8);
		for (const [ends, gap] of [
			[[3, 2], 0],
			[[3, 3], 1],
			[[9], 0],
			[[4, 9], 1],
			[[0xffffffff], 0],
		] as const) {
			const batch = { data, ends: new Uint32Array(ends), gap };
			expect(() => parseFrame({ ...result, output: { kind: 'records', batch, end: true } }, 7)).toThrow(MalformedFrame);
		}
	});

	it('with a host request of each kind is understood, with an unknown one refused', () => {
		const bytes = new Uint8Array([1]);
		const requests = [
			{ op: 'get_env', name: 'A' },
			{ op: 'write_file', path: 'p', data: bytes, mode: 'append' },
			{ op: 'list_dir', path: 'p' },
			{ op: 'http', request: bytes },
			{ op: 'state_get', key: 'k' },
			{ op: 'state_set', key: 'k', value: bytes },
		];
		for (const request of requests) expect(parseFrame({ ...good.host, request }, 7)).toMatchObject({ request });
		for (const request of [
			{ op: 'exec', path: 'p' },
			{ op: 'get_env' },
			{ op: 'write_file', path: 'p', data: 'text', mode: 'append' },
		]) {
			expect(() => parseFrame({ ...good.host, request }, 7)).toThrow(MalformedFrame);
		}
	});

	it('of more records than a batch holds is refused before they are looked at', () => {
		const ends = new Uint32Array(MAX_BATCH_RECORDS + 1);
		const batch = { data: new Uint8Array(0), ends, gap: 0 };
		const frame = { ...result, output: { kind: 'records', batch, end: true } };
		expect(() => parseFrame(frame, 7)).toThrow('records');
	});

	it('cannot bring cyclic or endless error details along', () => {
		const cyclic: Record<string, unknown> = {};
		cyclic['self'] = cyclic;
		for (const details of [cyclic, { text: 'x'.repeat(100_000) }]) {
			const frame = parseFrame({ ...failed, error: { ...failed.error, message: 'm'.repeat(100_000), details } }, 7);
			expect(frame).toMatchObject({ error: { code: 'plugin_execution' } });
			expect(JSON.stringify(frame).length).toBeLessThan(20_000);
		}
	});

	it('is either understood or refused, whatever it holds', () => {
		const anything = fc.anything({ withTypedArray: true, withBigInt: true, withNullPrototype: true });
		const types = fc.constantFrom(...Object.values(good).map((frame) => frame.t));
		const frames = fc.record({
			v: fc.constant(1),
			gen: fc.constant(7),
			t: types,
			id: fc.oneof(fc.nat(), anything),
			output: anything,
			counts: anything,
			ms: anything,
			error: anything,
			request: anything,
			lines: anything,
			dropped: anything,
			layers: anything,
		});
		fc.assert(
			fc.property(fc.oneof(frames, anything), (frame) => {
				try {
					parseFrame(frame, 7);
				} catch (error) {
					if (!(error instanceof MalformedFrame)) throw error;
				}
			}),
			{ numRuns: 2_000 },
		);
	});
});
