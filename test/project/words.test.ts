import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const files = ['src/cli', 'src/core', 'src/loopback', 'src/sandbox', 'src/shared', 'scripts']
	.flatMap((zone) =>
		readdirSync(join(root, zone), { recursive: true, encoding: 'utf8' }).map((name) => join(zone, name)),
	)
	.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

/** Words of the command line, the engine and the scripts that gave way to others (the window's: `catalogues.test.ts`). */
const gone: readonly (readonly [forbidden: RegExp, instead: string])[] = [
	[/\bmend(?:ed|ing|s)? (?:it|its|the|this)\b/i, 'fix'],
	[/\bleave \S+ away\b/i, 'leave out'],
	[/\bmade ready ahead\b/i, 'preloaded'],
	[/\b(?:for ever|given back)\b/i, 'for good, freed'],
	[/\bat most so many\b/i, 'at most this many'],
	[/\bNothing was said about\b/i, 'no … was given'],
	[/\bnobody provides\b/i, 'not available here'],
	[/\bstart(?:s|ed|ing)? (?:it )?anew\b/i, 'restart'],
	[/\b(?:was|were) handed over\b/i, 'was uploaded'],
	[/\bnot let in\b/i, 'no access'],
	[/\b(?:is|are) not said to be\b/i, 'is not'],
	[/\bdid not get on\b/i, 'stalled'],
];

/** Sentences in a file's code: texts in quotes with a space, outside of comments. */
function textsIn(code: string): readonly string[] {
	const lines = code.split('\n').filter((line) => !/^\s*(?:\/\/|\/\*|\*)/.test(line));
	return lines.flatMap((line) => [...line.matchAll(/'[^']* [^']*'|`[^`]* [^`]*`/g)].map(([text]) => text));
}

describe('the words of the command line and the engine', () => {
	it('are one for one idea', () => {
		const found = files.flatMap((file) =>
			textsIn(readFileSync(join(root, file), 'utf8')).flatMap((text) =>
				gone.filter(([forbidden]) => forbidden.test(text)).map(([, instead]) => `${file}: ${text}, rather ${instead}`),
			),
		);
		expect(found).toEqual([]);
	});

	it('are found where they stand', () => {
		expect(textsIn("// 'mend it'\nthrow new Error('Mend it there.');")).toEqual(["'Mend it there.'"]);
	});
});
