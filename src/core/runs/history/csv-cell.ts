/** Signs by which a spreadsheet knows a formula; the full-width ones too, which some take for the plain ones. */
const SIGN = '[=+\\-@＝＋－＠]';

/**
 * Where a formula could begin: with the cell (behind white space and quotes as well), or behind what another locale or
 * another program takes for the end of a cell: separators, quotes, line ends. Behind plain white space a sign counts
 * that has something of its own behind it: "a - b" is no formula, by whatever it is parted.
 */
const formulaStart = new RegExp(`(^[\\s"']*|[;,|\\t\\r\\n"'][\\s"']*)(?=${SIGN})|(\\s)(?=${SIGN}\\S)`, 'g');

/**
 * A CSV cell (RFC 4180) that no spreadsheet takes for a formula, whatever it parts cells by (OWASP, "CSV Injection"): an
 * apostrophe stands before the sign. Numbers stay numbers.
 */
export function csvCell(value: unknown): string {
	const text = value === null || value === undefined ? '' : String(value);
	const guarded = typeof value === 'string' ? guardFormulas(text) : text;
	return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function guardFormulas(text: string): string {
	const guarded = text.replace(formulaStart, "$&'");
	// A cell that begins with white space of its own could lose it and become another.
	return /^[\t\r\n]/.test(guarded) ? `'${guarded}` : guarded;
}
