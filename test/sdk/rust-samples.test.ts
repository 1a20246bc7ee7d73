/** The samples that exist in Rust as well: what is promised of the sample is promised of them, byte for byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf, modulePath, root, rustcFor, rustSamples } from '../../scripts/build-plugins/rust/compile-rust.ts';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, GuestFailure, replaceSample, samplePlugin } from '../support/guests/guest-harness.ts';
import { rustModule } from '../support/sdk/rust-module.ts';
import { tries } from '../support/values/tries.ts';

const moduleOf = (bytes: Uint8Array): WebAssembly.Module => new WebAssembly.Module(Uint8Array.from(bytes));

/** The module as it is built here where a compiler is, else as it was committed. */
async function builtHere(name: string): Promise<WebAssembly.Module> {
	if (rustcFor('wasm32-unknown-unknown') === undefined) return moduleOf(readFileSync(modulePath(name)));
	return moduleOf(await rustModule(entryOf(name), { optimised: true }));
}

const samples = await Promise.all(
	rustSamples().map(async (name) => ({
		name,
		theirs: samplePlugin(name),
		ours: await builtHere(name),
		committed: moduleOf(readFileSync(modulePath(name))),
	})),
);
for (const { name, ours } of samples) replaceSample(name, ours);
// What the tests of the samples load from now on is in Rust. This file has a process of its own.
for (const file of ['row-filter', 'field-mapper', 'conversions', 'letter-case', 'exact-numbers'])
	await import(`../plugins/${file}.test.ts`);

type Config = Readonly<Record<string, JsonValue>>;

/** All that a plugin says to a configuration and an input, to the byte. */
function said(module: WebAssembly.Module, config: string, fn: string, input: string): unknown {
	const guest = new Guest(module);
	try {
		guest.call('plugin_init', config);
		const answers = [input, input].map((text) => {
			const { bytes, status } = guest.callBytes(fn, new TextEncoder().encode(text));
			// A result without bytes is nothing, as 0 is.
			return [bytes.length > 0 ? 'result' : status > 1 ? 0 : status, Buffer.from(bytes).toString('utf8')];
		});
		guest.call('plugin_cleanup');
		return { answers, logs: guest.logs };
	} catch (error) {
		if (!(error instanceof GuestFailure)) throw error;
		return { status: error.status, message: error.message, logs: guest.logs };
	}
}

