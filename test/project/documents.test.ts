import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const below = (folder: string): readonly string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
		.map((name) => join(folder, name));
const pages = [
	...readdirSync(root).filter((name) => name.endsWith('.md') && !/^(?:THIRD-PARTY-LICENSES|CHANGELOG)\.md$/.test(name)),
	...['docs', 'examples', 'sdk', 'resources'].flatMap(below),
];
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Constructions that were rewritten once, and must not come back. */
const gone: readonly (readonly [forbidden: RegExp, instead: string])[] = [
	[/\b(?:is|are|be|was|were) told of\b/i, 'is reported, is notified'],
	[/\bwhat is left (?:of|to)\b/i, 'what remains'],
	[/\bnothing (?:is )?half\b/i, 'say what stays whole'],
	[/\bfor ever\b/i, 'for good, forever'],
	[/\b(?:made|built|loaded|started) anew\b/i, 'rebuilt, reloaded, restarted'],
	[/\bgo(?:es|ing)? on with\b/i, 'carries on'],
	[/\bbe it (?:one|an?)\b/i, 'even if it is'],
	[/\b(?:is|are) taken for an?\b/i, 'is treated as'],
	[/\bheld to (?:the|its|their|what)\b/i, 'is checked against'],
	[/\bmend(?:ed|ing|s)?\b/i, 'fix'],
	[/\bat the most\b/i, 'at most'],
	[/\b(?:tells|told) in a line\b/i, 'prints a line'],
];

/** What a page says, without its code and quoted sentences. */
function prose(text: string): string {
	return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`|"[^"\n]*"|“[^”\n]*”/g, '');
}

describe('the documents', () => {
	it('say it in plain words', () => {
		const found = pages.flatMap((page) =>
			gone.flatMap(([forbidden, instead]) => {
				const [words] = forbidden.exec(prose(read(page))) ?? [];
				return words === undefined ? [] : [`${page}: ${words}, rather: ${instead}`];
			}),
		);
		expect(found).toEqual([]);
	});

	it('have sentences that can be read in one breath', () => {
		const long = pages.flatMap((page) =>
			prose(read(page))
				.split('\n')
				.filter((line) => !line.startsWith('|'))
				.flatMap((line) => line.split(/(?<=[.:;!?])\s+/))
				.filter((sentence) => sentence.split(/\s+/).length > MAX_WORDS)
				.map((sentence) => `${page}: ${sentence}`),
		);
		expect(long).toEqual([]);
	});

	it.each(pages)('%s: what it links to is there', (page) => {
		const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
			([, to = '']) => to,
		);
		expect(links.filter((to) => !existsSync(join(root, dirname(page), to)))).toEqual([]);
	});

	it.each(pages)('%s: the files and scripts that it names are there', (page) => {
		const text = read(page);
		const named = [...text.matchAll(/`((?:src|test|scripts|docs|examples|bench|sdk|resources)\/[\w./-]+)`/g)].map(
			([, path = '']) => path,
		);
		expect(named.filter((path) => !isElsewhere(path) && !existsSync(join(root, path)))).toEqual([]);
		const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
		const run = [...text.matchAll(/`npm run (?:-s )?([\w:-]+)/g)].map(([, script = '']) => script);
		expect(run.filter((script) => !(script in scripts))).toEqual([]);
	});

	it('has a list of the decisions that says what their pages say', () => {
		const list = read('docs/decisions/README.md');
		const listed = [...list.matchAll(/^- (.+?) \(`/gm)].map(([, title]) => title);
		const headings = readdirSync(join(root, 'docs/decisions'))
			.filter((name) => name !== 'README.md')
			.flatMap((name) =>
				[...read(join('docs/decisions', name)).matchAll(/^\*\*(.+?)\.?\*\*/gm)].map(([, title]) => title),
			);
		expect(headings.toSorted()).toEqual(listed.toSorted());
	});

	it('keeps the map of the program a map', () => {
		expect(statSync(join(root, 'ARCHITECTURE.md')).size).toBeLessThan(13_000);
	});

	it('finds what stands in a page', () => {
		expect(prose('It is `told of`.\n```\nfor ever\n```\nSay "told of".')).not.toMatch(/told of|for ever/);
		expect(pages).toContain(join('docs', 'library.md'));
		expect(pages.map((page) => relative('.', page))).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md']));
	});
});

/** Longer ones are told apart; lists of things are in tables. */
const MAX_WORDS = 60;

/** Built; a recipe's `x`; or a file of Electron's own. */
function isElsewhere(path: string): boolean {
	return /^resources\/plugins\/|\/x[.-]|0+N|^docs\/tutorial\//.test(path);
}
