import { distance } from 'fastest-levenshtein';

/** Nobody mistypes a longer word, and comparing takes time by the product of both lengths. */
const MAX_LETTERS = 200;

/** The word that `word` is most likely a misspelling of; null where none is near. */
export function nearestWord(word: string, words: readonly string[]): string | null {
	if (word.length > MAX_LETTERS) return null;
	const ranked = words.map((candidate) => ({ candidate, away: distance(word.toLowerCase(), candidate.toLowerCase()) }));
	const best = ranked.sort((left, right) => left.away - right.away)[0];
	return best !== undefined && best.away <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : null;
}

/** ` (did you mean "…"?)`, or nothing where no word is near. */
export function didYouMean(word: string, words: readonly string[]): string {
	const near = nearestWord(word, words);
	return near === null ? '' : ` (did you mean "${near}"?)`;
}
