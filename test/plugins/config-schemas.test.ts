import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { descriptionOf, sampleNameOf } from '../../src/shared/plugin/described.ts';
import { manifestSchema } from '../../src/shared/plugin/manifest.ts';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';
import { sampleManifest, sampleSchema, schemaProblems } from '../support/scratch/sample-schema.ts';

/*
 * That a schema takes whatever its plugin takes is held wherever a test starts a sample: `Guest.start` looks at both.
 * Here is the other way round: what the plugin refuses, its schema refuses, with a word for the person.
 */
const examples = resolve(import.meta.dirname, '../../examples');
const samples = [
	'csv-source',
	'field-mapper',
	'file-writer',
	'group-by',
	'http-json-source',
	'pii-redactor',
	'row-filter',
];
type Config = Readonly<Record<string, JsonValue>>;

const refused: readonly (readonly [string, Config, string])[] = [
	['csv-source', {}, 'config.path: is missing'],
	['csv-source', { path: '' }, 'config.path: expected text that is not empty; found ""'],
	['csv-source', { path: 3 }, 'config.path: expected text in quotes or null; found 3'],
	['csv-source', { path: 'a', delimeter: ';' }, 'config.delimeter: is not a known key (did you mean "delimiter"?)'],
	['csv-source', { path: 'a', delimiter: ';;' }, 'config.delimiter: expected text that matches'],
	['csv-source', { path: 'a', quote: 'é' }, 'config.quote: expected text that matches'],
	['csv-source', { path: 'a', escape: '/' }, 'config.escape: expected "", "\\\\" or null; found "/"'],
	['csv-source', { path: 'a', infer: 'exactly' }, 'did you mean "exact"?'],
	['csv-source', { path: 'a', infer: 1 }, 'config.infer: expected true, false, "all", "exact" or null; found 1'],
	['csv-source', { path: 'a', skip_lines: 'three' }, 'config.skip_lines: expected "auto", a whole number or null'],
	['csv-source', { path: 'a', skip_lines: -1 }, 'config.skip_lines: expected a number of at least 0; found -1'],
	[
		'csv-source',
		{ path: 'a', types: { zip: 'text' } },
		'config.types.zip: expected "string", "number", "boolean" or "auto"',
	],
	['csv-source', { path: 'a', batch_size: 1.5 }, 'config.batch_size: expected a whole number or null; found 1.5'],
	['csv-source', { path: 'a', columns: ['a', 3] }, 'config.columns[1]: expected text in quotes; found 3'],
	['file-writer', { file_path: '' }, 'config.file_path: expected text that is not empty'],
	['file-writer', { path: 'a.csv', mode: 'apend' }, '(did you mean "append"?)'],
	['file-writer', { path: 'a.csv', delimiter: '-' }, 'config.delimiter: expected text that matches'],
	['file-writer', { path: 'a.csv', delimiter: 'a' }, 'config.delimiter: expected text that matches'],
	['file-writer', { path: 'a.csv', bom: 'yes' }, 'config.bom: expected true or false or null; found "yes"'],
	['group-by', { aggregates: [{}] }, 'config.aggregates[0].op: is missing'],
	['group-by', { aggregates: [{ op: 'median' }] }, 'config.aggregates[0].op: expected "count"'],
	['group-by', { aggregates: [{ op: 'sum' }] }, 'config.aggregates[0].field: is missing'],
	['group-by', { aggregates: [{ op: 'quantile', field: 'a' }] }, 'config.aggregates[0].q: is missing'],
	[
		'group-by',
		{ aggregates: [{ op: 'quantile', field: 'a', q: 2 }] },
		'config.aggregates[0].q: expected a number of at most 1',
	],
	['group-by', { aggregates: [{ op: 'count', name: 'n' }] }, 'config.aggregates[0].name: is not a known key'],
	['group-by', { max_groups: 0 }, 'config.max_groups: expected a number of at least 1; found 0'],
	['http-json-source', {}, 'config.url: is missing'],
	['http-json-source', { url: 'ftp://a' }, 'config.url: expected text that matches'],
	['http-json-source', { url: 'https://a', headers: { a: 1 } }, 'config.headers.a: expected text in quotes; found 1'],
	['http-json-source', { url: 'https://a', page: {} }, 'config.page.param: is missing'],
	['http-json-source', { url: 'https://a', page: { param: 'p', size: '9' } }, 'config.page.size: expected a number'],
	['http-json-source', { url: 'https://a', next: 'n', page: { param: 'p' } }, 'config.next: is not allowed here'],
	['http-json-source', { url: 'https://a', next: 'n', link_header: true }, 'config.link_header: is not allowed here'],
	['http-json-source', { url: 'https://a', max_wait: 301 }, 'config.max_wait: expected a number of at most 300'],
	[
		'pii-redactor',
		{ email: 'msk' },
		'config.email: expected "mask", "hash", "off" or null (did you mean "mask"?); found "msk"',
	],
	['pii-redactor', { phone: 'hash' }, 'config.salt: is missing'],
	['pii-redactor', { card: 'hash', salt: '' }, 'config.salt: expected text that is not empty'],
	['pii-redactor', { hash_length: 7 }, 'config.hash_length: expected a number of at least 8; found 7'],
	['pii-redactor', { adress: 'mask' }, 'config.adress: is not a known key'],
	['row-filter', {}, 'config.where: is missing'],
	['row-filter', { where: { field: 'a', op: 'gtt', value: 1 } }, '(did you mean "gt"?)'],
	['row-filter', { where: { field: 'a' } }, 'config.where.value: is missing'],
	['row-filter', { where: { field: 'a', op: 'in', value: 3 } }, 'config.where.value: expected a list, [ … ]; found 3'],
	['row-filter', { where: { field: 'a', op: 'contains', value: 3 } }, 'config.where.value: expected text in quotes'],
	['row-filter', { where: { field: 'a', value: [1] } }, 'config.where.value: expected'],
	[
		'row-filter',
		{ where: { and: [{ field: 'a', value: 1 }, { field: 3 }] } },
		'config.where.and[1].field: expected text',
	],
	['row-filter', { where: { and: [], or: [] } }, 'config.where: has keys that cannot be combined'],
	['row-filter', { where: { not: [] } }, 'config.where.not: expected an object'],
	[
		'row-filter',
		{ where: { field: 'a', value: { number: '1x' } } },
		'config.where.value.number: expected text that matches',
	],
	['row-filter', { where: { field: 'a', valu: 1 } }, 'config.where.valu: is not a known key (did you mean "value"?)'],
	['field-mapper', { rename: { a: 3 } }, 'config.rename.a: expected text in quotes; found 3'],
	['field-mapper', { convert: { a: 'int' } }, 'config.convert.a: expected "number", "string", "boolean" or "date"'],
	['field-mapper', { compute: { a: 3 } }, 'config.compute.a: expected text in quotes'],
	['field-mapper', { date_order: 'ymd' }, 'config.date_order: expected "mdy", "dmy" or null'],
	['field-mapper', { selct: ['a'] }, 'config.selct: is not a known key (did you mean "select"?)'],
];

