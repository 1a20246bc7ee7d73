import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';
import { compareDecimals, nearDecimals, readDecimal, sumDecimals } from '../support/values/decimals.ts';
import { tries } from '../support/values/tries.ts';

const plugins = {
	group: samplePlugin('group-by'),
	filter: samplePlugin('row-filter'),
	mapper: samplePlugin('field-mapper'),
};

/** `config` is JSON text: its numbers must arrive as they are written. */
function started(plugin: keyof typeof plugins, config: string): Guest {
	const guest = new Guest(plugins[plugin]);
	guest.call('plugin_init', config);
	return guest;
}

const lines = (texts: readonly string[]): string => texts.map((v) => `{"v":${v}}`).join('\n');

function group(config: string, texts: readonly string[]): { readonly text: string; readonly logs: readonly string[] } {
	const guest = started('group', config);
	guest.call('aggregate_data', lines(texts));
	const { text } = guest.call('aggregate_result');
	guest.call('plugin_cleanup');
	return { text: text.trimEnd(), logs: guest.logs.map(({ message }) => message) };
}

const aggregate = (op: string, texts: readonly string[]): string =>
	group(`{"aggregates":[{"op":"${op}","field":"v","as":"x"}]}`, texts).text.slice('{"x":'.length, -1);

function kept(where: string, texts: readonly string[]): readonly boolean[] {
	const { status, text } = started('filter', `{"where":${where}}`).call('filter_data', lines(texts));
	return status === 1 || status === 0 ? texts.map(() => status === 1) : (JSON.parse(text) as boolean[]);
}

const map = (config: string, input: string): string => started('mapper', config).call('transform_data', input).text;

/** The different numbers, each as it is written first. */
function distinct(texts: readonly string[]): readonly string[] {
	const found: string[] = [];
	for (const text of texts) if (!found.some((other) => compareDecimals(other, text) === 0)) found.push(text);
	return found;
}

describe('numbers that one double stands for', () => {
	it('are different groups, counted as different, and keep the form they were met in first', () => {
		fc.assert(
			fc.property(nearDecimals, (texts) => {
				const wanted = distinct(texts).toSorted(compareDecimals);
				const rows = group('{"group_by":["v"]}', texts).text.split('\n');
				expect(rows.map((row) => row.replace(/^\{"v":(.*),"count":\d+\}$/, '$1'))).toEqual(wanted);
				expect(aggregate('count_distinct', texts)).toBe(String(wanted.length));
			}),
			tries(400),
		);
	});

	it('have a least and a greatest, written as they came', () => {
		fc.assert(
			fc.property(nearDecimals, (texts) => {
				const sorted = distinct(texts).toSorted(compareDecimals);
				expect([aggregate('min', texts), aggregate('max', texts)]).toEqual([sorted[0], sorted.at(-1)]);
			}),
			tries(300),
		);
	});

	it('are compared to the last digit by a filter', () => {
		const operators = {
			eq: (order: number) => order === 0,
			ne: (order: number) => order !== 0,
			lt: (order: number) => order < 0,
			ge: (order: number) => order >= 0,
		};
		fc.assert(
			fc.property(nearDecimals, (texts) => {
				const [wanted] = texts as [string];
				for (const [op, holds] of Object.entries(operators)) {
					const expected = texts.map((text) => holds(compareDecimals(text, wanted)));
					expect(kept(`{"field":"v","op":"${op}","value":${wanted}}`, texts)).toEqual(expected);
					expect(kept(`{"field":"v","op":"${op}","value":{"number":"${wanted}"}}`, texts)).toEqual(expected);
				}
				expect(kept(`{"field":"v","op":"in","value":["x",${wanted}]}`, texts)).toEqual(
					texts.map((text) => compareDecimals(text, wanted) === 0),
				);
			}),
			tries(200),
		);
	});

	it('are compared to the last digit by min and max of an expression', () => {
		fc.assert(
			fc.property(nearDecimals, (texts) => {
				const [a, b = a] = texts as [string, string?];
				const answer = map('{"compute":{"x":"min(a, b)","y":"max(a, b)"}}', `{"a":${a},"b":${b}}`);
				const [least, most] = compareDecimals(a, b) <= 0 ? [a, b] : [b, a];
				const [x, y] = compareDecimals(a, b) === 0 ? [a, a] : [least, most];
				expect(answer).toBe(`{"a":${a},"b":${b},"x":${x},"y":${y}}\n`);
			}),
			tries(200),
		);
	});

	it('differ in exponents of any length', () => {
		const long = '9'.repeat(30);
		expect(aggregate('count_distinct', [`1e${long}8`, `1e${long}9`, `1e-${long}`, '0e9', '-0', '0.00'])).toBe('4');
		expect(kept(`{"field":"v","op":"gt","value":1e${long}8}`, [`1e${long}9`, `1e${long}7`, '5'])).toEqual([
			...[true, false, false],
		]);
	});
});