/** Numbers as people write them, not only as JavaScript does. */
const number = fc.oneof(
	fc.integer({ min: -20, max: 20 }).map(String),
	fc
		.double({ noNaN: true, noDefaultInfinity: true })
		.map(String)
		.filter((text) => /^-?\d/.test(text)),
	fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,25})(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,4})?$/),
	fc.constantFrom('9007199254740993', '1.0', '10e-1', '-0', '-0.0', '1e400', '1e99999999999999999999', '100', '1.005'),
);
const words = fc.constantFrom(
	...[
		'a',
		'A',
		'straße',
		'STRASSE',
		'ΌΣΟΣ',
		'é',
		'',
		'a.b',
		'2024-02-29',
		'12',
		' 7 ',
		'+5',
		'yes',
		'No',
		'\u{1f600}',
		'\n',
	],
);
const text = fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 6 }));
/** Texts as JSON may write them: plain, escaped, half a surrogate pair. */
const quoted = fc.oneof(
	text.map((value) => JSON.stringify(value)),
	text.map(
		(value) =>
			`"${[...value].map((c) => [...Array(c.length).keys()].map((at) => `\\u${c.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')).join('')}"`,
	),
	fc.constantFrom('"\\ud83d"', '"\\ude00a"', '"\\/\\b\\f"'),
);
const space = fc.constantFrom('', '', '', ' ', '\t', '\r', '\n ');
/** Dates and times as people write them, and what only looks like them. */
const date = fc.oneof(
	fc
		.tuple(
			fc.constantFrom(
				...[
					'2024-02-29',
					'20171222',
					'Jun 12 1998',
					'12th June, 1998',
					'6/12/98',
					'31.12.2020',
					'Wed, 15 Jan 2020',
					'Sept 3 2001',
				],
				...['2023-02-29', 'Wed Jan 15 10:11:12 2020', '20171222160001', '2001/1/1', 'Juni 1 2000', '1 May 69'],
			),
			fc.constantFrom('', 'T', ' ', ', ', '  '),
			fc.constantFrom(
				'',
				'10:11',
				'10:11:12.250',
				'160001',
				'3:04 PM',
				'12:00 a.m.',
				'24:00',
				'23:59:60',
				'10:11:12,5',
			),
			fc.constantFrom(
				'',
				'Z',
				' GMT',
				' EST',
				'+05:30',
				'-0800',
				' GMT+0100 (CET)',
				' +15',
				'+1[Europe/Paris]',
				' CEST',
				' +02:00 CEST',
			),
		)
		.map((parts) => parts.join('')),
	fc.integer({ min: -(2 ** 45), max: 2 ** 48 }).map(String),
	fc.integer({ min: 18_990_101, max: 22_001_231 }).map(String),
);
const scalar = fc.oneof(
	number,
	quoted,
	date.map((each) => JSON.stringify(each)),
	fc.constantFrom('null', 'true', 'false'),
);
const key = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom('"a"', '"b"', '"c"', '"\\u0061"', '"a.b"', '""', '"é"') },
	{ weight: 1, arbitrary: quoted },
);
const { json } = fc.letrec<{ json: string; object: string }>((tie) => ({
	object: fc
		.array(fc.tuple(space, key, space, tie('json'), space), { maxLength: 5 })
		.map((members) => `{${members.map(([a, name, b, value, c]) => `${a}${name}${b}:${value}${c}`).join(',')}}`),
	json: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		scalar,
		tie('object'),
		fc
			.array(fc.tuple(space, tie('json')), { maxLength: 3 })
			.map((items) => `[${items.map(([a, b]) => a + b).join(',')}]`),
	),
}));
const object = fc
	.array(fc.tuple(space, key, space, json, space), { maxLength: 6 })
	.map((members) => `{${members.map(([a, name, b, value, c]) => `${a}${name}${b}:${value}${c}`).join(',')}}`);
/** Mostly objects; at times something that is not JSON. */
const record = fc.oneof(
	{ weight: 12, arbitrary: object },
	{ weight: 2, arbitrary: json },
	{ weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
);
const input = fc
	.array(fc.tuple(record, fc.constantFrom('\n', '\n', '\r\n', ' ', '\n\n')), { maxLength: 8 })
	.map((parts) => parts.flat().join(''));

const field = fc.constantFrom('a', 'b', 'c', 'a.b', 'a.a', '', 'é', 'b.c.a');
const value = fc.oneof(
	fc
		.oneof(
			fc.integer({ min: -20, max: 20 }),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			text,
			fc.boolean(),
			fc.constant(null),
		)
		.map((one) => JSON.stringify(one)),
	number.map((digits) => `{"number":"${digits}"}`),
	number,
	json,
);
const operator = fc.constantFrom(
	'eq',
	'ne',
	'lt',
	'le',
	'gt',
	'ge',
	'contains',
	'starts_with',
	'ends_with',
	'matches',
	'in',
	'is_null',
	'not_null',
	'like',
);
const comparison = fc
	.tuple(
		field,
		operator,
		fc.oneof(
			{ weight: 3, arbitrary: value },
			{ weight: 1, arbitrary: fc.array(value, { maxLength: 3 }).map((items) => `[${items.join(',')}]`) },
		),
		fc.boolean(),
	)
	.map(
		([name, op, wanted, ignore]) =>
			`{"field":${JSON.stringify(name)},"op":"${op}","value":${op === 'in' ? `[${wanted}]` : wanted}${ignore ? ',"ignore_case":true' : ''}}`,
	);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
	condition: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		comparison,
		fc
			.tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { maxLength: 3 }))
			.map(([word, parts]) => `{"${word}":[${parts.join(',')}]}`),
		tie('condition').map((part) => `{"not":${part}}`),
		{ weight: 1, arbitrary: json },
	),
}));

