import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, parseLines, samplePlugin, toLines, vegaFile } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const module = samplePlugin('group-by');

type Row = Record<string, unknown>;
type Config = Record<string, JsonValue>;

const start = (config: Config): Guest => Guest.start(module, { config });

function group(config: Config, ...batches: readonly (readonly unknown[])[]): Row[] {
	const guest = start(config);
	for (const batch of batches) expect(guest.call('aggregate_data', toLines(batch)).status).toBe(0);
	return parseLines(guest.call('aggregate_result').text) as Row[];
}

/** Type 7 of Hyndman and Fan: what spreadsheets, NumPy and d3 compute. */
function quantile(values: readonly number[], q: number): number | null {
	const sorted = [...values].sort((a, b) => a - b);
	if (sorted.length === 0) return null;
	const at = q * (sorted.length - 1);
	const low = sorted[Math.floor(at)] as number;
	return low + ((sorted[Math.ceil(at)] as number) - low) * (at - Math.floor(at));
}

const all: Config = {
	aggregates: [
		{ op: 'count' },
		{ op: 'count', field: 'v' },
		{ op: 'sum', field: 'v' },
		{ op: 'mean', field: 'v' },
		{ op: 'min', field: 'v' },
		{ op: 'max', field: 'v' },
		{ op: 'quantile', field: 'v', q: 0.25 },
		{ op: 'quantile', field: 'v', q: 0.9, as: 'p90' },
		{ op: 'count_distinct', field: 'v' },
	],
};

describe('aggregates', () => {
	it('computes what a plain computation computes, over any batches', () => {
		const key = fc.constantFrom('a', 'b', 'é', 1, true, null);
		const rows = fc.array(
			fc.record({ k: key, v: fc.option(fc.integer({ min: -1000, max: 1000 })) }, { requiredKeys: ['k'] }),
			{ minLength: 1, maxLength: 60 },
		);
		fc.assert(
			fc.property(rows, fc.integer({ min: 1, max: 20 }), (records, size) => {
				const batches: Row[][] = [];
				for (let at = 0; at < records.length; at += size) batches.push(records.slice(at, at + size));
				const got = group({ ...all, group_by: ['k'] }, ...batches);
				expect(got).toHaveLength(new Set(records.map(({ k }) => k)).size);
				for (const row of got) {
					const members = records.filter(({ k }) => k === row['k']);
					const values = members.flatMap(({ v }) => (v === null || v === undefined ? [] : [v]));
					const sum = values.reduce((a, b) => a + b, 0);
					expect(row).toEqual({
						k: row['k'],
						count: members.length,
						count_v: values.length,
						sum_v: sum,
						mean_v: values.length === 0 ? null : sum / values.length,
						min_v: values.length === 0 ? null : Math.min(...values),
						max_v: values.length === 0 ? null : Math.max(...values),
						'quantile_v_0.25': quantile(values, 0.25),
						p90: quantile(values, 0.9),
						count_distinct_v: new Set(values).size,
					});
				}
			}),
			tries(200),
		);
	});

	it('groups the flights of every airport as JavaScript does', () => {
		const flights = JSON.parse(readFileSync(vegaFile('flights-20k.json'), 'utf8')) as Row[];
		const got = group(
			{
				group_by: ['origin'],
				exact_values: 5000,
				aggregates: [{ op: 'count' }, { op: 'mean', field: 'delay' }, { op: 'quantile', field: 'delay', q: 0.5 }],
			},
			flights.slice(0, 7000),
			flights.slice(7000),
		);
		const byOrigin = Map.groupBy(flights, (flight) => flight['origin'] as string);
		expect(got.map((row) => row['origin'])).toEqual([...byOrigin.keys()].sort());
		for (const row of got) {
			const delays = (byOrigin.get(row['origin'] as string) as Row[]).map((flight) => flight['delay'] as number);
			expect(row['count']).toBe(delays.length);
			expect(row['mean_delay']).toBeCloseTo(delays.reduce((a, b) => a + b, 0) / delays.length, 9);
			expect(row['quantile_delay_0.5']).toBe(quantile(delays, 0.5));
		}
	});

	it('adds so that nothing is lost between large and small numbers', () => {
		const rows = [1e16, 1, -1e16, 1, 0.1, 0.1, 0.1].map((v) => ({ v }));
		expect(group({ aggregates: [{ op: 'sum', field: 'v', as: 's' }] }, rows)).toEqual([{ s: 2.3 }]);
	});

	it('takes least and greatest of texts as well, and leaves other kinds out with a word', () => {
		const guest = start({
			aggregates: [
				{ op: 'min', field: 'd' },
				{ op: 'max', field: 'd' },
				{ op: 'sum', field: 'd' },
			],
		});
		guest.call('aggregate_data', toLines(['2001/03/01', '2001/01/31', '2001/02/01'].map((d) => ({ d }))));
		guest.call('aggregate_data', toLines([{ d: [1] }]));
		expect(parseLines(guest.call('aggregate_result').text)).toEqual([
			{ min_d: '2001/01/31', max_d: '2001/03/01', sum_d: 0 },
		]);
		guest.call('plugin_cleanup');
		expect(guest.logs.map(({ message }) => message)).toEqual([
			'1 values of "d" are of another kind and were left out',
			'1 values of "d" are of another kind and were left out',
			'4 values of "d" are of another kind and were left out',
		]);
	});

	it('estimates quantiles of many values within half a percent of their ranks', () => {
		let state = 12345;
		const random = () => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return state / 2 ** 32;
		};
		const shapes = {
			uniform: () => random(),
			skewed: () => random() ** 8 * 1e6,
			lumpy: () => Math.floor(random() * 5),
			bell: () => random() + random() + random() + random(),
		};
		for (const [shape, draw] of Object.entries(shapes)) {
			const values = Array.from({ length: 60_000 }, draw);
			const qs = [0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1];
			const aggregates = qs.map((q) => ({ op: 'quantile', field: 'v', q, as: `q${q}` }));
			const guest = start({ aggregates });
			for (let at = 0; at < values.length; at += 5000) {
				guest.call('aggregate_data', toLines(values.slice(at, at + 5000).map((v) => ({ v }))));
			}
			const row = (parseLines(guest.call('aggregate_result').text) as Row[])[0] as Record<string, number>;
			const sorted = values.toSorted((a, b) => a - b);
			for (const q of qs) {
				const estimate = row[`q${q}`] as number;
				const slack = 0.005 * sorted.length;
				const low = sorted[Math.max(0, Math.floor(q * (sorted.length - 1) - slack))] as number;
				const high = sorted[Math.min(sorted.length - 1, Math.ceil(q * (sorted.length - 1) + slack))] as number;
				expect([shape, q, estimate >= low && estimate <= high]).toEqual([shape, q, true]);
			}
			expect([row['q0'], row['q1']]).toEqual([sorted[0], sorted.at(-1)]);
			expect(guest.memorySize).toBeLessThan(4 * 1024 * 1024);
		}
	});
});

