import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extismWat, loadExtism } from '../../../test/support/extism/extism-guest.ts';
import { fickle } from '../../../test/support/flows/fickle-guest.ts';
import { isolated, MAX_OUTPUT, named } from '../../../test/support/flows/isolated-call.ts';
import {
	answering,
	batch,
	failure,
	type InProcessOptions,
	loadGuest,
	texts,
	value,
} from '../../../test/support/guests/in-process-guest.ts';
import { cat } from '../../../test/support/wasi/programs.ts';
import { MOST_RECORD_FAILURES } from '../../shared/sandbox/frames.ts';
import type { LoadedGuest } from './loaded-guest.ts';

const ndjson = { encoding: 'ndjson', batch: true } as const;

const roles = [
	['process_data', { type: 'processor' }],
	['transform_data', { type: 'transformer' }],
	['filter_data', { type: 'filter' }],
	['aggregate_data', { type: 'aggregator' }],
	['write_data', { type: 'destination' }],
] as const;
const stateless = roles.slice(0, 3);

describe('a record that the guest refuses', () => {
	it.each(roles)('costs itself alone, one by one: %s', async (fn, type) => {
		const guest = await loadGuest(fickle(fn, { says: 'no such thing' }), type);
		const answer = await isolated(guest, fn, named('ok', 'error', 'ok', 'error'));
		expect(answer).toMatchObject({ failed: [1, 3], recordsIn: 4, messages: ['no such thing', 'no such thing'] });
		expect(answer.out).toEqual(['"ok 0"', '"ok 2"']);
	});

	it.each(stateless)('costs itself alone, in batches: %s', async (fn, type) => {
		const guest = await loadGuest(fickle(fn, { batch: true }), { ...type, ...ndjson });
		const answer = await isolated(guest, fn, named('ok', 'error', 'ok', 'ok', 'ok', 'error', 'ok'));
		expect(answer).toMatchObject({ failed: [1, 5], recordsIn: 7 });
		expect(answer.out).toEqual(['"ok 0"', '"ok 2"', '"ok 3"', '"ok 4"', '"ok 6"']);
	});

	it('fails the call where a guest keeps something and takes batches, unless it is alone', async () => {
		const guest = await loadGuest(fickle('write_data', { batch: true }), { type: 'destination', ...ndjson });
		const two = { kind: 'records', batch: named('ok', 'error'), isolate: true } as const;
		expect(await failure(guest, 'write_data', two)).toMatchObject({ instanceLost: false });
		expect(await isolated(guest, 'write_data', named('error'))).toMatchObject({ failed: [0], out: [] });
	});

	it('is tried first where the error names it', async () => {
		const says = 'record 700 is not for me';
		const guest = await loadGuest(fickle('process_data', { batch: true, says }), ndjson);
		const kinds = Array.from({ length: 1_000 }, (_, index) => (index === 699 ? 'error' : 'ok'));
		const answer = await isolated(guest, 'process_data', named(...kinds));
		expect(answer.failed).toEqual([699]);
		expect(answer.out).toHaveLength(999);
		// Each call hands on what it got until it fails: 699, 699, none, 300.
		const counted = await guest.call({ fn: 'save_state', input: { kind: 'value', data: null }, maxOutputBytes: 4 });
		const data = counted.ok && counted.output.kind === 'value' ? counted.output.data : null;
		expect(Buffer.from(data ?? []).readUInt32LE()).toBe(699 + 699 + 300);
	});
});

describe('a trap', () => {
	it.each(stateless)('gets the next record a fresh instance: %s', async (fn, type) => {
		for (const more of [{}, ndjson]) {
			const guest = await loadGuest(fickle(fn, { batch: 'batch' in more }), { ...type, ...more });
			const answer = await isolated(guest, fn, named('ok', 'trap', 'ok', 'trap', 'trap', 'grow', 'ok'));
			expect(answer).toMatchObject({ failed: [1, 3, 4, 5], recordsIn: 7 });
			expect(answer.out).toEqual(['"ok 0"', '"ok 2"', '"ok 6"']);
			expect(answer.messages[0]).toMatch(new RegExp(`^${fn}: the plugin hit an`));
		}
	});

	it.each(roles.slice(3))('loses the instance of what keeps something, and names the record: %s', async (fn, type) => {
		const guest = await loadGuest(fickle(fn), type);
		const input = { kind: 'records', batch: named('ok', 'error', 'trap', 'ok'), isolate: true } as const;
		const { error, instanceLost } = await failure(guest, fn, input);
		expect(instanceLost).toBe(true);
		expect(error.details).toMatchObject({ record: 3, reason: 'unreachable_trap' });
	});
});

