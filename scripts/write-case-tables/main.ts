/**
 * Writes the tables of the SDKs' upper and lower case from what JavaScript does, which is Unicode's full mapping without
 * regard to a language. To be run when Node comes with a newer Unicode; a test compares every character.
 *
 *     node scripts/write-case-tables/main.ts && npm run format
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Direction = 'toUpperCase' | 'toLowerCase';

interface Run {
	readonly start: number;
	readonly delta: number;
	last: number;
	/** Between neighbours: 1, 2, or 0 while there is but one. */
	step: number;
	count: number;
}

function* changed(direction: Direction): Generator<readonly [code: number, to: readonly number[]]> {
	for (let code = 0x80; code <= 0x10ffff; code++) {
		if (code >= 0xd800 && code < 0xe000) continue;
		const text = String.fromCodePoint(code);
		const mapped = text[direction]();
		if (mapped !== text) yield [code, Array.from(mapped, (each) => each.codePointAt(0) as number)];
	}
}

/** Neighbours, or every other one, that move by the same distance. */
function runs(direction: Direction): readonly Run[] {
	const found: Run[] = [];
	for (const [code, to] of changed(direction)) {
		if (to.length > 1) continue;
		const delta = (to[0] as number) - code;
		const run = found.at(-1);
		const step = run === undefined ? 0 : code - run.last;
		if (
			run !== undefined &&
			run.delta === delta &&
			run.count < 127 &&
			(run.step === 0 ? step <= 2 : step === run.step)
		) {
			run.step = step;
			run.last = code;
			run.count++;
		} else found.push({ start: code, delta, last: code, step: 0, count: 1 });
	}
	return found;
}

/** For each run, one word for where it is, one for how far it moves. */
function packed(direction: Direction): readonly string[] {
	return runs(direction).map(
		({ start, delta, step, count }) => `${(start << 8) | (count << 1) | (step === 2 ? 1 : 0)}, ${delta}`,
	);
}

function longer(direction: Direction): readonly string[] {
	return [...changed(direction)]
		.filter(([, to]) => to.length > 1)
		.map(([code, to]) => [code, ...to, 0].slice(0, 4).join(', '));
}

const assemblyScript = `// Made by scripts/write-case-tables/main.ts from Unicode ${process.versions['unicode']}.

/** Runs of characters that move by the same distance: start · 256 + count · 2 + (1: every other one), distance. Sorted. */
export const upperRuns: usize = memory.data<i32>([${packed('toUpperCase').join(', ')}]);
export const upperCount: i32 = ${runs('toUpperCase').length};
export const lowerRuns: usize = memory.data<i32>([${packed('toLowerCase').join(', ')}]);
export const lowerCount: i32 = ${runs('toLowerCase').length};

/** Characters that become two or three, four numbers for each; 0: none. Sorted. */
export const longUpper: usize = memory.data<u16>([${longer('toUpperCase').join(', ')}]);
export const longUpperCount: i32 = ${[...changed('toUpperCase')].filter(([, to]) => to.length > 1).length};
`;

/** Items in brackets, a few on each line. */
function lines(items: readonly string[], [open, close]: readonly [string, string]): string {
	let text = '';
	for (let at = 0; at < items.length; at += 6)
		text += `    ${items
			.slice(at, at + 6)
			.map((item) => `${open}${item}${close},`)
			.join(' ')}\n`;
	return text;
}

const rust = `// Made by scripts/write-case-tables/main.ts from Unicode ${process.versions['unicode']}.

/// Runs of characters that move by the same distance: start · 256 + count · 2 + (1: every other one), distance. Sorted.
pub static UPPER_RUNS: &[(i32, i32)] = &[
${lines(packed('toUpperCase'), ['(', ')'])}];
pub static LOWER_RUNS: &[(i32, i32)] = &[
${lines(packed('toLowerCase'), ['(', ')'])}];

/// Characters that become two or three, four numbers for each; 0: none. Sorted.
pub static LONG_UPPER: &[[u16; 4]] = &[
${lines(longer('toUpperCase'), ['[', ']'])}];
`;

const sdk = join(import.meta.dirname, '../../sdk');
writeFileSync(join(sdk, 'assemblyscript/assembly/case-tables.ts'), assemblyScript);
writeFileSync(join(sdk, 'rust/src/letter_tables.rs'), rust);
