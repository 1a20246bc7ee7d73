import { describe, expect, it } from 'vitest';
import { modelOf, rootFields } from './field-model.ts';
import { inLanguage } from './in-language.ts';
import { readConfigSchema } from './read-schema.ts';

const zh = (title: string, description?: string) => ({
	'x-translations': { 'zh-CN': { title, ...(description === undefined ? {} : { description }) } },
});
const written = {
	properties: {
		path: { type: 'string', title: 'File', description: 'What to read.', ...zh('文件') },
		rule: { $ref: '#/$defs/rule', title: 'Rule', default: { title: 'x', ...zh('不译') } },
		ways: {
			oneOf: [{ type: 'string', title: 'Text', 'x-translations': { zh: { title: '文本' } } }, { type: 'number' }],
		},
		title: { type: 'string' },
	},
	$defs: { rule: { type: 'object', description: 'One rule.', ...zh('规则', '一条规则。') } },
};

function fieldsIn(language: string) {
	const { schema } = readConfigSchema(written);
	if (schema === null) throw new Error('not read');
	const worded = inLanguage(schema, language);
	return { schema, worded, models: rootFields(worded).fields.map((field) => modelOf(worded, field.schema)) };
}

describe('a schema in another language', () => {
	it('has the titles and descriptions that it gives, also behind a $ref, and its own where it gives none', () => {
		const { models } = fieldsIn('zh-CN');
		expect(models.map(({ title, about }) => [title, about])).toEqual([
			['文件', 'What to read.'],
			['Rule', '一条规则。'],
			[null, null],
			[null, null],
		]);
		expect(models[2]).toMatchObject({ kind: 'union', ways: [{ title: '文本' }, { type: 'number' }] });
	});

	it('leaves a default as it is', () => {
		expect(fieldsIn('zh-CN').models[1]?.default).toEqual(written.properties.rule.default);
	});

	it('is the schema itself where it gives none, and the one that was read never changes', () => {
		const { schema, worded } = fieldsIn('en');
		expect(worded).toBe(schema);
		fieldsIn('zh-CN');
		expect(written.properties.path.title).toBe('File');
	});

	it.each([
		['a text', '文件'],
		['a list', []],
		['words for a language', { 'zh-CN': '文件' }],
		['a title that is no text', { 'zh-CN': { title: 3 } }],
	])('is malformed where its translations are %s', (_, translations) => {
		expect(readConfigSchema({ 'x-translations': translations }).problem).toEqual({
			code: 'schema_malformed',
			at: '#/x-translations',
		});
	});
});
