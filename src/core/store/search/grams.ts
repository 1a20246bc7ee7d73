/**
 * How text of languages without spaces is indexed and searched. A line with such text is given to the index as tokens: a
 * word that holds any of it as its single characters (`g` and the character), so that a phrase finds every part of it;
 * any other word whole (`w` and the word). Latin glued to Han is found by both ways of asking.
 */

/** Letters of scripts that write words together, and signs that are words by themselves (emoji, arrows, currencies). */
const dense =
	'\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\p{Script=Hangul}\\p{Script=Yi}' +
	'\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}\\p{Script=Javanese}' +
	'\\p{Script=Balinese}\\p{Script=Tai_Tham}\\p{Script=New_Tai_Lue}\\p{Script=Tai_Le}\\p{Script=Tai_Viet}ー々〆' +
	'[\\p{S}--[\\x00-\\x7f]]';
const isDense = new RegExp(`[${dense}]`, 'v');
const wordsOf = new RegExp(`[\\p{L}\\p{N}\\p{M}${dense}]+`, 'gv');
/** Nearly every line has none of these, and is told from the others at once: from Thai upwards, and signs of Latin-1. */
const isUnusual = /[\xa2-\xb8\xd7\xf7\u0e00-\uffff]/;
/** Presentation and joining of emoji, soft hyphens: seen by nobody, typed by few. */
const unseen = /[\xad\u200b\u200c\u2060\ufeff]|\u200d|[\ufe00-\ufe0f]/gu;
const accents = /[\u0300-\u036f]/g;
/** Between two words of single characters, so that no phrase reaches from one into the next. */
const GAP = 'x';

/** One spelling of what people take for the same: case, accents, width, composed and decomposed letters. */
function folded(text: string): string {
	return text.normalize('NFKD').replace(accents, '').replace(unseen, '').normalize('NFC').toLowerCase();
}

/** What the index gets for a line; null: the index of words alone finds all of it. */
export function gramText(line: string): string | null {
	if (!isUnusual.test(line)) return null;
	const text = folded(line);
	if (!isDense.test(text) && !/[\uff00-\uffef]/.test(line)) return null;
	const words = text.match(wordsOf) ?? [];
	return words.map((word) => (isDense.test(word) ? `${charactersOf(word)} ${GAP}` : `w${word}`)).join(' ');
}

/** Whether a line that holds all of this is in the index of characters for certain. */
export function asksForGrams(text: string): boolean {
	return isUnusual.test(text) && isDense.test(folded(text));
}

/** What a person typed as a query of the index: every word must occur, the last may be the beginning of one. */
export function gramQuery(text: string): string | null {
	const words = folded(text).match(wordsOf) ?? [];
	if (words.length === 0) return null;
	return words
		.map((word, index) => {
			const within = `"${charactersOf(word)}"`;
			if (isDense.test(word)) return within;
			return `("w${word}"${index === words.length - 1 ? ' *' : ''} OR ${within})`;
		})
		.join(' AND ');
}

function charactersOf(word: string): string {
	return Array.from(word, (character) => `g${character}`).join(' ');
}
