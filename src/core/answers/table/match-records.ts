import { RESULT_LIMITS, type ResultMatch } from '../../../shared/run/result-table.ts';
import { IDENTITY_LIMITS } from './reader/identities.ts';
import type { ReaderThread } from './reader-thread.ts';

/** Columns that are looked at for ids. */
const MOST_COLUMNS = 16;
/** Names that people give to ids come before others that fit as well. */
const ID_NAME = /^(?:id|key|uuid|guid|code|number|no)$|(?:[a-z\d](?:Id|ID)|[_\-. ](?:id|key|uuid|no|number))$/i;

/** Threads of two results that were opened, as far as is asked of them here. */
export type Asked = Pick<ReaderThread, 'ask'>;

/**
 * Which column tells whose record is whose: one of both that names every record of each, and of most of the first
 * records of the output a record of the input. Null: none does; 'looking': that is not known yet.
 */
export async function idColumnOf(output: Asked, input: Asked): Promise<{ readonly column: string | null } | 'looking'> {
	const [of, beside] = await Promise.all([output.ask({ ask: 'state' }), input.ask({ ask: 'state' })]);
	// Of so many, no column is kept: nobody waits until they are counted.
	if (Math.max(of.rows, beside.rows) > IDENTITY_LIMITS.values) return { column: null };
	// More columns may be met until all records are counted.
	if (!of.complete || !beside.complete) return 'looking';
	const there = new Set(beside.columns.map(({ name }) => name));
	const both = of.columns.map(({ name }) => name).filter((name) => there.has(name));
	const names = both
		.toSorted((one, other) => Number(ID_NAME.test(other)) - Number(ID_NAME.test(one)))
		.slice(0, MOST_COLUMNS);
	if (names.length === 0 || of.format === 'lines' || beside.format === 'lines') return { column: null };
	const ids = await Promise.all([output.ask({ ask: 'ids', names }), input.ask({ ask: 'ids', names })]);
	if (ids.some(({ isDone }) => !isDone)) return 'looking';
	const [outputIds, inputIds] = ids;
	const first = Array.from({ length: Math.min(of.rows, RESULT_LIMITS.rowsAtOnce) }, (_, row) => row);
	let best: { readonly column: string | null; readonly found: number } = { column: null, found: first.length / 2 };
	for (const column of names.filter((name) => outputIds.names.includes(name) && inputIds.names.includes(name))) {
		const found = (await placesBeside(output, input, column, first)).filter((place) => place !== null).length;
		if (found > best.found) best = { column, found };
	}
	return { column: best.column };
}

/** Of records of the output, those of the input that have the same value; null: none has. */
export async function placesBeside(
	output: Asked,
	input: Asked,
	column: string,
	at: readonly number[],
): Promise<ResultMatch['places']> {
	const rows = await output.ask({ ask: 'rows', rows: { offset: undefined, limit: at.length, at, columns: [column] } });
	const values = new Map(rows.map(({ row, cells }) => [row, cells[0]?.text ?? '']));
	// No id is empty.
	return input.ask({ ask: 'places', column, values: at.map((row) => values.get(row) ?? '') });
}
