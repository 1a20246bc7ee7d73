import { distance } from 'fastest-levenshtein';

/** Nobody mistypes a longer word, and comparing takes time by the product of both lengths. */
const MAX_LETTERS = 200;
/** So many words are compared. */
const MAX_WORDS = 1_000;

/** The word that `word` is most likely a misspelling of; null where none is near. */
export function nearestWord(word: string, words: readonly string[]): string | null {
	if (word.length > MAX_LETTERS) return null;
	const lower = word.toLowerCase();
	let nearest: string | null = null;
	let most = Math.max(2, Math.floor(word.length / 3));
	for (const candidate of words.slice(0, MAX_WORDS)) {
		// Words are at least as far apart as they differ in length.
		if (Math.abs(candidate.length - word.length) > most) continue;
		const away = distance(lower, candidate.toLowerCase());
		if (away > most) continue;
		nearest = candidate;
		most = away - 1;
		if (most < 0) break;
	}
	return nearest;
}

/** ` (did you mean "…"?)`, or nothing where no word is near. */
export function didYouMean(word: string, words: readonly string[]): string {
	const near = nearestWord(word, words);
	return near === null ? '' : ` (did you mean "${near}"?)`;
}
