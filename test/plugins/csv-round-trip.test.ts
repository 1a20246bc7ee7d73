import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { anyText } from '../support/values/any-text.ts';
import { compareDecimals } from '../support/values/decimals.ts';
import { tries } from '../support/values/tries.ts';

const scratch = scratchFolder();
const writer = samplePlugin('file-writer');
const source = samplePlugin('csv-source');

/** A number as it is written, which JavaScript would round. */
class Digits {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}
type Value = string | boolean | null | Digits;
type Row = ReadonlyMap<string, Value>;

const jsonOf = (row: Row): string =>
	`{${[...row].map(([name, value]) => `${JSON.stringify(name)}:${value instanceof Digits ? value.text : JSON.stringify(value)}`).join(',')}}`;

function write(rows: readonly Row[], config: Record<string, JsonValue>, path = 'a.csv'): void {
	const guest = Guest.start(writer, { folder: scratch.path, config: { path, ...config } });
	// In batches of several sizes.
	for (let at = 0; at < rows.length; at += 3)
		guest.call(
			'write_data',
			rows
				.slice(at, at + 3)
				.map((row) => `${jsonOf(row)}\n`)
				.join(''),
		);
	guest.call('plugin_cleanup');
}

/**
 * V8 14.6 guesses the next key of an object from objects that it parsed before, and compares the guess with the key as
 * it is written, escapes and all: after a key of a backslash and a quote it takes `"\"\""` for that key. Where the
 * first key is new, it has nothing to guess from.
 */
let parsed = 0;

function read(config: Record<string, JsonValue>, path = 'a.csv'): Row[] {
	const guest = Guest.start(source, { folder: scratch.path, config: { path, ...config } });
	let text = '';
	for (let answer = guest.call('read_data'); answer.status !== 0; answer = guest.call('read_data')) text += answer.text;
	const lines = text.split('\n').slice(0, -1);
	return lines.map((line) => {
		const numbers = (_: string, value: unknown, { source: written }: { readonly source?: string }): unknown =>
			typeof value === 'number' ? new Digits(written ?? '') : value;
		const parse = JSON.parse as (text: string, reviver: typeof numbers) => Record<string, Value>;
		return new Map(
			Object.entries(parse(line.replace('{', `{"line ${++parsed}":0,`), numbers)).filter(
				([key]) => key !== `line ${parsed}`,
			),
		);
	});
}

function expectSame(rows: readonly Row[], got: readonly Row[]): void {
	const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
	expect(got.length).toBe(rows.length);
	for (const [index, row] of rows.entries()) {
		expect([...(got[index] as Row).keys()].sort()).toEqual([...names].sort());
		for (const name of names) {
			const [wanted, found] = [row.get(name) ?? null, got[index]?.get(name)];
			if (!(wanted instanceof Digits)) expect(found).toEqual(wanted);
			else {
				if (!(found instanceof Digits)) throw new Error(`${wanted.text} came back as ${JSON.stringify(found)}`);
				expect(compareDecimals(found.text, wanted.text)).toBe(0);
			}
		}
	}
}

const digits = (most: number): fc.Arbitrary<string> =>
	fc.stringMatching(new RegExp(`^-?(0|[1-9][0-9]{0,${most - 1}})$`));
