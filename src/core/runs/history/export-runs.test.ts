import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRun, newStoreEach, ran } from '../../../../test/support/scratch/scratch-store.ts';
import { anyText } from '../../../../test/support/values/any-text.ts';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { RunSummary } from '../../../shared/run/run.ts';
import type { Store } from '../../store/store.ts';
import { csvCell } from './csv-cell.ts';
import { exportRuns } from './export-runs.ts';

let store: Store;
newStoreEach({}, (its) => {
	store = its;
});

/** The whole file, asked for in parts. */
function exported(given: Omit<RouteParsed<'runs.export'>, 'cursor' | 'bom'> & { readonly bom?: boolean }): string {
	const asked = { bom: false, ...given };
	let text = '';
	let cursor: number | undefined;
	for (;;) {
		const part = exportRuns(store.runs, { ...asked, cursor }, 0);
		text += part.text;
		if (part.cursor === null) return text;
		cursor = part.cursor;
	}
}

/** RFC 4180, with every line ended. */
function parsedCsv(text: string): readonly (readonly string[])[] {
	const rows: string[][] = [];
	let row: string[] = [];
	for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
		row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
		if (end === ',') continue;
		rows.push(row);
		row = [];
	}
	return rows;
}

describe('an export', () => {
	it('is the same file whatever the size of its parts', () => {
		for (let at = 0; at < 23; at++)
			ran(
				store,
				{ startedAt: at, plugin: at % 2 === 0 ? 'even' : 'odd' },
				{ status: at % 5 === 0 ? 'failed' : 'succeeded' },
			);
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 30 }),
				fc.constantFrom({}, { plugin: 'odd' }, { plugin: 'nobody' }, { status: 'failed' as const }, { text: 'even' }),
				fc.boolean(),
				(limit, query, byIds) => {
					const wanted = store.runs.list({ ...query, limit: 100 });
					const which = byIds ? { ids: wanted.map(({ id }) => id) } : { query };
					expect(JSON.parse(exported({ format: 'json', limit, ...which }))).toEqual(wanted);
					const lines = exported({ format: 'ndjson', limit, ...which }).split('\n');
					expect(lines.pop()).toBe('');
					expect(lines.map((line) => JSON.parse(line) as RunSummary)).toEqual(wanted);
					const [head, ...rows] = parsedCsv(exported({ format: 'csv', limit, ...which }));
					expect(head?.slice(0, 3)).toEqual(['id', 'kind', 'label']);
					expect(rows.map(([id]) => id)).toEqual(wanted.map(({ id }) => id));
				},
			),
		);
	});

	it('leaves out runs that are no more, and is well-formed even so', () => {
		const ids = [ran(store), ran(store), ran(store)];
		store.runs.remove(ids.slice(1));
		for (const order of [ids, ids.toReversed()])
			expect(JSON.parse(exported({ format: 'json', ids: order, limit: 1 }))).toMatchObject([{ id: ids[0] }]);
	});

	it('keeps text from becoming a formula or breaking its cell', () => {
		const message = '=HYPERLINK("http://x")\r\nsecond, line';
		ran(store, { label: '@label' }, { status: 'failed', error: { code: 'timeout', message } });
		const [head = [], row = []] = parsedCsv(exported({ format: 'csv', limit: 10 }));
		expect(row).toHaveLength(head.length);
		expect(row[head.indexOf('label')]).toBe("'@label");
		expect(row[head.indexOf('error')]).toBe(`'${message}`);
		expect(csvCell(-5)).toBe('-5');
		fc.assert(
			fc.property(anyText(), (text) => {
				expect(parsedCsv(`${csvCell(text)}\r\n`)).toEqual([[/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text]]);
			}),
		);
	});

	it('opens in spreadsheets: a mark for UTF-8 first and once, and times that a person can read', () => {
		for (const at of [0, 1, 2]) ran(store, { label: '日报', startedAt: Date.UTC(2026, 10, 26, 20, at) });
		const text = exported({ format: 'csv', limit: 1, bom: true });
		expect(Buffer.from(text).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
		expect(text.lastIndexOf('\ufeff')).toBe(0);
		const [head = [], first = []] = parsedCsv(text.slice(1));
		expect(head[0]).toBe('id');
		expect(first[head.indexOf('label')]).toBe('日报');
		expect(first[head.indexOf('startedAt')]).toBe('2026-11-26T20:02:00.000Z');
		expect(first[head.indexOf('finishedAt')]).toBe('2026-11-26T20:02:01.000Z');
		store.runs.start(aRun({ startedAt: 9e15 }));
		const [, running = []] = parsedCsv(exported({ format: 'csv', limit: 10 }));
		expect(running[head.indexOf('startedAt')]).toBe('9000000000000000');
		expect(running[head.indexOf('finishedAt')]).toBe('');
		for (const format of ['json', 'ndjson'] as const)
			expect(exported({ format, limit: 2, bom: true })).not.toContain('\ufeff');
	});

	it('says what it is', () => {
		expect(exportRuns(store.runs, { format: 'csv', bom: true, limit: 1 }, Date.UTC(2030, 0, 2))).toMatchObject({
			cursor: null,
			mediaType: 'text/csv; charset=utf-8',
			fileName: 'dataflare-runs-2030-01-02.csv',
		});
		expect(exported({ format: 'json', limit: 1 })).toBe('[\n\n]\n');
	});
});
