/** Routes on results: the records of files that runs wrote, page by page. */
import { z } from 'zod';
import {
	RESULT_LIMITS,
	type ResultMatch,
	type ResultRecord,
	type ResultRow,
	type ResultState,
	resultTests,
} from '../run/result-table.ts';
import { defineRoute } from './define-route.ts';
import { path, runId } from './fields.ts';

const column = z.string().max(10_000);
const text = z.string().max(1000);
const opened = z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits, the ID of an open result');
const row = z.int().min(0).max(0xffff_ffff);

const source = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('written'), run: runId, path }),
	z.strictObject({ kind: z.literal('input'), run: runId, path: path.optional() }),
	z.strictObject({ kind: z.literal('kept'), id: runId }),
]);

const query = z.strictObject({
	search: text.default(''),
	filters: z
		.array(z.strictObject({ column, test: z.enum(resultTests), value: text.default('') }))
		.max(8)
		.default([]),
	sort: z.strictObject({ column, descending: z.boolean() }).nullable().default(null),
});

export const resultRoutes = {
	/**
	 * Opens a result. It stays open until it is closed, nobody asked for it for some minutes, or newer ones need the
	 * room: `not_found` with the reason `result_closed` then says to open it again.
	 */
	'results.open': defineRoute<ResultState>()('write', z.strictObject({ source })),
	/** How far it is. A file that changed since is begun anew. */
	'results.state': defineRoute<ResultState>()('read', z.strictObject({ id: opened })),
	/** Rows of the view by their places in it, or records by theirs in the file. */
	'results.rows': defineRoute<readonly ResultRow[]>()(
		'read',
		z
			.strictObject({
				id: opened,
				revision: z.int().min(0),
				offset: row.optional(),
				limit: z.int().min(1).max(RESULT_LIMITS.rowsAtOnce).default(100),
				at: z.array(row).max(RESULT_LIMITS.rowsAtOnce).optional(),
				columns: z.array(column).max(RESULT_LIMITS.columnsAtOnce),
			})
			.refine(({ offset, at }) => (offset === undefined) !== (at === undefined), 'takes an offset or places'),
	),
	/** A record as a whole, by its place in the file. */
	'results.record': defineRoute<ResultRecord>()('read', z.strictObject({ id: opened, revision: z.int().min(0), row })),
	/** Which records of another open result, the input, belong to these of an output's, by their places in the files. */
	'results.beside': defineRoute<ResultMatch>()(
		'read',
		z.strictObject({
			id: opened,
			revision: z.int().min(0),
			input: opened,
			inputRevision: z.int().min(0),
			rows: z.array(row).max(RESULT_LIMITS.rowsAtOnce),
		}),
	),
	/** Which records, in which order; what was under way for another question ends. */
	'results.view': defineRoute<ResultState>()('write', z.strictObject({ id: opened, query })),
	'results.close': defineRoute<null>()('write', z.strictObject({ id: opened })),
	/** Copies the whole to a file of the person's, which appears whole or not at all. */
	'results.save': defineRoute<{ readonly path: string; readonly bytes: number }>()(
		'write',
		z.strictObject({ source, path }),
	),
} as const;
