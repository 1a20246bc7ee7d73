import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../lib/text/use-format.ts';
import { en } from './en/index.ts';
import { later } from './en/later.ts';
import { zhCN } from './zh-CN/index.ts';
import { later as laterChinese } from './zh-CN/later.ts';

type Tree = { readonly [key: string]: string | Tree };

function textsOf(tree: Tree, path = ''): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(tree).flatMap(([key, value]) =>
			typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...textsOf(value, `${path}${key}.`)],
		),
	);
}

const english = textsOf({ ...en, ...later });
const chinese = textsOf({ ...zhCN, ...laterChinese });
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

/** Words that were two for one idea, and the one that stays. */
const oneWord: readonly (readonly [forbidden: RegExp, instead: string])[] = [
	[/\brefus(?:e[ds]?|als?|ing)\b/i, 'denied, denial; rejected or “did not accept” where it is no policy that speaks'],
	[/\bgrant \{\{/i, 'Policy version'],
	[/\blook(?:ed|ing|s)? into\b/i, 'inspect'],
	[/\bput together\b/i, 'build'],
	[/\bmend(?:ed|ing|s)?\b/i, 'fix'],
	[/\badded up\b/i, 'in total'],
	[/\bby now\b/i, 'now'],
	[/\bright beside left\b/i, 'Difference'],
	[/\b(?<!there )(?:is|be) no plugin\b|^no plugin$/i, 'not a plugin'],
];
const oneWordInChinese: readonly (readonly [forbidden: RegExp, instead: string])[] = [
	[/被拒(?!绝)|回绝/, '拒绝'],
	[/授权 ?\{\{/, '策略版本'],
	[/你(?!好)/, '您'],
	[/部件/, '组件'],
	[/(?<!处理|工具|硬)链(?!接)/, '处理链'],
	[/少至|从此可以|作答/, '降至，将允许，判断'],
];

describe('the words', () => {
	it.each([
		['English', english, oneWord],
		['Chinese', chinese, oneWordInChinese],
	] as const)('in %s are one for one idea', (_, texts, words) => {
		const found = [...texts].flatMap(([key, text]) =>
			words.filter(([forbidden]) => forbidden.test(text)).map(([, instead]) => `${key}: “${text}”, rather ${instead}`),
		);
		expect(found).toEqual([]);
	});

	it('in Chinese have Chinese punctuation after Chinese characters', () => {
		const half = [...chinese].filter(([, text]) => /\p{Script=Han}(?:[:;!?,]| ?\()|\) ?\p{Script=Han}/u.test(text));
		expect(half).toEqual([]);
	});

	it('in Chinese leave no space between a duration and what follows it, as a duration ends with a Chinese unit', () => {
		const durations = /\{\{(?:duration|time|limitMs|windowMs)\}\} \p{Script=Han}/u;
		const spaced = [...chinese].filter(([, text]) => durations.test(text));
		expect(spaced).toEqual([]);
		const units = createFormat('zh-CN', 'local');
		expect(chinese.get('run.outcome.finished')?.replace('{{duration}}', units.duration(1300))).toMatch(
			/^用时 1\.3 秒完成/,
		);
		expect(chinese.get('run.outcome.cancelled')?.replace('{{duration}}', units.duration(11_000))).toBe(
			'11 秒后被取消。',
		);
	});

	it('name the same thing the same: a navigation entry as its screen, a policy’s version as its history', () => {
		expect(chinese.get('shell.nav.runFile')).toBe(chinese.get('runFile.title'));
		expect(english.get('run.compare.key.grant')).toBe('Policy version');
		expect(english.get('run.stage.inside')).toBe(english.get('run.timeline.busy'));
		expect(chinese.get('run.stage.inside')).toBe(chinese.get('run.timeline.busy'));
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

/** Names and what is said of them are joined by the catalogue's colon, which is another one in Chinese. */
const ownColon = /\{': '\}|\}: \$\{|\)\}: <|\)\}:\s*$/m;

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

	it('joins no texts by a colon of its own', () => {
		const found = files.filter((file) => ownColon.test(readFileSync(file, 'utf8')));
		expect(found.map((file) => file.slice(source.length + 1))).toEqual([]);
	});

	it.each(files.map((file) => [file.slice(source.length + 1), file] as const))(
		'%s has no text of its own',
		(_, file) => {
			expect(textsInCode(readFileSync(file, 'utf8'))).toEqual([]);
		},
	);
});
