import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { manifestSchema, storedManifestSchema } from '../../../shared/plugin/manifest.ts';
import { parseManifest } from './parse-manifest.ts';

const base = '"name": "a", "type": "filter", "module_path": "./a.wasm"';

function failureOf(text: string): DataFlareError {
	try {
		parseManifest(text, 'plugin.json');
	} catch (thrown) {
		if (thrown instanceof DataFlareError) return thrown;
		throw thrown;
	}
	throw new Error(`accepted: ${text}`);
}

describe('a manifest that says two things, or one that cannot be kept', () => {
	it.each([
		['a key twice', `{${base}, "name": "b"}`, 'name: appears twice'],
		[
			'a key twice in the policy',
			`{${base}, "security_policy": {"max_memory": 65536, "max_memory": 1}}`,
			'security_policy.max_memory: appears twice',
		],
		[
			'a key twice under another spelling',
			`{${base}, "config": {"a": [{"b": 1, "\\u0062": 2}]}}`,
			'config.a[0].b: appears twice',
		],
		['the key __proto__', `{${base}, "config": {"__proto__": {"x": 1}}}`, 'config.__proto__: is not allowed'],
		['a number beyond every double', `{${base}, "config": {"n": [0, 1e999]}}`, 'config.n[1]: 1e999 is a number'],
		[
			'a whole number that would be rounded',
			`{${base}, "extra": 12345678901234567890}`,
			'extra: 12345678901234567890 is a number',
		],
		['a number that is none', `{${base}, "timeout_ms": NaN}`, 'is not JSON: line 1'],
		['a memory limit above the bound', `{${base}, "memory_limit": 1e15}`, 'memory_limit: '],
		['a hostile depth', `{${base}, "extra": ${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 'nested deeper than 100'],
	])('%s is refused with its path', (_, text, words) => {
		const error = failureOf(text);
		expect(error.message).toContain(words);
		expect(error).toMatchObject({ code: 'configuration', hint: expect.stringMatching(/./) });
	});

	it.each([
		['a bare word', '{\n\t"name": bogus,\n\t"type": "filter"\n}\n', 2, 10, 'unexpected "b"'],
		['a comma too many', '{\n\t"name": "a",\n}\n', 3, 1, 'unexpected "}"'],
		['an end too soon', '{\n\t"name": "a"', 2, 13, 'the text ends there'],
	])('%s is shown where it stands, once', (_, text, line, column, words) => {
		const error = failureOf(text);
		expect(error.message).toBe(`plugin.json is not JSON: line ${line}, column ${column}: ${words}.`);
		expect(error.details).toMatchObject({ line, column });
	});

	it('keeps a key named constructor as data and changes no prototype', () => {
		const { manifest } = parseManifest(
			`{${base}, "constructor": {"prototype": {"x": 1}}, "config": {"constructor": 2}}`,
			'f',
		);
		expect(Object.hasOwn(manifest, 'constructor')).toBe(true);
		expect(manifest.config).toEqual({ constructor: 2 });
		expect(Reflect.get({}, 'x')).toBeUndefined();
	});

	it('takes equal keys in different objects, and quotes and braces in strings, for what they are', () => {
		const config = { a: { a: '{"a":1,"a":2}' }, b: ['\\"', '}', { a: 1 }, { a: 2 }] };
		expect(parseManifest(`{${base}, "config": ${JSON.stringify(config)}}`, 'f').manifest.config).toEqual(config);
	});
});

describe('the words of a manifest in other languages', () => {
	const parse = (translations: unknown) =>
		parseManifest(`{${base}, "metadata": {"x-translations": ${JSON.stringify(translations)}}}`, 'plugin.json');
	const tooMany = Object.fromEntries(
		Array.from({ length: 51 }, (_, at) => [`a${String.fromCharCode(97 + (at % 26))}-x${at}`, {}]),
	);

	it.each([
		['a list', [], 'metadata["x-translations"]: '],
		['a bare text', { 'zh-CN': 'x' }, 'metadata["x-translations"]["zh-CN"]: '],
		['a description that is no text', { de: { description: 1 } }, 'metadata["x-translations"].de.description: '],
		['too long', { de: { description: 'x'.repeat(2001) } }, 'metadata["x-translations"].de.description: '],
		['no language', { 'German, mostly': {} }, 'is not a language tag such as "zh-CN"'],
		['too many languages', tooMany, 'metadata["x-translations"]: must have at most 50 languages'],
	])('are refused with their place: %s', (_, translations, words) => {
		const error = failureOf(`{${base}, "metadata": {"x-translations": ${JSON.stringify(translations)}}}`);
		expect(error.message).toContain(words);
		expect(error.message).toContain('metadata["x-translations"]');
		expect(error).toMatchObject({
			code: 'configuration',
			hint: expect.stringMatching(/./),
			details: { reason: 'manifest_invalid', path: expect.stringMatching(/^metadata\["x-translations"\]/) },
		});
	});

	it('are kept, and what is misspelt in them is told', () => {
		const { manifest, warnings } = parse({ 'zh-CN': { description: '排序' }, de: { descripton: 'Sortiert.' } });
		expect(manifest.metadata['x-translations']?.['zh-CN']).toEqual({ description: '排序' });
		expect(warnings).toMatchObject([
			{
				reason: 'unknown_key_near',
				facts: { key: 'metadata["x-translations"].de.descripton', near: 'description' },
			},
		]);
	});

	it('are no reason to lose a plugin that an older version took in', () => {
		const older = { name: 'a', type: 'filter', module_path: 'a.wasm', metadata: { author: 'me', 'x-translations': 1 } };
		expect(storedManifestSchema.parse(older).metadata).toMatchObject({ author: 'me' });
	});
});

const known = new Set([...Object.keys(manifestSchema.shape), '__proto__']);
const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
const faithful = json.map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const extra = fc.dictionary(
	fc.string({ maxLength: 12 }).filter((key) => !known.has(key)),
	faithful,
	{ maxKeys: 4, noNullPrototype: true },
);
/** Names of devices on Windows, which are refused. */
const isDevice = (text: string): boolean => /(^|[\\/])(con|prn|aux|nul|(com|lpt)[1-9¹²³])\s*([.:\\/]|$)/i.test(text);

const manifests = fc.record(
	{
		name: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}$/).filter((name) => !isDevice(name)),
		type: fc.constantFrom('source', 'destination', 'processor', 'transformer', 'filter', 'aggregator'),
		module_path: fc.string({ minLength: 1, maxLength: 30 }).filter((path) => !isDevice(path)),
		config: extra,
		memory_limit: fc.integer({ min: 65_536, max: 2 ** 32 }),
		timeout_ms: fc.integer({ min: 1, max: 86_400_000 }),
		encoding: fc.constantFrom('json', 'ndjson', 'bytes'),
		batch: fc.boolean(),
		instances: fc.integer({ min: 1, max: 16 }),
		metadata: fc.record(
			{ author: fc.string({ maxLength: 20 }), version: fc.string({ maxLength: 20 }) },
			{ requiredKeys: [] },
		),
	},
	{ requiredKeys: ['name', 'type', 'module_path'], noNullPrototype: true },
);

/** Whole numbers beyond 2^53 are refused, so a manifest with one is none of those that are accepted. */
function isExact(value: unknown): boolean {
	return !/(?<![\d.e"\\+-])-?\d{16,}(?![\d.e])/.test(JSON.stringify(value));
}

describe('for every text', () => {
	it('parsing throws nothing but the product’s error', () => {
		const nearly = fc.tuple(manifests, fc.nat(), fc.string({ maxLength: 3 })).map(([manifest, at, noise]) => {
			const text = JSON.stringify(manifest);
			const cut = at % text.length;
			return text.slice(0, cut) + noise + text.slice(cut + noise.length);
		});
		const odd = fc
			.record(
				{ name: json, type: json, module_path: json, security_policy: json, metadata: json, config: json },
				{ requiredKeys: [] },
			)
			.map((value) => JSON.stringify(value));
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json(), nearly, odd), (text) => {
				try {
					parseManifest(text, 'plugin.json');
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(DataFlareError);
					expect((thrown as DataFlareError).code).toBe('configuration');
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('unknown keys are kept, and each is reported', () => {
		fc.assert(
			fc.property(manifests, extra, (manifest, more) => {
				fc.pre(isExact([manifest, more]));
				const parsed = parseManifest(JSON.stringify({ ...manifest, ...more }), 'f');
				expect(parsed.manifest).toMatchObject(more);
				for (const key of Object.keys(more))
					expect(parsed.warnings.some(({ text }) => text.startsWith(`"${key}" is`))).toBe(true);
			}),
		);
	});

	it('what was accepted is accepted again as the same manifest', () => {
		fc.assert(
			fc.property(manifests, extra, (manifest, more) => {
				fc.pre(isExact([manifest, more]));
				const once = parseManifest(JSON.stringify({ ...manifest, ...more }), 'f').manifest;
				const text = JSON.stringify(once);
				expect(JSON.stringify(parseManifest(text, 'f').manifest)).toBe(text);
			}),
		);
	});
});

describe('a manifest of more than anybody reads', () => {
	const base = '"name": "p", "type": "processor", "module_path": "./p.wasm"';
	const keys = (count: number): string =>
		Array.from({ length: count }, (_, index) => `"unknown-${index}": 1`).join(', ');

	it('names the first unknown keys, and of the others how many there are', () => {
		const { warnings, manifest } = parseManifest(`{ ${base}, ${keys(5_000)} }`, 'plugin.json');
		expect(warnings).toHaveLength(21);
		expect(warnings.at(-1)).toMatchObject({
			reason: 'more_unknown_keys',
			facts: { more: 4980 },
			text: '4980 more keys are not known; they are kept but not used.',
		});
		expect(manifest).toMatchObject({ 'unknown-4999': 1 });
	});

	it('cuts what it says of a key that is as long as the file', () => {
		const { warnings } = parseManifest(`{ ${base}, "${'k'.repeat(900_000)}": 1 }`, 'plugin.json');
		expect(JSON.stringify(warnings).length).toBeLessThan(500);
	});

	it.each([
		['unknown keys of the policy', `{ ${base}, "security_policy": { ${keys(10_000)} } }`],
		['wrong entries of a list', `{ ${base}, "security_policy": { "allowed_paths": [${'1,'.repeat(9_999)}1] } }`],
		[
			'an unknown key of the policy that is as long as the file',
			`{ ${base}, "security_policy": { "${'k'.repeat(900_000)}": 1 } }`,
		],
	])('names a few of many mistakes: %s', (_, text) => {
		const error = failureOf(text);
		expect(error.code).toBe('configuration');
		expect(JSON.stringify(error.toWire()).length).toBeLessThan(10_000);
	});

	it.each([
		['keys', `{ ${base}, "security_policy": { ${keys(40_000)} } }`],
		['values', `{ ${base}, "config": { "x": [${'{},'.repeat(300_000)}{}] } }`],
		['values of what is no JSON', `{ ${base}, "config": [${'[],'.repeat(300_000)}`],
	])('is refused before anything is made of its %s', (_, text) => {
		expect(failureOf(text)).toMatchObject({
			code: 'configuration',
			message: 'plugin.json has more than 20,000 keys and values.',
			hint: expect.stringMatching(/\w/),
		});
	});

	it('may hold a long text, whatever stands in it', () => {
		const text = `{ ${base}, "config": { "csv": "${'a,[{\\",'.repeat(100_000)}" } }`;
		expect(parseManifest(text, 'plugin.json').warnings).toEqual([]);
	});
});
