import { appendFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResultSource, ResultState } from '../../src/shared/run/result-table.ts';

import { eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

beforeEach(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterEach(() => scratch.dispose());

async function whole(id: string): Promise<ResultState> {
	let state = await scratch.ask('results.state', { id });
	await eventually(async () => {
		state = await scratch.ask('results.state', { id });
		return state.complete && (state.view === null || state.view.phase === 'ready');
	});
	return state;
}

/** A run that redacted `records` e-mail addresses, with what came of it. */
async function redacted(
	records: number,
): Promise<{ readonly run: string; readonly input: string; readonly output: string }> {
	const input = join(scratch.folder, 'tickets.ndjson');
	const output = join(scratch.folder, 'clean.ndjson');
	const lines = Array.from(
		{ length: records },
		(_, n) => `{"n":${n},"from":"user${n}@example.com","size":${(n * 7919) % 1000}}`,
	);
	writeFileSync(input, `${lines.join('\n')}\n`);
	await scratch.ask('samples.install', { names: ['pii-redactor'] });
	const { id: run } = await scratch.ask('streams.run', {
		plugin: 'pii-redactor',
		input: { kind: 'file', path: input },
		output: { kind: 'file', path: output },
	});
	return { run, input, output };
}

describe('what a run wrote, as a table', () => {
	it('is opened, counted, searched, filtered and sorted, with its input beside it', async () => {
		const { run, input, output } = await redacted(3_000);
		const source: ResultSource = { kind: 'written', run, path: output };
		const opened = await scratch.ask('results.open', { source });
		expect(opened).toMatchObject({ path: output, format: 'ndjson', revision: 0, view: null });
		const { id } = opened;
		expect(await whole(id)).toMatchObject({ rows: 3_000, complete: true });
		const columns = ['n', 'from'];
		const first = await scratch.ask('results.rows', { id, revision: 0, offset: 0, limit: 2, columns });
		expect(first.map(({ cells }) => cells.map((cell) => cell?.text))).toEqual([
			['0', 'u***@***.com'],
			['1', 'u***@***.com'],
		]);
		const query = {
			search: 'u***',
			filters: [{ column: 'size', test: 'less', value: '500' }] as const,
			sort: { column: 'n', descending: true },
		};
		await scratch.ask('results.view', { id, query: { ...query, filters: [...query.filters] } });
		const { view } = await whole(id);
		const expected = Array.from({ length: 3_000 }, (_, n) => n).filter((n) => (n * 7919) % 1000 < 500);
		expect(view).toMatchObject({ rows: expected.length, limit: null });
		const sorted = await scratch.ask('results.rows', { id, revision: 0, offset: 0, limit: 3, columns });
		expect(sorted.map(({ row }) => row)).toEqual(expected.toReversed().slice(0, 3));

		const beside = await scratch.ask('results.open', { source: { kind: 'input', run } });
		expect((await whole(beside.id)).path).toBe(input);
		const at = sorted.map(({ row }) => row);
		const inputs = await scratch.ask('results.rows', { id: beside.id, revision: 0, at, columns: ['from'] });
		expect(inputs.map(({ cells }) => cells[0]?.text)).toEqual(at.map((n) => `user${n}@example.com`));
		expect((await scratch.ask('results.record', { id, revision: 0, row: 5 })).text).toContain('"n":5');

		const pair = { id, revision: 0, input: beside.id, inputRevision: 0, rows: at };
		let match = await scratch.ask('results.beside', pair);
		await eventually(async () => {
			match = await scratch.ask('results.beside', pair);
			return match.how !== 'looking';
		});
		expect(match).toEqual({ how: 'id', column: 'n', places: at });

		await scratch.ask('results.close', { id });
		expect(await scratch.fail('results.state', { id })).toMatchObject({
			code: 'not_found',
			details: { reason: 'result_closed' },
		});
	});

	it('is begun anew where the file changed, and says when it is gone', async () => {
		const { run, output } = await redacted(10);
		const source: ResultSource = { kind: 'written', run, path: output };
		const { id } = await scratch.ask('results.open', { source });
		await whole(id);
		appendFileSync(output, '{"n":"more"}\n');
		expect(await whole(id)).toMatchObject({ revision: 1, rows: 11 });
		expect(await scratch.ask('results.rows', { id, revision: 0, offset: 0, columns: [] })).toEqual([]);
		expect(
			(await scratch.ask('results.rows', { id, revision: 1, offset: 10, columns: ['n'] }))[0]?.cells[0]?.text,
		).toBe('more');
		rmSync(output);
		// What is open can still be read.
		expect((await whole(id)).rows).toBe(11);
		expect(await scratch.fail('results.open', { source })).toMatchObject({
			code: 'not_found',
			details: { reason: 'file_not_found' },
		});
	});

	it('is nothing but what the run wrote and read, whatever is named', async () => {
		const { run, input } = await redacted(10);
		for (const path of ['/etc/passwd', input, join(scratch.folder, 'data', 'dataflare.db')]) {
			const source: ResultSource = { kind: 'written', run, path };
			for (const error of [
				await scratch.fail('results.open', { source }),
				await scratch.fail('results.save', { source, path: join(scratch.folder, 'copy') }),
			])
				expect(error).toMatchObject({ code: 'invalid_input', details: { reason: 'result_not_of_run' } });
		}
		const unknown: ResultSource = { kind: 'kept', id: 'aaaaaaaaaaaa' };
		expect(await scratch.fail('results.open', { source: unknown })).toMatchObject({
			details: { reason: 'output_gone' },
		});
		const call = await scratch.ask('plugins.call', { name: 'pii-redactor', fn: 'process_data', input: '{}' });
		const none: ResultSource = { kind: 'input', run: call.runId };
		expect(await scratch.fail('results.open', { source: none })).toMatchObject({ code: 'invalid_input' });
	});

	it('is copied whole to where a person says', async () => {
		const { run, output } = await redacted(10);
		const path = join(scratch.folder, 'copy.ndjson');
		const saved = await scratch.ask('results.save', { source: { kind: 'written', run, path: output }, path });
		expect(saved).toEqual({ path, bytes: statSync(output).size });
		expect(statSync(path).size).toBe(saved.bytes);
	});

	it('closes what was asked for least lately where more are opened than at once', async () => {
		const { run, output } = await redacted(10);
		const ids: string[] = [];
		for (let n = 0; n < 5; n++)
			ids.push((await scratch.ask('results.open', { source: { kind: 'written', run, path: output } })).id);
		expect((await scratch.fail('results.state', { id: ids[0] ?? '' })).details).toMatchObject({
			reason: 'result_closed',
		});
		expect((await scratch.ask('results.state', { id: ids[4] ?? '' })).id).toBe(ids[4]);
	});

	it('of the example is the file that its destination wrote', async () => {
		const { id: run } = await scratch.ask('samples.run', {});
		const [file] = await scratch.ask('runs.written', { id: run });
		const source: ResultSource = { kind: 'written', run, path: file?.path ?? '' };
		const { id } = await scratch.ask('results.open', { source });
		const { rows, columns } = await whole(id);
		expect(rows).toBeGreaterThan(20);
		expect(columns.filter(({ numeric }) => numeric).map(({ name }) => name)).toEqual(['strikes', 'cost', 'p90']);
	});
});
