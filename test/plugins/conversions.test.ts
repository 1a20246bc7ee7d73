import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, toLines } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const module = samplePlugin('field-mapper');

type Config = Record<string, JsonValue>;

const start = (config: Config): Guest => Guest.start(module, { config });

/** The converted values as JSON text, and what was said at the end. */
function convert(target: string, values: readonly unknown[], more: Config = {}): readonly [string[], string[]] {
	const guest = start({ convert: { v: target }, ...more });
	const { text } = guest.call('transform_data', toLines(values.map((v) => ({ v }))));
	guest.call('plugin_cleanup');
	const answers = text
		.trimEnd()
		.split('\n')
		.map((line) => line.slice('{"v":'.length, -1));
	return [answers, guest.logs.map(({ message }) => message)];
}

function expectAll(target: string, wanted: Readonly<Record<string, string>>, more: Config = {}): void {
	const [answers] = convert(target, Object.keys(wanted), more);
	expect(Object.fromEntries(Object.keys(wanted).map((text, index) => [text, answers[index]]))).toEqual(wanted);
}

describe('numbers', () => {
	it('are read in the forms that people and programs write', () => {
		expectAll('number', {
			'007': '7',
			'-007.50': '-7.5',
			'.5': '0.5',
			'-.5': '-0.5',
			'+.5': '0.5',
			'5.': '5',
			'+5': '5',
			'00': '0',
			'-0': '-0',
			'1.': '1',
			'5.e2': '500',
			'1E+3': '1000',
			'1e-3': '0.001',
			' 12\u00a0': '12',
			'\u3000\ufeff12\u2003': '12',
			'12345678901234567891': '12345678901234567891',
			'0012345678901234567.8900': '12345678901234567.8900',
			'-.12345678901234567891': '-0.12345678901234567891',
		});
	});

	it('that a text is not, or that are beyond the range of numbers, are null and counted', () => {
		const bad = ['x', '1,5', '1 000', '0x10', '1e', 'e5', '.', '+', '-', '--1', '1.2.3', 'NaN', 'Infinity', '٣'];
		const beyond = ['888E050011', '1e400', '-1e309', '1e-400', '9'.repeat(400)];
		const [answers, logs] = convert('number', [...bad, ...beyond, '', '  ', '\u00a0', null]);
		expect(new Set(answers)).toEqual(new Set(['null']));
		expect(logs).toEqual([`${bad.length + beyond.length} values of "v" could not be read as number and became null`]);
	});

	it('are what JavaScript reads, in its grammar and beyond', () => {
		const text = fc.stringMatching(/^[+-]?(\d{1,20}\.?\d{0,20}|\.\d{1,20})([eE][+-]?\d{1,2})?$/);
		fc.assert(
			fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
				expect(convert('number', texts)[0].map(Number)).toEqual(texts.map(Number));
			}),
			tries(300),
		);
	});

	it('that are numbers already are left as they are written, and a truth is 1 or 0', () => {
		const guest = start({ convert: { v: 'number' } });
		const input = '{"v":1.50}\n{"v":1e400}\n{"v":-0}\n{"v":1E2}\n{"v":true}\n{"v":false}\n';
		expect(guest.call('transform_data', input).text).toBe(input.replace('true', '1').replace('false', '0'));
	});

	it('are true unless they are 0', () => {
		const guest = start({ convert: { v: 'boolean' } });
		const input = '{"v":1e-400}\n{"v":0e5}\n{"v":"0.0"}\n{"v":"-0"}\n{"v":".1"}\n{"v":1e999}';
		expect(guest.call('transform_data', input).text.match(/true|false/g)).toEqual([
			...['true', 'false', 'false', 'false', 'true', 'true'],
		]);
	});
});

