import type { Database } from 'better-sqlite3';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { TestCase } from '../../../shared/run/test-case.ts';
import { fromColumn } from '../rows/json-column.ts';
import { anyColumn } from '../rows/row-schemas.ts';

/** Calls that a person saved. */
export interface CaseStore {
	/** In the order in which they were added. */
	list(plugin: string): readonly TestCase[];
	/** Without an id it adds one. Throws `not_found` for an id that is no more. */
	save(testCase: NewTestCase): TestCase;
	remove(id: number): void;
}

type NewTestCase = Omit<TestCase, 'id' | 'expected' | 'createdAt'> & {
	readonly id?: number | undefined;
	readonly expected?: JsonValue | undefined;
};

interface CaseRow {
	readonly id: number;
	readonly plugin: string;
	readonly name: string;
	readonly fn: string;
	readonly input: string | null;
	readonly expected: string | null;
	readonly created_at: number;
}

export function caseStore(database: Database, now: () => number): CaseStore {
	const list = database.prepare<[string], CaseRow>('SELECT * FROM test_cases WHERE plugin = ? ORDER BY id');
	const insert = database.prepare<unknown[], CaseRow>(
		'INSERT INTO test_cases (plugin, name, fn, input, expected, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *',
	);
	const update = database.prepare<unknown[], CaseRow>(
		'UPDATE test_cases SET plugin = ?, name = ?, fn = ?, input = ?, expected = ? WHERE id = ? RETURNING *',
	);
	const remove = database.prepare('DELETE FROM test_cases WHERE id = ?');
	return {
		list: (plugin) => list.all(plugin).map(toCase),
		save({ id, plugin, name, fn, input, expected }) {
			const values = [plugin, name, fn, input, expected === undefined ? null : JSON.stringify(expected)];
			const row = id === undefined ? insert.get(...values, now()) : update.get(...values, id);
			if (row !== undefined) return toCase(row);
			throw new DataFlareError('not_found', `There is no test case ${id}; it was removed meanwhile.`, {
				details: because('case_gone'),
				hint: 'Save it as a new case.',
			});
		},
		remove: (id) => void remove.run(id),
	};
}

function toCase({ created_at, expected, ...row }: CaseRow): TestCase {
	return {
		...row,
		...(expected === null ? {} : { expected: fromColumn(anyColumn, expected, `test case ${row.id}`) }),
		createdAt: created_at,
	};
}
