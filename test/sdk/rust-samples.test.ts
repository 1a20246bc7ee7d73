/** The samples that exist in Rust as well: what is promised of the sample is promised of them, byte for byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modulePath, root, rustcFor, rustSamples } from '../../scripts/build-rust/compile-rust.ts';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, GuestFailure, replaceSample, samplePlugin } from '../support/guests/guest-harness.ts';
import { rustModule } from '../support/values/rust-module.ts';

const moduleOf = (bytes: Uint8Array): WebAssembly.Module => new WebAssembly.Module(Uint8Array.from(bytes));

/** The module as it is built here where a compiler is, else as it was committed. */
async function builtHere(name: string): Promise<WebAssembly.Module> {
	if (rustcFor('wasm32-unknown-unknown') === undefined) return moduleOf(readFileSync(modulePath(name)));
	return moduleOf(await rustModule(`examples/rust/${name}/src/lib.rs`, { optimised: true }));
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
for (const file of ['row-filter', 'letter-case', 'exact-numbers']) await import(`../plugins/${file}.test.ts`);

type Config = Readonly<Record<string, JsonValue>>;

/** All that a plugin says to a configuration and an input, to the byte. */
function said(module: WebAssembly.Module, config: string, fn: string, input: string): unknown {
	const guest = new Guest(module);
	try {
		guest.call('plugin_init', config);
		const answers = [input, input].map((text) => {
			const { bytes, status } = guest.callBytes(fn, new TextEncoder().encode(text));
			return [status > 1 ? 'result' : status, Buffer.from(bytes).toString('utf8')];
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
const scalar = fc.oneof(number, quoted, fc.constantFrom('null', 'true', 'false'));
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

const configurations: Readonly<Record<string, fc.Arbitrary<string>>> = {
	'row-filter': fc.oneof(
		{ weight: 8, arbitrary: condition.map((where) => `{"where":${where}}`) },
		{ weight: 1, arbitrary: json },
	),
};
const functions: Readonly<Record<string, string>> = { 'row-filter': 'filter_data' };

describe.each(samples)('$name in Rust', ({ name, theirs, ours, committed }) => {
	it('says the same as in AssemblyScript, byte for byte, to whatever it is given', () => {
		const fn = functions[name] ?? '';
		fc.assert(
			fc.property(configurations[name] as fc.Arbitrary<string>, input, (config, records) => {
				expect(said(ours, config, fn, records)).toEqual(said(theirs, config, fn, records));
			}),
			{ numRuns: 3000 },
		);
	});

	it('says so as it is committed', () => {
		fc.assert(
			fc.property(configurations[name] as fc.Arbitrary<string>, input, (config, records) => {
				const fn = functions[name] ?? '';
				expect(said(committed, config, fn, records)).toEqual(said(theirs, config, fn, records));
			}),
			{ numRuns: 300 },
		);
	});

	it('asks for the same in its manifest, under a name of its own', () => {
		const manifestOf = (path: string) => JSON.parse(readFileSync(join(root, path, 'plugin.json'), 'utf8')) as Config;
		const { name: _, module_path: __, metadata: ___, ...asked } = manifestOf(`examples/rust/${name}`);
		const { name: ____, module_path: _____, metadata: ______, ...expected } = manifestOf(`examples/${name}`);
		expect(asked).toEqual(expected);
	});
});
