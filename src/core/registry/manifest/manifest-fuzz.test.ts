import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../../../test/support/values/any-text.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { manifestSchema, metadataSchema, privacySchema } from '../../../shared/plugin/manifest.ts';
import { securityPolicySchema } from '../../../shared/policy/security-policy.ts';
import { type ParsedManifest, parseManifest } from '../package/parse-manifest.ts';
import { MAX_JSON_DEPTH } from '../package/scan-json.ts';

const base = { name: 'a', type: 'filter', module_path: './a.wasm' };

type Outcome = ParsedManifest | DataFlareError;

/** What is made of a text. Anything but the product's own error is thrown on, and so is one that is no help. */
function outcomeOf(text: string): Outcome {
	try {
		const parsed = parseManifest(text, 'plugin.json');
		expect(JSON.stringify(parsed.warnings).length).toBeLessThan(20_000);
		return parsed;
	} catch (thrown) {
		if (!(thrown instanceof DataFlareError)) throw thrown;
		expect(thrown.code).toBe('configuration');
		expect(thrown.message).toMatch(/^plugin\.json/);
		expect(thrown.hint).toMatch(/\w/);
		expect(JSON.stringify(thrown.toWire()).length).toBeLessThan(20_000);
		return thrown;
	}
}

/** Every key that is known, by its place: the objects that have it around it, outermost first. */
const places: readonly (readonly [around: readonly string[], keys: readonly string[]])[] = [
	[[], Object.keys(manifestSchema.shape)],
	[['metadata'], Object.keys(metadataSchema.shape)],
	[['privacy'], Object.keys(privacySchema.shape)],
	[['security_policy'], Object.keys(securityPolicySchema.shape)],
];
const keys = places.flatMap(([around, names]) => names.map((name) => [...around, name]));

/** A manifest with a value at a place. */
function withAt(path: readonly string[], value: unknown): Record<string, unknown> {
	const [first = '', ...rest] = path;
	return { ...base, [first]: rest.length === 0 ? value : withoutBase(rest, value) };
}

function withoutBase(path: readonly string[], value: unknown): unknown {
	const [first, ...rest] = path;
	return first === undefined ? value : { [first]: withoutBase(rest, value) };
}

const named = fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', 'length', '');
const anything = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	fc.dictionary(fc.oneof(named, fc.string({ maxLength: 8 })), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
	fc.integer({ min: 1, max: 200_000 }).map((length) => 'x'.repeat(length)),
	fc.integer({ min: 1, max: 3_000 }).map((length) => Array.from({ length }, (_, at) => at)),
	fc.constantFrom<unknown>(-1, 0, 1.5, 2 ** 53, -0, '', ' ', '\u202e', '\ud800', [[]], [{}], {}, [null]),
);

