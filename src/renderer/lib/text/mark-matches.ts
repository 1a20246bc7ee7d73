export interface MarkedPart {
	readonly text: string;
	readonly isMatch: boolean;
}

/** Scripts that write words together: a match can stand anywhere within what is written. */
const DENSE =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Where a text has the words of a search, as the engine finds them: each as a whole, the last as a beginning. Null: it searches for no word. */
export function matcherOf(search: string): RegExp | null {
	const words = search.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
	if (words.length === 0) return null;
	const sorted = words
		.map((word, index) => {
			if (DENSE.test(word)) return word;
			const end = index === words.length - 1 ? '[\\p{L}\\p{N}\\p{M}]*' : '(?![\\p{L}\\p{N}])';
			return `(?<![\\p{L}\\p{N}])${word}${end}`;
		})
		.toSorted((left, right) => right.length - left.length);
	return new RegExp(sorted.join('|'), 'giu');
}

/** A text in parts, in order: what matches and what stands between. */
export function markMatches(text: string, matcher: RegExp | null): readonly MarkedPart[] {
	if (matcher === null) return [{ text, isMatch: false }];
	const parts: MarkedPart[] = [];
	let at = 0;
	for (const found of text.matchAll(matcher)) {
		if (found.index > at) parts.push({ text: text.slice(at, found.index), isMatch: false });
		parts.push({ text: found[0], isMatch: true });
		at = found.index + found[0].length;
	}
	if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), isMatch: false });
	return parts;
}