describe('the schemas of the samples', () => {
	it.each(refused)('%s: %j is refused by the plugin and by its schema', (name, config, message) => {
		expect(() => Guest.start(samplePlugin(name), { config })).toThrow();
		expect(schemaProblems(name, config).join('\n')).toContain(message);
	});

	it.each(samples)(
		'%s: what its manifest and its samples are configured with is taken, with nothing missing but its file',
		(name) => {
			const manifest = sampleManifest(name) as unknown as {
				readonly config: Config;
				readonly metadata: { readonly samples: readonly { readonly name: string; readonly config?: Config }[] };
			};
			const own = schemaProblems(name, manifest.config);
			expect(own.filter((problem) => !/^config\.(path|url): is missing$/.test(problem))).toEqual([]);
			expect(manifest.metadata.samples.length).toBeGreaterThan(0);
			for (const sample of manifest.metadata.samples) {
				expect([sample.name, schemaProblems(name, { ...manifest.config, ...sample.config })]).toEqual([
					sample.name,
					[],
				]);
			}
		},
	);

	it.each(samples)(
		'%s: each key of its README stands in its schema, and the other way round, each with a title and help',
		(name) => {
			const readme = readFileSync(join(examples, name, 'README.md'), 'utf8');
			const { properties = {} } = sampleSchema(name).root;
			const keys = Object.keys(properties);
			for (const key of keys) {
				const property = properties[key];
				expect([key, readme.includes(`\`${key}\``) || readme.includes(`"${key}"`)]).toEqual([key, true]);
				expect([key, typeof property === 'object' && Boolean(property.title && property.description)]).toEqual([
					key,
					true,
				]);
			}
			const table = readme.split('\n').filter((line) => /^\| `[a-z_]+`/.test(line) && !name.startsWith('row'));
			const named = table.flatMap((line) =>
				[...(line.split('|')[1] ?? '').matchAll(/`([a-z_]+)`/g)].map(([, key]) => key),
			);
			const operations = new Set(['op', 'count', 'sum', 'mean', 'min', 'max', 'quantile', 'count_distinct']);
			expect(named.filter((key) => !operations.has(String(key)) && !keys.includes(String(key)))).toEqual([]);
		},
	);

	it.each(samples)('%s: says in Chinese, too, what it does and what its samples are', (name) => {
		const { metadata } = manifestSchema.parse(sampleManifest(name));
		const words = [
			[metadata.description, descriptionOf(metadata, 'zh-CN')],
			...(metadata.samples ?? []).map((sample) => [sample.name, sampleNameOf(sample, 'zh-CN')]),
		];
		for (const [own, chinese] of words) {
			expect(chinese).toMatch(/\p{Script=Han}/u);
			expect(own).not.toMatch(/\p{Script=Han}/u);
		}
	});

	it.each(samples)('%s: the examples and defaults of its schema are taken by it', (name) => {
		for (const [key, property] of Object.entries(sampleSchema(name).root.properties ?? {})) {
			if (typeof property === 'boolean') continue;
			const values = [...(property.examples ?? []), ...(property.default === undefined ? [] : [property.default])];
			for (const value of values) {
				const found = schemaProblems(name, { [key]: value }).filter((problem) => problem.startsWith(`config.${key}`));
				expect(found).toEqual([]);
			}
		}
	});

	it.each(samples)('%s: takes the configuration that its README begins with', (name) => {
		const readme = readFileSync(join(examples, name, 'README.md'), 'utf8');
		const [, block = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
		expect(schemaProblems(name, JSON.parse(block) as Config)).toEqual([]);
	});

	it('take what the examples of component configurations say', () => {
		let looked = 0;
		for (const file of readdirSync(join(examples, 'configs')).filter((each) => each.endsWith('.json'))) {
			const text = JSON.parse(readFileSync(join(examples, 'configs', file), 'utf8')) as {
				readonly module_path?: string;
				readonly config?: Config;
			};
			const name = samples.find((each) => text.module_path?.includes(`/${each}/`));
			if (name === undefined || text.config === undefined) continue;
			looked++;
			expect([file, schemaProblems(name, text.config)]).toEqual([file, []]);
		}
		expect(looked).toBeGreaterThan(0);
	});
});