describe('sums', () => {
	it('are those of the numbers as they are written, to the last digit', () => {
		const numbers = fc.array(nearDecimals, { minLength: 1, maxLength: 4 }).map((lists) => lists.flat());
		fc.assert(
			fc.property(numbers, (texts) => {
				const sum = aggregate('sum', texts);
				const exact = sumDecimals(texts);
				const { units, scale } = readDecimal(exact);
				const digits = units.toString().replace(/^-|0+$/g, '').length;
				const isWhole = (units * 10n ** 400n) % 10n ** BigInt(400 - scale) === 0n;
				if (isWhole || digits <= 34) expect(compareDecimals(sum, exact)).toBe(0);
				else expect(Number(sum)).toBe(Number(exact));
				const mean = (units * 10n ** 60n) / BigInt(texts.length);
				expect(Number(aggregate('mean', texts))).toBe(Number(`${mean}e${scale - 60}`) + 0);
			}),
			tries(400),
		);
	});

	it('of decimals are decimal, and of whole numbers whole beyond 2^53', () => {
		expect(aggregate('sum', ['0.1', '0.2'])).toBe('0.3');
		expect(aggregate('sum', ['9007199254740993', '1'])).toBe('9007199254740994');
		expect(aggregate('sum', ['9223372036854775807', '9223372036854775807'])).toBe('18446744073709551614');
		expect(aggregate('sum', ['12345678901234567.89', '0.01'])).toBe('12345678901234567.9');
		expect(aggregate('sum', ['1e20', '1', '-1e20'])).toBe('1');
		expect(aggregate('sum', ['5', '-5'])).toBe('0');
		expect(aggregate('sum', ['1e-7', '2e-7'])).toBe('3e-7');
	});

	it('may pass the range of numbers on their way, and are null with a word where they end beyond it', () => {
		expect(aggregate('sum', ['1e308', '1e308', '-1e308'])).toBe('1e+308');
		const beyond = group(
			'{"aggregates":[{"op":"sum","field":"v","as":"s"},{"op":"mean","field":"v","as":"m"},{"op":"quantile","field":"v","q":0.5,"as":"q"}]}',
			['1.5e308', '1.5e308'],
		);
		expect(beyond.text).toBe('{"s":null,"m":1.5e+308,"q":1.5e+308}');
		expect(beyond.logs).toEqual([
			'the sum of "v" is beyond the range of numbers (1.8e308) and became null in 1 groups',
		]);
	});

	it('leave out what is beyond the range of numbers, and say so; the least and the greatest do not', () => {
		const config = (op: string) => `{"aggregates":[{"op":"${op}","field":"v","q":0.5,"as":"x"}]}`;
		const values = ['1e999', '1', '2', '3', '-1e400'];
		for (const op of ['sum', 'mean', 'quantile']) {
			const { text, logs } = group(config(op), values);
			expect([op, text]).toEqual([op, `{"x":${op === 'sum' ? 6 : 2}}`]);
			expect(logs).toEqual([`2 values of "v" are beyond the range of numbers (1.8e308) and were left out of ${op}`]);
		}
		expect([aggregate('min', values), aggregate('max', values)]).toEqual(['-1e400', '1e999']);
	});

	it('of a hundred thousand numbers of 17 digits in groups of their own stay within the plugin’s memory', () => {
		const guest = started('group', '{"group_by":["k"],"aggregates":[{"op":"sum","field":"v"}]}');
		for (let at = 0; at < 100_000; at += 5000) {
			const rows = Array.from({ length: 5000 }, (_, n) => `{"k":${at + n},"v":0.12345678901234567}`);
			guest.call('aggregate_data', rows.join('\n'));
			guest.call('aggregate_data', rows.join('\n'));
		}
		expect(guest.memorySize).toBeLessThan(32 * 1024 * 1024);
		expect(guest.call('aggregate_result').text).toContain('{"k":99999,"sum_v":0.24691357802469134}');
	});
});

describe('numbers that are handed on', () => {
	it('keep every digit, sign and exponent through copies, texts and joins', () => {
		const numbers = ['12345678901234567891', '1.50', '-0', '1e400', '1E5', '0.10', '100000000000000000000000.5'];
		for (const v of numbers) {
			expect(map('{"convert":{"v":"number"}}', `{"v":${v}}`)).toBe(`{"v":${v}}\n`);
			expect(map('{"convert":{"v":"string"}}', `{"v":${v}}`)).toBe(`{"v":"${v}"}\n`);
			expect(map('{"compute":{"a":"v","b":"coalesce(n, v)","c":"\'#\' + v"}}', `{"v":${v}}`)).toBe(
				`{"v":${v},"a":${v},"b":${v},"c":"#${v}"}\n`,
			);
		}
	});

	it('are counted where an expression cannot but round them', () => {
		const guest = started('mapper', '{"compute":{"x":"id + 1","y":"-id","z":"abs(id)","w":"id * 1e300"}}');
		const answer = guest.call('transform_data', '{"id":-9007199254740993}\n{"id":5}\n{"id":1e300}').text.split('\n');
		expect(answer[0]).toBe(
			'{"id":-9007199254740993,"x":-9007199254740991,"y":9007199254740993,"z":9007199254740993,"w":null}',
		);
		guest.call('plugin_cleanup');
		expect(guest.logs.map(({ message }) => message)).toEqual([
			'2 computations met or gave a number beyond the range of numbers (1.8e308) and became null',
			'2 whole numbers of more than 15 digits were rounded to 64 bits to be computed with',
		]);
	});
});