const operand = fc.oneof(
	fc.constantFrom('a', 'b', 'c', '[a.b]', '[é]', 'a.b', 'null', 'true', "'x'", "' 12 '", '"\\""', 'é'),
	number.filter((digits) => !digits.startsWith('-')),
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
	expression: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		operand,
		fc
			.tuple(tie('expression'), fc.constantFrom('+', '-', ' * ', '/', '%'), tie('expression'))
			.map((parts) => parts.join('')),
		tie('expression').map((inner) => `-${inner}`),
		tie('expression').map((inner) => `(${inner})`),
		fc
			.tuple(
				fc.constantFrom(
					...['abs', 'ceil', 'coalesce', 'floor', 'length', 'lower', 'max', 'min', 'round', 'trim', 'upper', 'sqrt'],
				),
				fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
			)
			.map(([name, values]) => `${name}(${values.join(', ')})`),
		tie('expression').map((inner) => `round(${inner}, 2)`),
		{
			weight: 1,
			arbitrary: fc.constantFrom('', '(', "'", '[', '1e999', '1 2', 'a \u{1f600}', '1..2', '\u{1f600}b', 'max()'),
		},
	),
}));
const name = fc.constantFrom('a', 'b', 'c', 'a.b', '', 'é', 'd');
const dictionary = (values: fc.Arbitrary<unknown>) =>
	fc.dictionary(name, values, { maxKeys: 3, noNullPrototype: true });
const mapping = fc
	.record(
		{
			select: fc.oneof(fc.array(name, { maxLength: 4 }), name),
			drop: fc.array(name, { maxLength: 2 }),
			rename: dictionary(name),
			convert: dictionary(fc.constantFrom('number', 'string', 'boolean', 'date', 'date', 'int')),
			set: dictionary(fc.jsonValue({ maxDepth: 2 })),
			compute: dictionary(expression),
			date_order: fc.constantFrom('mdy', 'dmy', 'ymd'),
			other: fc.constant(1),
		},
		{ requiredKeys: [] },
	)
	// A key that is wrong leaves nothing to compare but its sentence, so it is seldom there.
	.map(({ other, ...rest }) =>
		JSON.stringify(other === undefined || rest.drop === undefined ? rest : { other, ...rest }),
	);

const configurations: Readonly<Record<string, fc.Arbitrary<string>>> = {
	'row-filter': fc.oneof(
		{ weight: 8, arbitrary: condition.map((where) => `{"where":${where}}`) },
		{ weight: 1, arbitrary: json },
	),
	'field-mapper': fc.oneof({ weight: 15, arbitrary: mapping }, { weight: 1, arbitrary: json }),
};
/** Sentences about half a surrogate pair are made of bytes that are not UTF-8, which each language mends in its own way. */
const isWhole = (config: string): boolean => !/"\\ud83d"|\\ude00a/.test(config);
const functions: Readonly<Record<string, string>> = { 'row-filter': 'filter_data', 'field-mapper': 'transform_data' };

describe.each(samples)('$name in Rust', ({ name, theirs, ours, committed }) => {
	it('says the same as in AssemblyScript, byte for byte, to whatever it is given', () => {
		const fn = functions[name] ?? '';
		fc.assert(
			fc.property((configurations[name] as fc.Arbitrary<string>).filter(isWhole), input, (config, records) => {
				expect(said(ours, config, fn, records)).toEqual(said(theirs, config, fn, records));
			}),
			tries(3000),
		);
	});

	it('says so as it is committed', () => {
		fc.assert(
			fc.property((configurations[name] as fc.Arbitrary<string>).filter(isWhole), input, (config, records) => {
				const fn = functions[name] ?? '';
				expect(said(committed, config, fn, records)).toEqual(said(theirs, config, fn, records));
			}),
			tries(300),
		);
	});

	it('asks for the same in its manifest, under a name of its own', () => {
		const manifestOf = (path: string) => JSON.parse(readFileSync(join(root, path, 'plugin.json'), 'utf8')) as Config;
		const [twin, sample] = [manifestOf(`examples/rust/${name}`), manifestOf(`examples/${name}`)];
		const own = { name: null, id: null, module_path: null, metadata: null };
		expect({ ...twin, ...own }).toEqual({ ...sample, ...own });
	});
});
