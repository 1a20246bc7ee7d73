/** CSV files as programs and people write them, and as nobody should, with settings for them. */
import fc from 'fast-check';
import type { JsonValue } from '../../../src/shared/errors/errors.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Fields without quotes around them. */
const plain = fc.oneof(
	fc.integer({ min: -2000, max: 2000 }).map(String),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
	fc.stringMatching(/^[-+.]?[0-9]{0,18}[.,]?[0-9]{0,4}(?:[eE][-+]?[0-9]{1,3})?$/),
	fc.constantFrom(
		...['', '', '', 'a', 'x y', 'true', 'FALSE', 'True', 'tRue', 't', 'N', '0', '1', '007', '-0', '1.0', '.5', '-.5'],
		...['12E5', '1.5e3', '1.5e999', '1e-7', '1234567890123456', '123456789012345', '-', '--1', '+5', ' 7 ', '5.'],
		...['2001-02-03T10:55', '10.0.0.1', 'é', '日本語のテキスト', '\u{1f600}', 'straße 12, Köln', '\\', 'a\\b', '\t'],
		...['\u0001', '\u007f', '\u0000', ' ', '  ', '\u0011'],
	),
	fc.string({ unit: 'grapheme', maxLength: 40 }),
	fc.integer({ min: 12, max: 70 }).map((length) => 'abcdefghij klmnop'.repeat(5).slice(0, length)),
);
/** Fields with quotes around them, most of them whole. */
const quoted = fc
	.tuple(
		fc.oneof(
			plain,
			fc.constantFrom('a\nb', 'a\r\nb', 'a,b;c', '12', '0012', '', 'x"y', 'say ""', '"', 'back\\', '\\"q'),
		),
		fc.constantFrom('', '', '', '', ' ', '  '),
		fc.constantFrom('', '', '', '', ' ', 'x', '"'),
		fc.constantFrom('double', 'double', 'double', 'backslash', 'leave'),
		fc.constantFrom('"', '"', '"', "'"),
	)
	.map(([text, before, after, way, quote]) => {
		const inside =
			way === 'double'
				? text.replaceAll(quote, quote + quote)
				: way === 'backslash'
					? text.replaceAll(quote, `\\${quote}`)
					: text;
		return `${before}${quote}${inside}${quote}${after}`;
	});
const field = fc.oneof({ weight: 5, arbitrary: plain }, { weight: 2, arbitrary: quoted });

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const delimiter = fc.constantFrom(',', ',', ',', ';', '\t', '|', ' ', ':');
const begin = fc.constantFrom(
	...['', '', '', '', '\ufeff', '\ufeff\ufeff', 'sep=;\n', '"sep=,"\r\n', 'sep=|||\n', 'A title\n', 'Two\nTitles\n\n'],
);
/** Mostly rows of one width, each column of one kind. */
const table = fc.integer({ min: 1, max: 5 }).chain((width) => {
	const column = fc.oneof(
		fc.constant(field),
		fc.constant(fc.integer({ min: 0, max: 99_999 }).map(String)),
		fc.constant(fc.constantFrom('07', '12', '5', '', '1234567890123456789')),
		fc.constant(quoted),
	);
	return fc
		.array(column, { minLength: width, maxLength: width })
		.chain((columns) =>
			fc.array(
				fc.oneof(
					{ weight: 12, arbitrary: fc.tuple(...columns) as fc.Arbitrary<string[]> },
					{ weight: 1, arbitrary: fc.array(field, { maxLength: 7 }) },
					{ weight: 1, arbitrary: fc.constantFrom([''], ['  '], ['""']) },
				),
				{ maxLength: 40 },
			),
		);
});
const header = fc.oneof(
	fc.constantFrom(['a', 'b', 'c', 'd', 'e'], ['a', 'a', '', 'é', '_extra'], ['"x""y"', 'b c', ' d', 'e']),
	fc.array(field, { maxLength: 5 }),
);
const written = fc
	.tuple(begin, header, table, delimiter, lineEnd, fc.boolean(), fc.constantFrom('utf8', 'utf8', 'utf8', 'latin1'))
	.map(([first, names, rows, mark, end, ends, encoding]) => {
		const width = rows[0]?.length ?? names.length;
		const lines = [names.slice(0, Math.max(1, width)), ...rows].map((row) => row.join(mark));
		return Uint8Array.from(Buffer.from(first + lines.join(end) + (ends ? end : ''), encoding as BufferEncoding));
	});
const noise = fc.oneof(
	fc.stringMatching(/^[a1",;\r\n \\é.-]{0,60}$/).map(bytesOf),
	fc.uint8Array({ maxLength: 60 }),
	fc
		.tuple(written, fc.nat(), fc.uint8Array({ maxLength: 4 }))
		.map(([file, at, bytes]) => Uint8Array.from([...file.slice(0, at % (file.length + 1)), ...bytes, ...file])),
);

/** Bytes of a file. */
export const csvFiles: fc.Arbitrary<Uint8Array> = fc.oneof(
	{ weight: 8, arbitrary: written },
	{ weight: 1, arbitrary: noise },
);

/** Settings, `path` left out. */
export const csvSettings: fc.Arbitrary<Record<string, JsonValue>> = fc.record(
	{
		delimiter: fc.constantFrom('auto', 'auto', ',', ',', ';', 'tab', '|', ' ', '"', 'x', '1', '-', '.'),
		quote: fc.constantFrom('"', '"', '"', '"', "'", '', ' ', ',', '\\', '1'),
		escape: fc.constantFrom('', '\\'),
		skip_lines: fc.constantFrom<JsonValue>('auto', 'auto', 0, 0, 1, 1, 2, 2, 30, -1),
		blank_lines: fc.constantFrom('auto', 'skip'),
		decimal: fc.constantFrom('.', ','),
		header: fc.boolean(),
		columns: fc.constantFrom<JsonValue>('one', ['x', 'x', ''], ['a'], ['a', 'b'], [], [1]),
		types: fc.dictionary(
			fc.constantFrom('a', 'b', 'c', 'a_2', 'col1', 'col2', 'x', '_extra'),
			fc.constantFrom('auto', 'string', 'number', 'boolean'),
			{ maxKeys: 3, noNullPrototype: true },
		),
		infer: fc.constantFrom<JsonValue>(true, true, true, false, 'all', 'all', 'exact', 'exact', 'some'),
		batch_size: fc.constantFrom(1, 2, 3, 7, 1000),
		max_record_bytes: fc.constantFrom(1024, 4_194_304),
		encoding: fc.constantFrom('utf-8', 'utf-8', 'latin1', 'windows-1252'),
		invalid_utf8: fc.constantFrom('refuse', 'replace'),
		file_path: fc.constantFrom(...Array.from({ length: 12 }, () => 'in.csv'), 'other.csv'),
	},
	{ requiredKeys: [] },
);