describe('an output that is none', () => {
	it.each([
		['process_data', 'processor'],
		['transform_data', 'transformer'],
	] as const)('is the failure of its record: %s', async (fn, type) => {
		for (const more of [{}, ndjson]) {
			const guest = await loadGuest(fickle(fn, { batch: 'batch' in more }), { type, ...more });
			const answer = await isolated(guest, fn, named('ok', 'bad', 'ok', 'utf', 'ok'));
			expect(answer).toMatchObject({ failed: [1, 3], out: ['"ok 0"', '"ok 2"', '"ok 4"'], given: [1, 2] });
			expect(answer.messages[1]).toContain('not UTF-8 at byte 1');
		}
	});

	it('of a transformer is one too few as well', async () => {
		for (const more of [{}, ndjson]) {
			const guest = await loadGuest(fickle('transform_data', { batch: 'batch' in more }), {
				type: 'transformer',
				...more,
			});
			expect(await isolated(guest, 'transform_data', named('ok', 'drop', 'ok'))).toMatchObject({ failed: [1] });
		}
	});

	it('of a filter is a verdict that is none', async () => {
		const guest = await loadGuest(answering('filter_data', '"perhaps"'), { type: 'filter' });
		const answer = await isolated(guest, 'filter_data', named('a', 'b'), true);
		expect(answer).toMatchObject({ out: [], dropped: [], failed: [0, 1] });
	});
});

describe('what a filter lets go', () => {
	it('comes back as it came, whatever way it answers', async () => {
		for (const more of [{}, ndjson]) {
			const guest = await loadGuest(fickle('filter_data', { batch: 'batch' in more }), { type: 'filter', ...more });
			const input = named('ok', 'drop', 'error', 'drop', 'ok', 'trap');
			const answer = await isolated(guest, 'filter_data', input, true);
			expect(answer).toMatchObject({ out: ['"ok 0"', '"ok 4"'], dropped: ['"drop 1"', '"drop 3"'], failed: [2, 5] });
			const none = await isolated(guest, 'filter_data', named('drop', 'drop'), true);
			expect(none).toMatchObject({ out: [], dropped: ['"drop 0"', '"drop 1"'] });
		}
		const mask = await loadGuest(answering('filter_data', '[true,false,true]'), { type: 'filter', ...ndjson });
		const masked = await isolated(mask, 'filter_data', named('a', 'b', 'c'), true);
		expect(masked).toMatchObject({ out: ['"a 0"', '"c 2"'], dropped: ['"b 1"'] });
	});

	it('is asked for without leaving records out', async () => {
		const guest = await loadGuest(fickle('filter_data'), { type: 'filter' });
		const input = { kind: 'records', batch: named('ok', 'drop'), dropped: true } as const;
		const result = await guest.call({ fn: 'filter_data', input, maxOutputBytes: MAX_OUTPUT });
		if (!result.ok || result.output.kind !== 'records') throw new Error('expected records');
		expect(texts(result.output.dropped ?? batch())).toEqual(['"drop 1"']);
		expect(result.output).not.toHaveProperty('failed');
	});

	it('cannot be told of a filter that changes records, and of what is none', async () => {
		const changing = await loadGuest(answering('filter_data', '"a 9"'), { type: 'filter', ...ndjson });
		const input = { kind: 'records', batch: named('a', 'b'), isolate: true, dropped: true } as const;
		const { error } = await failure(changing, 'filter_data', input);
		expect(error).toMatchObject({ code: 'configuration', details: { reason: 'filter_changes_records' } });
		const processor = await loadGuest(fickle('process_data'));
		expect((await failure(processor, 'process_data', input)).error.details).toMatchObject({
			reason: 'lets_nothing_go',
		});
	});
});

describe('records of which there are none', () => {
	it('are worked as well', async () => {
		const nothing = { out: [], dropped: [], failed: [], recordsIn: 0 };
		const asFilter = { type: 'filter', encoding: 'ndjson' } as const;
		const guests = [
			await loadGuest(fickle('filter_data'), asFilter),
			await loadGuest(cat, { ...asFilter, abi: 'wasi-command' }),
			await loadExtism(extismWat('(func (export "filter_data") (result i32) (i32.const 0))'), asFilter),
		];
		for (const guest of guests) expect(await isolated(guest, 'filter_data', batch(), true)).toMatchObject(nothing);
		const failing = await loadGuest(fickle('filter_data', { batch: true }), { ...asFilter, batch: true });
		expect(await isolated(failing, 'filter_data', named('error'), true)).toMatchObject({
			...nothing,
			failed: [0],
			recordsIn: 1,
		});
	});
});

