import { single } from 'fuzzysort';
import type { Command } from '../../lib/keys/command.ts';

/** Where Chinese characters are that a Latin spelling stands for: first and last index; false: nowhere. */
export type Pinyin = (text: string, spelling: string) => readonly [number, number] | false;

/** A command that fits what was typed, and why. */
export interface Match {
	readonly command: Command;
	/** From 0 to 1. */
	readonly score: number;
	/** Which letters of the label fit. */
	readonly marks: ReadonlySet<number>;
	/** The other word that fits where the label does not. */
	readonly also: string | null;
}

/** Below it letters are there in order and say nothing. */
const LEAST = 0.25;
/** What fits so well makes what fits loosely noise. */
const GOOD = 0.6;
const LOOSE = 0.45;
/** Another word for it is worth a little less than its name. */
const ALSO_WORTH = 0.85;
/** How many ways there are to read letters as syllables doubles with every few of them. */
const MOST_SPELLING = 12;

interface Found {
	readonly score: number;
	readonly indexes: readonly number[];
}

function find(word: string, text: string, pinyin: Pinyin | null): Found | null {
	const found = single(word, text);
	if (found !== null && found.score >= LEAST) return found;
	if (pinyin === null || word.length > MOST_SPELLING || !/^[a-zü]+$/i.test(word)) return null;
	const spelt = pinyin(text, word);
	if (spelt === false) return null;
	const [first, last] = spelt;
	return { score: 0.75, indexes: Array.from({ length: last - first + 1 }, (_, index) => first + index) };
}

/** How a command fits: every word that was typed has to be found in its name or in another word for it, in any order. */
export function matchOf(command: Command, typed: string, pinyin: Pinyin | null = null): Match | null {
	const words = wordsOf(typed);
	if (words.length === 0) return { command, score: 1, marks: new Set(), also: null };
	const marks = new Set<number>();
	let also: string | null = null;
	let sum = 0;
	for (const word of words) {
		const inLabel = find(word, command.label, pinyin);
		let best = inLabel?.score ?? 0;
		let other: string | null = null;
		for (const text of command.also ?? []) {
			const score = (find(word, text, pinyin)?.score ?? 0) * ALSO_WORTH;
			if (score <= best) continue;
			best = score;
			other = text;
		}
		if (best === 0) return null;
		sum += best;
		if (other === null) for (const index of inLabel?.indexes ?? []) marks.add(index);
		else also ??= other;
	}
	return { command, score: sum / words.length, marks, also };
}

/** What fits, best first; those used lately before others that fit as well. */
export function matchesOf(
	commands: readonly Command[],
	typed: string,
	lately: readonly string[] = [],
	pinyin: Pinyin | null = null,
): readonly Match[] {
	const matches = commands.flatMap((command) => matchOf(command, typed, pinyin) ?? []);
	if (wordsOf(typed).length === 0) return matches;
	const best = Math.max(0, ...matches.map(({ score }) => score));
	// What fits about as well stays in its own order: a plugin's page before what can be done with it.
	const worth = ({ command, score }: Match): number => Math.round(score * 10) + (lately.includes(command.id) ? 0.5 : 0);
	return matches
		.filter(({ score }) => best < GOOD || score >= LOOSE)
		.toSorted((one, other) => worth(other) - worth(one));
}

/** How well the best word fits a name: which plugins are meant, before what can be done with each is listed. */
export function nameScore(name: string, typed: string): number {
	return Math.max(0, ...wordsOf(typed).map((word) => find(word, name, null)?.score ?? 0));
}

export function wordsOf(typed: string): readonly string[] {
	return typed
		.trim()
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
}
