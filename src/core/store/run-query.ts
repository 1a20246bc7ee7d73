import type { RunQuery } from '../../shared/run.ts';

export interface Where {
	readonly sql: string;
	readonly values: readonly (string | number)[];
}

/** The conditions of a query as SQL, each backed by an index. */
export function whereOf(query: RunQuery): Where {
	const parts: string[] = [];
	const values: (string | number)[] = [];
	const add = (sql: string, ...given: readonly (string | number)[]): void => {
		parts.push(sql);
		values.push(...given);
	};
	if (query.plugin !== undefined)
		add('EXISTS (SELECT 1 FROM run_stages s WHERE s.run = runs.id AND s.plugin = ?)', query.plugin);
	if (query.kind !== undefined) add('kind = ?', query.kind);
	if (query.status !== undefined) add('status = ?', query.status);
	if (query.trigger !== undefined) add('trigger_kind = ?', query.trigger);
	if (query.since !== undefined) add('started_at >= ?', query.since);
	if (query.until !== undefined) add('started_at <= ?', query.until);
	if (query.withDenials === true) add('denials > 0');
	if (query.withDenials === false) add('denials = 0');
	if (query.text !== undefined && query.text.trim() !== '') {
		const words = ftsQuery(query.text);
		const inLogs = 'id IN (SELECT l.run FROM run_logs l JOIN log_words w ON w.rowid = l.id WHERE log_words MATCH ?)';
		const inText = "(coalesce(error, '') || ' ' || label) LIKE ? ESCAPE '!'";
		const pattern = `%${query.text.trim().replaceAll(/[!%_]/g, '!$&')}%`;
		if (words === null) add(inText, pattern);
		else add(`(${inLogs} OR ${inText})`, words, pattern);
	}
	return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

/** What a person typed as an FTS5 query: every word must occur, the last may be the beginning of one. Null: no word. */
export function ftsQuery(text: string): string | null {
	const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (words.length === 0) return null;
	return words.map((word, index) => `"${word}"${index === words.length - 1 ? '*' : ''}`).join(' ');
}