describe('a call with many failures', () => {
	it('ends early, and says how far it came', async () => {
		const guest = await loadGuest(fickle('process_data'));
		const kinds = Array.from({ length: 2_000 }, () => 'error');
		const answer = await isolated(guest, 'process_data', named(...kinds));
		expect(answer.failed).toHaveLength(MOST_RECORD_FAILURES);
		expect(answer.recordsIn).toBe(MOST_RECORD_FAILURES);
		for (const more of [{}, ndjson]) {
			const other = await loadGuest(fickle('process_data', { batch: 'batch' in more }), more);
			const utf = await isolated(other, 'process_data', named(...kinds.map((_, index) => (index % 2 ? 'ok' : 'utf'))));
			expect(utf.failed.length).toBeLessThanOrEqual(MOST_RECORD_FAILURES);
			expect(utf.out.length + utf.failed.length).toBe(utf.recordsIn);
		}
	});

	it('ends before what would be too much output, and has that worked alone', async () => {
		for (const more of [{}, ndjson]) {
			const guest = await loadGuest(fickle('process_data', { batch: 'batch' in more }), more);
			const input = named('ok', 'ok', `ok${'x'.repeat(40)}`, 'ok', 'ok', 'ok', 'ok', 'ok');
			const answer = await isolated(guest, 'process_data', input, false, 30);
			expect(answer.recordsIn).toBeGreaterThan(0);
			expect(answer.recordsIn).toBeLessThan(8);
			expect(answer.out.length + answer.failed.length).toBe(answer.recordsIn);
		}
	});

	it('says little of each of them', async () => {
		const guest = await loadGuest(fickle('process_data', { says: 'x'.repeat(3_000) }));
		const [message = ''] = (await isolated(guest, 'process_data', named('error'))).messages;
		expect(message.length).toBeLessThan(2_000);
	});
});

describe('any set of records', () => {
	it('is parted into what is handed on, let go and failed, in order', async () => {
		const kinds = fc.array(fc.constantFrom('ok', 'ok', 'ok', 'drop', 'error', 'trap'), { maxLength: 40 });
		const guests: [LoadedGuest, string][] = [];
		const options: InProcessOptions[] = [{}, ndjson];
		for (const more of options) {
			for (const [fn, type] of stateless.filter(([name]) => name !== 'transform_data')) {
				guests.push([await loadGuest(fickle(fn, { batch: more.batch === true }), { ...type, ...more }), fn]);
			}
		}
		await fc.assert(
			fc.asyncProperty(kinds, fc.nat({ max: guests.length - 1 }), async (list, which) => {
				const [guest, fn] = guests[which] as [LoadedGuest, string];
				const input = named(...list);
				const isFilter = fn === 'filter_data';
				const answer = await isolated(guest, fn, input, isFilter);
				const of = (kind: string): string[] => texts(input).filter((text) => text.startsWith(`"${kind} `));
				expect(answer.out).toEqual(of('ok'));
				if (isFilter) expect(answer.dropped).toEqual(of('drop'));
				expect(answer.failed).toEqual(list.flatMap((kind, at) => (kind === 'error' || kind === 'trap' ? [at] : [])));
				expect(answer.recordsIn).toBe(list.length);
				const before = answer.failed.map((at) => list.slice(0, at).filter((kind) => kind === 'ok').length);
				expect(answer.given).toEqual(before);
			}),
			{ numRuns: 150 },
		);
	});
});

describe('what a plugin keeps', () => {
	it('is saved as it is, whatever its records are, and taken by another instance', async () => {
		const guest = await loadGuest(fickle('aggregate_data'), { type: 'aggregator' });
		await isolated(guest, 'aggregate_data', named('ok', 'ok', 'error'));
		const saved = await guest.call({
			fn: 'save_state',
			input: { kind: 'value', data: null },
			maxOutputBytes: MAX_OUTPUT,
		});
		if (!saved.ok || saved.output.kind !== 'value') throw new Error('expected a value');
		expect(saved.output.data).toEqual(Uint8Array.of(2, 0, 0, 0));
		const other = await loadGuest(fickle('aggregate_data', { says: 'of another time' }), { type: 'aggregator' });
		const load = (data: Uint8Array) =>
			other.call({ fn: 'load_state', input: { kind: 'value', data }, maxOutputBytes: MAX_OUTPUT });
		expect(await load(saved.output.data as Uint8Array)).toMatchObject({ ok: true });
		expect(await value(other, 'aggregate_result')).toBe('2');
		expect(await load(Uint8Array.of(1))).toMatchObject({ ok: false, error: { message: 'of another time' } });
	});
});
