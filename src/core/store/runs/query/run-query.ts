import type { RunFilters } from '../../../../shared/run/run.ts';

export interface RunSource {
	/** A table with `started_at`, `row` and the facets, and the index to read it by. */
	readonly from: string;
	/** Begins with WHERE, or is empty. */
	readonly where: string;
	readonly values: readonly (string | number)[];
}

/** Holds the runs that a text search finds; `TextMatches` fills it. */
export const MATCHES = 'temp.run_matches';

/** The runs that failed: few beside all of them, so that they are where a question for them begins. */
const FAILURES = 'run_failures CROSS JOIN runs USING (row)';

/**
 * Where the runs of a query are read, in the order of an index that holds all that is asked for. `wholly`: the times of
 * finishing are needed, too. A query with text needs its matches filled before.
 */
export function sourceOf(query: RunFilters, wholly = false): RunSource {
	const parts: string[] = [];
	const values: (string | number)[] = [];
	const add = (sql: string, value: string | number): void => {
		parts.push(sql);
		values.push(value);
	};
	const from = tableOf(query, wholly);
	if (query.plugin !== undefined) {
		if (from === 'run_plugins') add('plugin = ?', query.plugin);
		else
			add(
				`EXISTS (SELECT 1 FROM run_plugins p WHERE p.plugin = ?
				 AND p.started_at = run_matches.started_at AND p.row = run_matches.row)`,
				query.plugin,
			);
	}
	if (query.status !== undefined) add('status = ?', query.status);
	if (query.kind !== undefined) add('kind = ?', query.kind);
	if (query.trigger !== undefined) add('trigger_kind = ?', query.trigger);
	if (query.since !== undefined) add('started_at >= ?', query.since);
	if (query.until !== undefined) add('started_at <= ?', query.until);
	if (query.unseenAt !== undefined) {
		const unseen = '(seen_at IS NULL OR seen_at >= ?)';
		add(from === FAILURES ? unseen : `row IN (SELECT row FROM run_failures WHERE ${unseen})`, query.unseenAt);
	}
	if (query.withDenials !== undefined) parts.push(query.withDenials ? 'denials > 0' : 'denials = 0');
	return { from, where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

/** The words that a query searches for; null: it does not search. */
export function textOf(query: RunFilters): string | null {
	const text = query.text?.trim() ?? '';
	return text === '' ? null : text;
}

function tableOf(query: RunFilters, wholly: boolean): string {
	if (textOf(query) !== null) return MATCHES;
	if (query.plugin !== undefined) return 'run_plugins';
	if (query.unseenAt !== undefined) return FAILURES;
	return `runs INDEXED BY ${wholly ? 'runs_by_facets' : indexOf(query)}`;
}

/** The smallest index that holds what is asked for. */
function indexOf({ status, kind, trigger, withDenials }: RunFilters): string {
	const asked = [
		status === undefined ? [] : ['runs_by_status'],
		kind === undefined ? [] : ['runs_by_kind'],
		trigger === undefined ? [] : ['runs_by_trigger'],
		withDenials === undefined ? [] : [withDenials ? 'runs_with_denials' : 'runs_by_facets'],
	].flat();
	return asked.length > 1 ? 'runs_by_facets' : (asked[0] ?? 'runs_by_start');
}

/** What a person typed as an FTS5 query: every word must occur, the last may be the beginning of one. Null: no word. */
export function ftsQuery(text: string): string | null {
	const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (words.length === 0) return null;
	return words.map((word, index) => `"${word}"${index === words.length - 1 ? '*' : ''}`).join(' ');
}
