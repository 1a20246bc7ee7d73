/** group-by goes on in another instance where one stopped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, toLines } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const groupBy = samplePlugin('group-by');

const numberText = fc.oneof(
	fc.integer({ min: -1000, max: 1000 }).map(String),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
	fc.stringMatching(/^-?[1-9][0-9]{0,30}(?:\.[0-9]{1,12})?(?:e-?[0-9]{1,2})?$/),
	fc.constantFrom('1.0', '-0', '1e308', '1e400', '0.1', '1e-300'),
);
const value = fc.oneof(
	{ weight: 6, arbitrary: numberText },
	{ weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => JSON.stringify(text)) },
	{ weight: 1, arbitrary: fc.constantFrom('null', 'true', '[1]', '{"a":1}', '"\\ud83d"') },
);
const key = fc.constantFrom('"x"', '"y"', '"é"', '1', '1.0', 'null', '"\\u0078"', 'true');
const record = fc.tuple(key, key, value).map(([a, b, v]) => `{"a":${a},"b":${b},"v":${v}}\n`);
const aggregate = fc
	.tuple(
		fc.constantFrom('count', 'sum', 'mean', 'min', 'max', 'quantile', 'count_distinct'),
		fc.double({ min: 0, max: 1, noNaN: true }),
	)
	.map(([op, q]) => (op === 'quantile' ? { op, field: 'v', q: Math.abs(q) } : { op, field: 'v' }));
const settings = fc
	.tuple(
		fc.constantFrom<JsonValue>([], ['a'], ['a', 'b']),
		fc.array(aggregate, { maxLength: 7 }),
		fc.constantFrom(1, 3, 1000),
	)
	.map(([group_by, list, exact_values]) => ({
		group_by,
		exact_values,
		aggregates: list.map((each, index) => ({ ...each, as: `r${index}` })),
	}));

function started(config: Record<string, JsonValue>): Guest {
	return Guest.start(groupBy, { config });
}

/** Its result, and what it says at the end. */
function ended(guest: Guest): unknown {
	const text = Buffer.from(guest.callBytes('aggregate_result').bytes).toString();
	guest.call('plugin_cleanup');
	return { text, logs: guest.logs };
}

describe('group-by', () => {
	it('goes on with all groups, wherever it stopped', () => {
		fc.assert(
			fc.property(settings, fc.array(record, { maxLength: 60 }), fc.nat(), fc.nat(), (config, records, one, two) => {
				const [first = 0, second = 0] = [one, two].map((at) => at % (records.length + 1)).sort((a, b) => a - b);
				const whole = started(config);
				whole.call('aggregate_data', records.join(''));
				let guest = started(config);
				guest.call('aggregate_data', records.slice(0, first).join(''));
				for (const [from, to] of [
					[first, second],
					[second, records.length],
				]) {
					const next = started(config);
					next.call('load_state', guest.callBytes('save_state').bytes);
					next.call('aggregate_data', records.slice(from, to).join(''));
					guest = next;
				}
				expect(ended(guest)).toEqual(ended(whole));
			}),
			tries(800),
		);
	});

	it('goes on with more groups and values than fit into its first tables', () => {
		const config = {
			group_by: ['g'],
			aggregates: ['sum', 'min', 'count_distinct'].map((op) => ({ op, field: 'v' })),
		};
		const quantiles = [0.1, 0.5].map((q) => ({ op: 'quantile', field: 'v', q }));
		const all = { ...config, aggregates: [...config.aggregates, ...quantiles], exact_values: 50 };
		const rows = Array.from({ length: 40_000 }, (_, n) => ({
			g: n % 3 === 0 ? 'one' : `g${n % 5000}`,
			v: (n * 7919) % 10_007,
		}));
		const whole = started(all);
		whole.call('aggregate_data', toLines(rows));
		const before = started(all);
		before.call('aggregate_data', toLines(rows.slice(0, 23_456)));
		const after = started(all);
		after.call('load_state', before.callBytes('save_state').bytes);
		after.call('aggregate_data', toLines(rows.slice(23_456)));
		expect(after.call('aggregate_result').text === whole.call('aggregate_result').text).toBe(true);
	});

	it('refuses what is no state of it, or of another question', () => {
		const config = { group_by: ['a'], aggregates: [{ op: 'sum', field: 'v' }] };
		const guest = started(config);
		guest.call('aggregate_data', '{"a":1,"v":2}\n');
		const { text } = guest.call('save_state');
		const state = JSON.parse(text) as Record<string, string>;
		const wrong = [
			{},
			[],
			{ ...state, version: 2 },
			{ ...state, hash: '0'.repeat(16) },
			{ ...state, groups: `${state['groups']?.slice(4)}` },
			{ ...state, groups: '*' },
		];
		for (const each of wrong)
			expect(() => started(config).call('load_state', JSON.stringify(each))).toThrow(
				'the saved state is none of group-by',
			);
		expect(() => started(config).call('load_state', '{')).toThrow('the saved state is not JSON');
		expect(() => started({ ...config, group_by: ['b'] }).call('load_state', text)).toThrow(
			'the saved state is of other groups or aggregates than the configuration names',
		);
		expect(() => guest.call('load_state', text)).toThrow('a state is taken up before the first record');
	});
});
