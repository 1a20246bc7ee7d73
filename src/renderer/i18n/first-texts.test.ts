import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { en } from './en/index.ts';
import { later } from './en/later.ts';

const sources = resolve(import.meta.dirname, '..');

/** What comes with a file before it runs: its imports that are more than types, and theirs. */
function withImports(file: string, known = new Map<string, string>()): ReadonlyMap<string, string> {
	if (known.has(file)) return known;
	const code = readFileSync(file, 'utf8');
	known.set(file, code);
	const imports = code.matchAll(/^(?:import|export)\s(?!type\s)(?:[^;'"]*?\sfrom\s+)?'(\.[^']+\.tsx?)'/gm);
	for (const [, path = ''] of imports) withImports(resolve(dirname(file), path), known);
	return known;
}

const first = withImports(resolve(sources, 'app/draw.tsx'));
/** It says something else until the later texts are there. */
const knowsOfLater = /\b(?:useLaterTexts|laterTexts|useFailureText)\b/;

it('what comes with the first picture says nothing whose words come later', () => {
	expect(first.size).toBeGreaterThan(80);
	const said = [...first].flatMap(([file, code]) =>
		[...code.matchAll(/\b(?:useTranslation\('(\w+)'|getFixedT\([^()]*'(\w+)')/g)].map(([, asked, fixed]) => ({
			file: relative(sources, file),
			part: asked ?? fixed ?? '',
			isTold: knowsOfLater.test(code),
		})),
	);
	expect(said.length).toBeGreaterThan(20);
	expect(said.filter(({ part, isTold }) => !isTold && !Object.hasOwn(en, part))).toEqual([]);
});

it('no text comes with the first picture that nothing in it says', () => {
	const all = [...first.values()].join('\n');
	expect(Object.keys(en).filter((part) => part !== 'common' && !all.includes(`'${part}'`))).toEqual([]);
	expect(Object.keys(later).filter((part) => Object.hasOwn(en, part))).toEqual([]);
});
