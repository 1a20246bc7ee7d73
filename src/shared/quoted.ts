/**
 * Words of a plugin within a sentence of the program: as they stand where they are plainly one word, else in quotes, so
 * that nobody takes them for more of the sentence.
 */
export function quoted(text: string): string {
	return /^[\w./\\:~*@+%-]{1,120}$/.test(text) ? text : inQuotes(text);
}

const LONGEST_NAME = 100;

/** The same for a name that may be as long as a book: its beginning. */
export function shortQuoted(name: string): string {
	return quoted(name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`);
}

/** The same for many: the first of them. `, ` between, and how many more there are. */
export function listQuoted(names: readonly string[], most = 20): string {
	const more = names.length > most ? ` and ${names.length - most} more` : '';
	return names.slice(0, most).map(shortQuoted).join(', ') + more;
}

/** The same for words that are a sentence themselves. */
export function inQuotes(text: string): string {
	return `"${visible(text.replaceAll('"', '\\"').replaceAll('\n', '\\n'))}"`;
}

/** What is not seen, or makes what stands beside it look like something else: controls, marks of direction, halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text in which everything is seen, on one line. */
export function visible(text: string): string {
	return text.replaceAll(unseen, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
}