describe('rounding', () => {
	const round = (value: string, places: number): string =>
		start({ compute: { v: `round(v, ${places})` } })
			.call('transform_data', `{"v":${value}}`)
			.text.slice('{"v":'.length, -2);

	it('takes halves away from zero as the number is written, not as its double is', () => {
		const cases: readonly (readonly [string, number, string])[] = [
			['1.005', 2, '1.01'],
			['2.675', 2, '2.68'],
			['-1.005', 2, '-1.01'],
			['1.0049999999999999999', 2, '1'],
			['9.995', 2, '10'],
			['0.5', 0, '1'],
			['0.49999999999999999', 0, '0'],
			['-0.4', 0, '0'],
			['1250', -2, '1300'],
			['49', -2, '0'],
			['50', -2, '100'],
			['12345678901234567890.5', 0, '12345678901234567891'],
			['99999999999999999999.95', 1, '100000000000000000000'],
			['1e400', 2, '1e400'],
			['1e-400', 2, '0'],
			['8.5e15', 0, '8.5e15'],
		];
		for (const [value, places, wanted] of cases)
			expect([value, places, round(value, places)]).toEqual([value, places, wanted]);
	});

	it('is what rounding the digits gives', () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }),
				fc.integer({ min: 0, max: 8 }),
				fc.integer({ min: 0, max: 8 }),
				(units, scale, places) => {
					const drop = Math.max(scale - places, 0);
					const unit = 10n ** BigInt(drop);
					const size = ((units < 0n ? -units : units) + unit / 2n) / unit;
					const wanted = `${units < 0n ? '-' : ''}${size}e-${scale - drop}`;
					expect(Number(round(`${units}e-${scale}`, places)) + 0).toBe(Number(wanted) + 0);
				},
			),
			tries(400),
		);
	});

	it('up and down keeps every digit before the point', () => {
		const row = '{"a":12345678901234567890.1,"b":-12345678901234567890.1,"c":-1.5}';
		const guest = start({ compute: { x: 'ceil(a)', y: 'floor(a)', z: 'ceil(b)', w: 'floor(b)', v: 'floor(c)' } });
		expect(guest.call('transform_data', row).text).toContain(
			'"x":12345678901234567891,"y":12345678901234567890,"z":-12345678901234567890,"w":-12345678901234567891,"v":-2',
		);
	});
});

