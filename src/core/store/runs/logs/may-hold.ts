/** A condition of SQLite's with its values. */
interface Condition {
	readonly sql: string;
	readonly values: readonly string[];
}

/** What no other character becomes in lower case, and what becomes no other. */
const caseless =
	/^[\x01-\x40\x5b-\x60\x7b-\x7e\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]*$/u;
const ascii = /^[\x01-\x7f]*$/;
/** As long as patterns of SQLite's are for certain; longer texts begin with one. */
const MAX_PATTERN = 1000;

/**
 * Whether a column may hold a text in any case (`needle`: in lower case). Every line that does fulfils it; one that does
 * not may do so too: SQLite folds ASCII alone, so that any line with other characters, or with NUL, is left to who asks.
 */
export function mayHold(needle: string, column: string): Condition {
	const part = needle.slice(0, MAX_PATTERN);
	if (caseless.test(part)) return { sql: `instr(${column}, ?) > 0`, values: [part] };
	const isOther = `octet_length(${column}) <> length(${column})`;
	if (!ascii.test(part)) return { sql: isOther, values: [] };
	const pattern = `%${part.replaceAll(/[%_\\]/g, '\\$&')}%`;
	return { sql: `(${column} LIKE ? ESCAPE '\\' OR ${isOther})`, values: [pattern] };
}