describe('for every key of a manifest', () => {
	it('a value of any kind is taken, or refused by its place', () => {
		fc.assert(
			fc.property(fc.constantFrom(...keys), anything, (path, value) => {
				const outcome = outcomeOf(JSON.stringify(withAt(path, value)));
				if (!(outcome instanceof DataFlareError)) return;
				expect(`${outcome.message} ${outcome.details?.['path']}`).toContain(path[0]);
			}),
			{ numRuns: 600 },
		);
	});

	it('a slip of the pen is told with the key that was meant', () => {
		const slips = fc.constantFrom(...keys.filter((path) => (path.at(-1) ?? '').length > 3)).chain((path) => {
			const key = path.at(-1) ?? '';
			return fc.nat({ max: key.length - 1 }).map((at) => [path, `${key.slice(0, at)}${key.slice(at + 1)}`] as const);
		});
		fc.assert(
			fc.property(slips, ([path, slip]) => {
				const around = path.slice(0, -1);
				fc.pre(!keys.some((each) => each.at(-1) === slip && each.length === path.length));
				const outcome = outcomeOf(JSON.stringify(withAt([...around, slip], 1)));
				const said =
					outcome instanceof DataFlareError ? outcome.message : outcome.warnings.map(({ text }) => text).join('\n');
				expect(said).toMatch(/did you mean "/);
				expect(said).toContain(slip);
			}),
			{ numRuns: 400 },
		);
	});

	it('the same key twice, at any depth, is told by its place', () => {
		fc.assert(
			fc.property(fc.constantFrom(...keys), fc.constantFrom('1', '{}', '"x"'), (path, value) => {
				const key = JSON.stringify(path.at(-1));
				const inner = `{${key}:${value},${key}:${value}}`;
				const outer = path.slice(0, -1).reduceRight((text, each) => `{${JSON.stringify(each)}:${text}}`, inner);
				const outcome = outcomeOf(outer);
				expect(outcome).toBeInstanceOf(DataFlareError);
				expect((outcome as DataFlareError).message).toContain('appears twice in the same object');
				expect((outcome as DataFlareError).message).toContain(path.at(-1));
			}),
		);
	});

	it('__proto__ is refused wherever it stands, and nothing gets a prototype', () => {
		fc.assert(
			fc.property(fc.constantFrom(...keys), (path) => {
				const text = JSON.stringify(withAt(path, { PROTO: { polluted: true } })).replace('PROTO', '__proto__');
				const outcome = outcomeOf(text);
				expect(outcome).toBeInstanceOf(DataFlareError);
				expect((outcome as DataFlareError).message).toContain('__proto__');
				expect(Reflect.get({}, 'polluted')).toBeUndefined();
			}),
		);
	});

	it('what is nested too deeply is refused before anything recursive meets it', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...keys),
				fc.integer({ min: MAX_JSON_DEPTH + 1, max: 100_000 }),
				fc.constantFrom<readonly [string, string]>(['[', ']'], ['{"a":', '}']),
				(path, depth, [open, close]) => {
					const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
					const outcome = outcomeOf(JSON.stringify(withAt(path, 'DEEP')).replace('"DEEP"', deep));
					expect(outcome).toBeInstanceOf(DataFlareError);
					expect((outcome as DataFlareError).message).toContain(`nested deeper than ${MAX_JSON_DEPTH} levels`);
				},
			),
			{ numRuns: 100 },
		);
	});
});

describe('for any text at all', () => {
	it('there is a manifest, or a sentence that says what is wrong', () => {
		const object = fc.dictionary(fc.oneof(fc.constantFrom(...keys.map((path) => path.at(-1) ?? '')), named), anything);
		const cut = object.chain((value) => {
			const text = JSON.stringify({ ...base, ...value });
			return fc.nat({ max: text.length }).map((at) => text.slice(0, at));
		});
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					anyText(),
					fc.json(),
					object.map((each) => JSON.stringify({ ...base, ...each })),
					cut,
				),
				(text) => {
					outcomeOf(text);
				},
			),
			{ numRuns: 300 },
		);
	});

	it.each([
		['one long text', `{"reasons":{"a":"${'x'.repeat(1_000_000)}"}}`],
		['one long key', `{"${'reasons'.repeat(140_000)}":1}`],
		['a long range', `{"name":"a","type":"filter","module_path":"a","host":"${'>=1 '.repeat(25)}"}`],
		['a range that goes astray', `{"name":"a","type":"filter","module_path":"a","host":"${'1'.repeat(99)}x"}`],
		['blanks in a range', `{"name":"a","type":"filter","module_path":"a","host":"${' '.repeat(99)}x"}`],
		['a version of dashes', `{"name":"a","type":"filter","module_path":"a","version":"1.0.0${'-'.repeat(90)}"}`],
		['many optional rights', `{"optional":[${Array.from({ length: 9_000 }, () => '""').join()}]}`],
		['many languages', `{"reasons":{"a":{${Array.from({ length: 9_000 }, (_, at) => `"l${at}":"x"`).join()}}}}`],
	])('the answer to %s is short', (_, text) => {
		outcomeOf(text);
	});
});