describe('dates', () => {
	it('are read with the zones that they name', () => {
		expectAll('date', {
			'2020-02-29 01:21:19+5:30': '"2020-02-29T01:21:19+05:30"',
			'2020-02-29 01:21:19+5': '"2020-02-29T01:21:19+05:00"',
			'2020-02-29T01:21:19-08': '"2020-02-29T01:21:19-08:00"',
			'2020-02-29T01:21:19 +0530': '"2020-02-29T01:21:19+05:30"',
			'2020-01-15 10:11:12 UTC': '"2020-01-15T10:11:12Z"',
			'2020-01-15 10:11:12GMT': '"2020-01-15T10:11:12Z"',
			'2020-01-15 10:11:12 z': '"2020-01-15T10:11:12Z"',
			'2020-01-15 10:11:12 UTC+2': '"2020-01-15T10:11:12+02:00"',
			'2020-01-15 10:11:12 EST': '"2020-01-15T10:11:12-05:00"',
			'2020-07-15 10:11:12 PDT': '"2020-07-15T10:11:12-07:00"',
			'2020-01-15 10:11:12 +0000 UTC': '"2020-01-15T10:11:12+00:00"',
			'Wed Jan 15 2020 11:11:12 GMT+0100 (Central European Standard Time)': '"2020-01-15T11:11:12+01:00"',
			'2020-01-15T10:11:12+01:00[Europe/Paris]': '"2020-01-15T10:11:12+01:00"',
			'2020-01-15T10:11:12Z[UTC]': '"2020-01-15T10:11:12Z"',
			'2020-01-15T10:11:12[Europe/Paris]': 'null',
			'2020-01-15T10:11:12+01:00[Europe/Paris': 'null',
			'2020-01-15 10:11:12 CET': 'null',
			'2020-01-15 10:11:12 +530': 'null',
			'2020-01-15 10:11:12 +15:00': 'null',
			'2020-01-15 10:11:12 +05:3': 'null',
			'2020-01-15 10:11:12 Z Z': 'null',
		});
	});

	it('are read as protocols and programs write them', () => {
		expectAll('date', {
			'Wed, 15 Jan 2020 10:11:12 GMT': '"2020-01-15T10:11:12Z"',
			'Wednesday, 15-Jan-20 10:11:12 GMT': '"2020-01-15T10:11:12Z"',
			'Wed Jan 15 10:11:12 2020': '"2020-01-15T10:11:12"',
			'Wed Jan 15 10:11:12 UTC 2020': '"2020-01-15T10:11:12Z"',
			'Wed Jan  5 10:11:12 2020': '"2020-01-05T10:11:12"',
			'Thu, 16 Jan 2020': '"2020-01-16"',
			'2020-01-15 10:11:12,123': '"2020-01-15T10:11:12.123"',
			'2020-01-15T10:11:12,123456+01:00': '"2020-01-15T10:11:12.123456+01:00"',
			'20100913': '"2010-09-13"',
			'20171222T160001Z': '"2017-12-22T16:00:01Z"',
			'20171222T1600': '"2017-12-22T16:00:00"',
			'20171222160001': '"2017-12-22T16:00:01"',
			'20171222160001.250': '"2017-12-22T16:00:01.250"',
			'201712221600': '"2017-12-22T16:00:00"',
			'20171322': 'null',
			'20171222160061': 'null',
			'2017122': 'null',
			'Jan 5 2020 3:04 p.m.': '"2020-01-05T15:04:00"',
			'Jan 5 2020 12:04am': '"2020-01-05T00:04:00"',
			'June 12th, 1998': '"1998-06-12"',
			'3rd Sept. 1998': '"1998-09-03"',
			'September 3, 1998': '"1998-09-03"',
			'Marbles 3, 1998': 'null',
			'Jan 32 2020': 'null',
			'Wed Jan 15 10:11:12': 'null',
			'2020-01-15 10:60:00': 'null',
			'\u00a02020-01-15\u3000': '"2020-01-15"',
		});
	});

	it('of two-digit years turn at 69', () => {
		expectAll('date', {
			'6/12/68': '"2068-06-12"',
			'6/12/69': '"1969-06-12"',
			'6/12/00': '"2000-06-12"',
			'6/12/99': '"1999-06-12"',
			'12-Jun-69': '"1969-06-12"',
			'Jun 12 68': '"2068-06-12"',
		});
	});

	it('are numbers of eight and fourteen digits where those are dates, and Unix times else', () => {
		const [answers] = convert('date', [
			...[20100913, 20171222160001, 19000101, 20101301, 18991231, 1579083072, 1579083072000, 20171222160061],
		]);
		expect(answers).toEqual([
			'"2010-09-13"',
			'"2017-12-22T16:00:01"',
			'"1900-01-01"',
			'"1970-08-21T15:41:41Z"',
			'"1970-08-08T19:20:31Z"',
			'"2020-01-15T10:11:12Z"',
			'"2020-01-15T10:11:12Z"',
			'"2609-03-15T05:16:00.061Z"',
		]);
		expect(convert('date', ['1e400', 1e300])[1]).toEqual(['2 values of "v" could not be read as date and became null']);
	});

	it('are the moments that JavaScript writes, in each of its forms', () => {
		const moment = fc.date({ min: new Date('1969-01-01'), max: new Date('2068-12-31'), noInvalidDate: true });
		fc.assert(
			fc.property(moment, (date) => {
				const seconds = `${date.toISOString().slice(0, 19)}Z`;
				const iso = date.toISOString();
				const forms = [date.toUTCString(), iso.replace('T', ' '), iso.replaceAll(/[-:]/g, '').replace('.', ',')];
				const [answers] = convert('date', forms);
				expect(answers).toEqual([seconds, iso, iso].map((text) => JSON.stringify(text)));
			}),
			tries(300),
		);
	});
});
