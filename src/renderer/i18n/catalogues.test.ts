import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

type Tree = { readonly [key: string]: string | Tree };

function textsOf(tree: Tree, path = ''): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(tree).flatMap(([key, value]) =>
			typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...textsOf(value, `${path}${key}.`)],
		),
	);
}

const english = textsOf(en);
const chinese = textsOf(zhCN);
const holesOf = (text: string): readonly string[] =>
	[...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole ?? '').toSorted();

describe('the catalogues', () => {
	it('have the same keys in every language', () => {
		expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
	});

	it('leave no text empty, and end none with an exclamation mark', () => {
		const bad = [...english, ...chinese].filter(([, text]) => text.trim() === '' || /[!！]$/.test(text));
		expect(bad).toEqual([]);
	});

	it('have the same holes for what is filled in', () => {
		const differing = [...english].filter(
			([key, text]) => holesOf(text).join() !== holesOf(chinese.get(key) ?? '').join(),
		);
		expect(differing).toEqual([]);
	});

	it('say the Chinese texts in Chinese', () => {
		// Product names, units and notations are the same in both.
		const same =
			/^[\d\s\p{P}\p{S}]*$|^(\{\{\w+\}\}|[\s·/:→.,()×%–—-]|JSON|NDJSON|CSV|CPU|UTC|URL|ID|ABI|SHA-256|README|WASI|HTTPS?|DataFlare|P95|p95)+$/u;
		const left = [...chinese].filter(([, text]) => !/\p{Script=Han}/u.test(text) && !same.test(text));
		expect(left).toEqual([]);
	});
});

const source = resolve(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
	.map((entry) => join(entry.parentPath, entry.name));

/** Attributes whose text a person sees or hears. */
const spoken = new Set([
	'label',
	'title',
	'placeholder',
	'alt',
	'aria-label',
	'aria-description',
	'description',
	'hint',
]);
/** Names that are the same in every language. */
const names = new Set(['DataFlare']);

/** Words in the code that a person would see: between tags, and in attributes that are seen or heard. */
function textsInCode(code: string): readonly string[] {
	const found: string[] = [];
	const visit = (node: unknown): void => {
		if (Array.isArray(node)) return node.forEach(visit);
		if (typeof node !== 'object' || node === null) return;
		const { type, value, name } = node as { type?: string; value?: unknown; name?: { name?: string } };
		if (type === 'JSXText' && /\p{L}{2,}/u.test(String(value))) found.push(String(value).trim());
		if (type === 'JSXAttribute' && spoken.has(name?.name ?? '')) {
			const text = (value as { type?: string; value?: unknown } | null)?.value;
			if (typeof text === 'string' && /\p{L}{2,}/u.test(text)) found.push(`${name?.name}="${text}"`);
		}
		for (const child of Object.values(node)) visit(child);
	};
	visit(parseAst(code, { lang: 'tsx' }));
	return found.filter((text) => !names.has(text));
}

describe('the code', () => {
	it('is searched for texts as this test believes', () => {
		expect(textsInCode('const a = <p title="Two words">Some <b>text</b>{x}</p>;')).toEqual([
			'title="Two words"',
			'Some',
			'text',
		]);
	});

	it.each(files.map((file) => [file.slice(source.length + 1), file] as const))(
		'%s has no text of its own',
		(_, file) => {
			expect(textsInCode(readFileSync(file, 'utf8'))).toEqual([]);
		},
	);
});