/** Numbers that no reader of doubles rounds. */
const tameNumber = fc.oneof(
	digits(15),
	fc.tuple(digits(9), fc.stringMatching(/^[0-9]{1,6}$/)).map(([whole, rest]) => `${whole}.${rest}`),
	fc.tuple(digits(5), fc.integer({ min: -9, max: 9 })).map(([whole, power]) => `${whole}e${power}`),
);
const anyNumber = fc.oneof(
	tameNumber,
	digits(40),
	fc.tuple(digits(20), fc.stringMatching(/^[0-9]{1,40}$/)).map(([whole, rest]) => `${whole}.${rest}`),
	fc.tuple(digits(3), fc.integer({ min: -400, max: 400 })).map(([whole, power]) => `${whole}E${power}`),
);
const text = fc.oneof(
	anyText({ maxLength: 12 }),
	fc.stringMatching(/^[a-z",;\t|\r\n '0-9.+eE-]{0,10}$/),
	fc.constantFrom(
		...['', ' ', '0', '-0', '007', '+5', '5.', '.5', '1,5', '12E5', '1e400', '4111111111111111', 'NaN', 'Infinity'],
		...['true', 'False', 'null', 'NULL', 'sep=;', '\ufeffx', '=1+1', '"', '""', '\\', 'a\\', 'a"b', '\\"', '٣', '１２'],
		...['a;b', 'x|y|z', 'a\tb', 'Meier, Hans', '1;2;3', '\u2028', '\u0085', '\u00a0', ' x ', "it's", '{"a":1}', '[1]'],
	),
);
/** An empty name gets one from the reader, and a zero is what UTF-16 is told by. */
const name = text.filter((each) => each !== '' && !each.includes('\0') && !/^sep=.$/.test(each));
const rowsOf = (number: fc.Arbitrary<string>): fc.Arbitrary<readonly Row[]> =>
	fc.uniqueArray(name, { minLength: 1, maxLength: 6 }).chain((names) => {
		const value = fc.oneof(
			text,
			fc.boolean(),
			fc.constant(null),
			number.map((each) => new Digits(each)),
		);
		const row = fc.array(fc.option(value, { nil: undefined }), { minLength: names.length, maxLength: names.length });
		const whole = fc.array(value, { minLength: names.length, maxLength: names.length });
		return fc.tuple(whole, fc.array(row, { maxLength: 25 })).map(([first, rest]) =>
			[first, ...rest].map((values) => {
				const pairs = names.map((each, index) => [each, values[index]] as const);
				return new Map(pairs.filter((pair): pair is readonly [string, Value] => pair[1] !== undefined));
			}),
		);
	});

const usual = fc.constantFrom(',', ';', 'tab', '|');
/** Readers have to be told of these. */
const unusual = fc.constantFrom(':', '~', '#', '_', '@', '=', '/', "'", '!', '(', '^', '\\', '<');
const writingBy = <T extends string>(delimiter: fc.Arbitrary<T>) =>
	fc.record({ line_end: fc.constantFrom('lf', 'crlf'), delimiter, bom: fc.boolean() });
const writing = writingBy(usual);

/** Other rows with the names of the first ones, as far as they go. */
function underNamesOf(first: readonly Row[], second: readonly Row[]): readonly Row[] {
	const names = [...(first[0] as Row).keys()];
	return second.map((row) => new Map([...row.values()].slice(0, names.length).map((v, i) => [names[i] as string, v])));
}

describe('what file-writer writes as CSV', () => {
	it('comes back from csv-source as the same records, whatever delimiter was chosen', () => {
		fc.assert(
			fc.property(rowsOf(tameNumber), writing, (rows, config) => {
				write(rows, config);
				expectSame(rows, read({}));
			}),
			tries(250),
		);
	});

	it('comes back with numbers of every length and size where infer is "exact"', () => {
		fc.assert(
			fc.property(rowsOf(anyNumber), writing, (rows, config) => {
				write(rows, config);
				expectSame(rows, read({ infer: 'exact' }));
			}),
			tries(250),
		);
	});

	it('comes back when it was appended to', () => {
		fc.assert(
			fc.property(rowsOf(anyNumber), rowsOf(anyNumber), writing, (first, second, config) => {
				const more = underNamesOf(first, second);
				write(first, config);
				write(more, { mode: 'append' });
				expectSame([...first, ...more], read({ infer: 'exact', delimiter: config.delimiter }));
				expectSame([...first, ...more], read({ infer: 'exact' }));
			}),
			tries(200),
		);
	});

	it('comes back by a delimiter that readers have to be told of, which appending finds out', () => {
		fc.assert(
			fc.property(
				rowsOf(anyNumber),
				rowsOf(anyNumber),
				writingBy(unusual),
				fc.boolean(),
				(first, second, config, isNamed) => {
					const more = underNamesOf(first, second);
					write(first, config);
					write(more, isNamed ? { mode: 'append', delimiter: config.delimiter } : { mode: 'append' });
					expectSame([...first, ...more], read({ infer: 'exact', delimiter: config.delimiter }));
				},
			),
			tries(200),
		);
	});

	it('comes back where it has no header and was appended to', () => {
		fc.assert(
			fc.property(
				rowsOf(anyNumber),
				rowsOf(anyNumber),
				writingBy(fc.oneof(usual, unusual)),
				(first, second, { delimiter, line_end }) => {
					// Readers tell UTF-16 by a zero at the beginning, and take a first line of `sep=;` for what Excel says by it.
					const texts = first.flatMap((row) => [...row.values()]).filter((value) => typeof value === 'string');
					fc.pre(!texts.some((value) => value.includes('\0')) && !/^sep=/i.test(texts[0] ?? ''));
					const columns = [...(first[0] as Row).keys()];
					const more = underNamesOf(first, second);
					const headless = { header: false, columns };
					write(first, { ...headless, delimiter, line_end });
					write(more, { ...headless, mode: 'append' });
					expectSame([...first, ...more], read({ ...headless, infer: 'exact', delimiter }));
				},
			),
			tries(200),
		);
	});

	it.each(['9007199254740993', '-12345678901234567890', '0.1234567890123456789', '1e400', '12E5', '5'])(
		'keeps %s a number beside digits that are text',
		(number) => {
			const rows = [new Map([['id', new Digits(number)]]), new Map([['id', '9007199254740993']])];
			write(rows, {});
			expectSame(rows, read({ infer: 'exact' }));
		},
	);

	it('quotes what another delimiter could be taken from in the first rows alone', () => {
		const rows = Array.from(
			{ length: 30 },
			() =>
				new Map([
					['a', 'x;y'],
					['b', 'z'],
				]),
		);
		write(rows, {});
		const lines = readFileSync(join(scratch.path, 'a.csv'), 'utf8').trimEnd().split('\n');
		expect(lines.slice(0, 20)).toEqual(['a,b', ...Array.from({ length: 19 }, () => '"x;y",z')]);
		expect(new Set(lines.slice(20))).toEqual(new Set(['x;y,z']));
	});
});

it('tells of a word that infer does not know', () => {
	expect(() => Guest.start(source, { config: { path: 'x', infer: 'exactly' } })).toThrow(
		'config.infer must be true, false, "all" or "exact", found "exactly"',
	);
});
