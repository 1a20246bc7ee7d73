/**
 * Words of a plugin within a sentence of the program: as they stand where they are plainly one word, else in quotes, so
 * that nobody takes them for more of the sentence.
 */
export function quoted(text: string): string {
	return /^[\w./\\:~*@+%-]{1,120}$/.test(text) ? text : inQuotes(text);
}

/** The same for words that are a sentence themselves. */
export function inQuotes(text: string): string {
	return `"${text.replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
