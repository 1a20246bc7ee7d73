import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowCheck } from '../../../src/shared/api/flow-routes.ts';
import { data, grant, sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';
import { readOnly } from '../../support/trouble.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	for (const name of ['csv-source', 'row-filter', 'group-by', 'file-writer']) {
		await scratch.ask('plugins.install', { path: sample(name) });
		await scratch.ask('policy.set', { name, policy: grant(`${data('')}:ro`) });
	}
});
afterAll(() => scratch.dispose());

const where = { field: 'country', op: 'eq', value: 'USA' };
const input = { name: 'in', use: 'read-file', config: { path: data('airports.csv') } };
const filter = { name: 'only', plugin: 'row-filter', config: { where } };
const output = (name: string, path = `${name}.ndjson`) => ({
	name,
	use: 'write-file',
	config: { path: join(scratch.folder, path) },
});
const check = (...components: readonly object[]): Promise<FlowCheck> =>
	scratch.ask('flows.check', { flow: { definition: { name: 'f', components } as never } });
const problemsOf = async (...components: readonly object[]) =>
	(await check(...components)).problems.map(({ component, key, error }) => [
		component,
		key,
		error.details?.['reason'] ?? error.code,
	]);

describe('checking a flow', () => {
	it('tells what each component is, who takes from whom, and that it can run and be resumed', async () => {
		const found = await check(
			input,
			{ ...filter, inputs: ['in'] },
			{ ...output('kept'), inputs: ['only'] },
			{ ...output('rest'), inputs: ['only.dropped'] },
		);
		expect(found.problems).toEqual([]);
		expect(found.notResumable).toEqual([]);
		expect(found.edges).toEqual([
			{ from: 0, port: 'out', to: 1 },
			{ from: 1, port: 'out', to: 2 },
			{ from: 1, port: 'dropped', to: 3 },
		]);
		expect(found.components[1]).toMatchObject({ plugin: 'row-filter', type: 'filter', use: null, resumes: true });
		expect(found.components[1]?.ports).toEqual(['out', 'dropped', 'failed']);
	});

	it('takes a chain for what it is, a flow without branches', async () => {
		expect(await problemsOf(input, filter, output('out'))).toEqual([]);
		expect((await check(input, filter, output('out'))).edges).toHaveLength(2);
	});

	it('tells everything that is wrong at once, each at its component and key, in the order of the file', async () => {
		const problems = await problemsOf(
			{ name: 'in', use: 'read-file', config: { path: data('nothing-there.csv') }, workers: 2 },
			{ ...filter, inputs: ['in'], config: { where: { ...where, op: 'nope' } } },
			{ name: 'groups', plugin: 'group-bye', inputs: ['only.failed'] },
			{ name: 'out', use: 'write-file', inputs: ['only', 'onyl'], config: { path: 'out.ndjson', formt: 'csv' } },
			{ ...output('alone'), inputs: [] },
		);
		expect(problems).toEqual([
			[0, 'workers', 'flow_not_for_built_in'],
			[0, 'config.path', 'file_not_found'],
			[1, 'config', 'config_invalid'],
			[1, 'on_error', 'flow_failed_unused'],
			[2, 'plugin', 'not_installed'],
			[3, 'inputs', 'flow_unknown_input'],
			[3, expect.stringMatching(/^config/), 'flow_config_invalid'],
			[4, 'inputs', 'flow_needs_input'],
		]);
	});

	it('names the component in each sentence, and what was meant', async () => {
		const { problems } = await check(
			input,
			{ ...filter, inputs: ['ni'] },
			{ ...output('out'), inputs: ['only.dropt'] },
		);
		expect(problems.map(({ error }) => error.message)).toEqual([
			'components[1] (only): it takes from ni, which is no component and no port of one (did you mean in?).',
			expect.stringMatching(/^components\[2\] \(out\): it takes from only\.dropt, which is no component/),
		]);
		for (const { error } of problems) expect(error.hint).toMatch(/\w/);
	});

	it('says of an output that it cannot be made, or would be called what it is not', async ({ skip }) => {
		const folder = join(scratch.folder, 'sealed');
		for (const path of [folder, join(scratch.folder, 'afolder')]) mkdirSync(path);
		expect(await problemsOf(input, output('out', 'afolder'))).toEqual([[1, 'config.path', 'output_is_folder']]);
		expect(await problemsOf(input, output('out', 'out.xlsx'))).toEqual([[1, 'config.path', 'flow_format_foreign']]);
		expect(await problemsOf(input, output('out', 'out.parquet.gz'))).toEqual([
			[1, 'config.path', 'flow_format_foreign'],
		]);
		const said = { ...output('out', 'out.xlsx'), config: { path: join(scratch.folder, 'out.xlsx'), format: 'csv' } };
		expect(await problemsOf(input, said)).toEqual([]);
		const trouble = readOnly(folder);
		if ('impossible' in trouble) return skip(trouble.impossible);
		expect(await problemsOf(input, output('out', 'sealed/out.csv'))).toEqual([[1, 'config.path', 'not_writable']]);
		trouble.undo();
	});

	it('knows what comes out of what', async () => {
		expect(
			await problemsOf(
				input,
				{ ...filter, inputs: ['in'], on_error: 'skip' },
				{ name: 'look', use: 'preview', inputs: ['only', 'only.failed'] },
				{ ...output('out'), inputs: ['in.dropped', 'look', 'groups.dropped'] },
				{ name: 'groups', plugin: 'group-by', inputs: ['only'], config: { group_by: 'country' }, workers: 2 },
			),
		).toEqual([
			[3, 'inputs', 'flow_no_port'],
			[3, 'inputs', 'flow_no_port'],
			[3, 'inputs', 'flow_no_port'],
			[4, 'workers', 'flow_workers'],
		]);
	});

	it('sees that bytes cannot be taken for records, and the other way round', async () => {
		const bytes = { name: 'raw', use: 'read-file', config: { path: data('airports.csv'), format: 'bytes' } };
		expect(await problemsOf(bytes, { ...filter, inputs: ['raw'] }, { ...output('out'), inputs: ['only'] })).toEqual([
			[1, 'inputs', 'flow_encodings'],
		]);
		expect(await problemsOf(bytes, output('copy', 'copy.csv'))).toEqual([]);
	});

	it('lets no two components write one file, however they call it, and none read what another writes', async () => {
		mkdirSync(join(scratch.folder, 'real'), { recursive: true });
		symlinkSync(join(scratch.folder, 'real'), join(scratch.folder, 'linked'));
		const one = { ...output('one', 'real/out.ndjson'), inputs: ['in'] };
		const two = { ...output('two', 'linked/out.ndjson'), inputs: ['in'] };
		expect(await problemsOf(input, one, two)).toEqual([[2, 'config.path', 'flow_same_file']]);
		const loop = join(scratch.folder, 'loop.ndjson');
		writeFileSync(loop, '{}\n');
		expect(
			await problemsOf({ name: 'in', use: 'read-file', config: { path: loop } }, output('out', 'loop.ndjson')),
		).toEqual([[1, 'config.path', 'flow_same_file']]);
	});

	it('knows a file by its number, too, and lets a device be read and written as often as one likes', async () => {
		const [one, other] = [join(scratch.folder, 'one.ndjson'), join(scratch.folder, 'other.ndjson')];
		writeFileSync(one, '{}\n');
		linkSync(one, other);
		const reading = { name: 'in', use: 'read-file', config: { path: one } };
		expect(await problemsOf(reading, output('out', 'other.ndjson'))).toEqual([[1, 'config.path', 'flow_same_file']]);
		const nowhere = (name: string) => ({ name, use: 'write-file', inputs: ['in'], config: { path: '/dev/null' } });
		expect(await problemsOf(reading, nowhere('a'), nowhere('b'))).toEqual([]);
	});

	it('sees what a policy does not allow before anything runs', async () => {
		const source = { name: 'csv-source', config: { path: join(scratch.folder, 'elsewhere.csv') } };
		expect(await problemsOf(source, output('out'))).toEqual([[0, 'config.path', 'flow_not_granted']]);
		const writer = { name: 'file-writer', config: { path: '/srv/somewhere/out.ndjson' } };
		expect(await problemsOf(input, writer)).toEqual([[1, 'config.path', 'flow_not_granted']]);
	});

	it('never writes among its own files', async () => {
		const own = { name: 'out', use: 'write-file', config: { path: join(scratch.folder, 'data/dataflare.db') } };
		expect(await problemsOf(input, own)).toEqual([[1, 'config.path', 'output_own_files']]);
	});

	it('takes relative paths from the folder of the file, and has none where there is no file', async () => {
		const relative = { name: 'out', use: 'write-file', config: { path: 'out.ndjson' } };
		expect(await problemsOf(input, relative)).toEqual([[1, 'config.path', 'flow_path_relative']]);
		const path = join(scratch.folder, 'flow.json');
		writeFileSync(path, JSON.stringify({ name: 'filed', components: [input, relative] }));
		expect((await scratch.ask('flows.check', { flow: { path } })).problems).toEqual([]);
		const kept = await scratch.ask('flows.save', { flow: { path } });
		expect(kept.flow.components[1]?.config).toEqual({ path: join(scratch.folder, 'out.ndjson') });
		expect((await scratch.ask('flows.check', { flow: { name: 'filed' } })).problems).toEqual([]);
	});
});