describe('groups', () => {
	it('takes values as equal however they are written, shows the form it met first, and sorts by kind and value', () => {
		const guest = start({ group_by: ['k', 'l'] });
		guest.call(
			'aggregate_data',
			'{"k":1.0}\n{"k":1}\n{"k":10}\n{"k":2}\n{"k":"\\u0061"}\n{"k":"a"}\n{"k":null}\n{}\n{"k":false}\n{"k":"a","l":1}\n{"k":[1]}\n{"k":-0}\n{"k":0}',
		);
		expect(guest.call('aggregate_result').text).toBe(
			[
				'{"k":null,"l":null,"count":2}',
				'{"k":false,"l":null,"count":1}',
				'{"k":-0,"l":null,"count":2}',
				'{"k":1.0,"l":null,"count":2}',
				'{"k":2,"l":null,"count":1}',
				'{"k":10,"l":null,"count":1}',
				'{"k":"a","l":null,"count":2}',
				'{"k":"a","l":1,"count":1}',
				'{"k":[1],"l":null,"count":1}',
				'',
			].join('\n'),
		);
	});

	it('counts everything as one group where nothing is grouped by, even nothing', () => {
		expect(group({}, [{ a: 1 }, { a: 2 }])).toEqual([{ count: 2 }]);
		expect(group({ aggregates: [{ op: 'count' }, { op: 'max', field: 'x' }] })).toEqual([{ count: 0, max_x: null }]);
		expect(start({ group_by: ['k'] }).call('aggregate_result').status).toBe(0);
	});

	it('begins anew after a result, without keeping memory', () => {
		const guest = start({ ...all, group_by: ['k'] });
		const batch = toLines(Array.from({ length: 3000 }, (_, v) => ({ k: `group ${v % 700}`, v })));
		let first = '';
		let size = 0;
		for (let round = 0; round < 60; round++) {
			guest.call('aggregate_data', batch);
			const { text } = guest.call('aggregate_result');
			if (round === 0) first = text;
			expect(text).toBe(first);
			if (round === 10) size = guest.memorySize;
		}
		expect(guest.memorySize).toBe(size);
	});

	it('holds a hundred thousand groups within its memory, and refuses more with a number', () => {
		const guest = start({ group_by: ['k'], aggregates: [{ op: 'count' }, { op: 'sum', field: 'n' }] });
		for (let at = 0; at < 100_000; at += 5000) {
			guest.call('aggregate_data', toLines(Array.from({ length: 5000 }, (_, n) => ({ k: `key-${at + n}`, n }))));
		}
		expect(guest.memorySize).toBeLessThan(64 * 1024 * 1024);
		expect(() => guest.call('aggregate_data', '{"k":"one too many"}')).toThrow('more than 100000 groups');
		expect(guest.call('aggregate_result').text.split('\n')).toHaveLength(100_001);
	});
});

describe('configuration', () => {
	it('names what is wrong', () => {
		const wrong = (aggregate: JsonValue) => () => start({ aggregates: [aggregate] });
		expect(wrong({ op: 'avg', field: 'a' })).toThrow(
			/config\.aggregates\[0\]\.op must be one of count, sum.*found "avg"/,
		);
		expect(wrong({ op: 'sum' })).toThrow('config.aggregates[0].field is missing: sum is of a field');
		expect(wrong({ op: 'quantile', field: 'a' })).toThrow('config.aggregates[0].q must be a number from 0 to 1');
		expect(wrong({ op: 'sum', field: 'a', name: 'x' })).toThrow('config.aggregates[0].name is not known');
		expect(() => start({ group_by: ['a', 'b', 'a'] })).toThrow('config.group_by names "a" twice');
		expect(() => start({ group_by: ['count'] })).toThrow('two columns of the result have the name "count"');
	});
});
