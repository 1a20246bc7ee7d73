/**
 * A CSV cell (RFC 4180) that no spreadsheet takes for a formula (OWASP, "CSV Injection"; the full-width signs too, which
 * some take for the plain ones). Numbers stay numbers.
 */
export function csvCell(value: unknown): string {
	const text = value === null || value === undefined ? '' : String(value);
	const guarded = typeof value === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