describe('what is good to know of a flow', () => {
	const remarksOf = async (...components: readonly object[]) =>
		(await check(...components)).remarks.map(({ component, key, remark }) => [component, key, remark.reason]);
	const setAside = { ...filter, on_error: 'quarantine' };

	it('is nothing where it can be resumed and keeps nothing sensitive', async () => {
		expect(await remarksOf(input, setAside, { name: 'look', use: 'preview' })).toEqual([]);
	});

	it('is which component cannot save what it keeps, and why', async () => {
		const writer = { name: 'end', plugin: 'file-writer', config: { path: 'end.ndjson' } };
		const found = await check(input, filter, writer);
		expect(found.notResumable).toEqual([2]);
		expect(found.remarks).toMatchObject([
			{ component: 2, key: 'plugin', remark: { reason: 'flow_state_unsaved', facts: { plugin: 'file-writer' } } },
		]);
	});

	it.skipIf(process.platform === 'win32')('is that a pipe or a device cannot be written to again', async () => {
		const fifo = join(scratch.folder, 'fifo');
		execFileSync('mkfifo', [fifo]);
		for (const path of [fifo, '/dev/null']) {
			const found = await check(input, { name: 'to', use: 'write-file', config: { path, format: 'ndjson' } });
			expect(found.problems).toEqual([]);
			expect(found.notResumable).toEqual([1]);
			expect(found.remarks).toMatchObject([
				{ component: 1, key: 'config.path', remark: { reason: 'flow_output_special', facts: { name: 'to', path } } },
			]);
		}
	});

	it('is what keeps records whole that come to or from a plugin which takes sensitive input', async () => {
		await scratch.ask('plugins.privacy', { name: 'group-by', input: 'sensitive' });
		const groups = {
			name: 'groups',
			plugin: 'group-by',
			config: { group_by: ['country'], aggregates: [{ op: 'count' }] },
		};
		const look = { name: 'look', use: 'preview', inputs: ['groups'] };
		const [only, quiet] = [
			{ ...setAside, inputs: ['in'] },
			{ ...setAside, name: 'quiet', inputs: ['in'] },
		];
		const aside = { ...output('rest'), inputs: ['quiet'] };
		expect(await remarksOf(input, only, { ...groups, inputs: ['only'] }, look, quiet, aside)).toEqual([
			[1, 'on_error', 'flow_aside_sensitive'],
			[3, 'use', 'flow_preview_sensitive'],
		]);
		await scratch.ask('plugins.privacy', { name: 'group-by', input: null });
		expect(await remarksOf(input, only, { ...groups, inputs: ['only'] }, look, quiet, aside)).toEqual([]);
	});
});
