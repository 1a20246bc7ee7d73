import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeepAsked } from '../../src/shared/run/kept.ts';
import { sample } from '../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let scratch: ScratchCore;
const at = (name: string): string => join(scratch.folder, name);
const SECRET = 'ann@example.com';
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	for (const name of ['pii-redactor', 'row-filter', 'csv-source']) {
		await scratch.ask('plugins.install', {
			path: sample(name),
			grant: { allow_file_system: true, max_memory: 33_554_432 },
		});
	}
	writeFileSync(at('tickets.csv'), `who\n${SECRET}\n`);
	writeFileSync(at('tickets.ndjson'), `{"who":"${SECRET}"}\n`);
	await scratch.ask('policy.set', {
		name: 'csv-source',
		policy: { allow_file_system: true, max_memory: 33_554_432, allowed_paths: [`${at('tickets.csv')}:ro`] },
		author: 'test',
	});
});
afterAll(() => scratch.dispose());

const call = async (name: string, asked: KeepAsked = {}) => {
	const { runId } = await scratch.ask('plugins.call', {
		name,
		fn: name === 'row-filter' ? 'filter_data' : 'process_data',
		input: `[{"who":"${SECRET}"}]`,
		...asked,
	});
	return scratch.ask('runs.get', { id: runId });
};
const stream = (asked: KeepAsked = {}) =>
	scratch.ask('streams.run', {
		plugin: 'pii-redactor',
		input: { kind: 'file', path: at('tickets.ndjson') },
		...asked,
	});
const chain = (plugins: readonly string[], asked: KeepAsked = {}) =>
	scratch.ask('chains.run', {
		chain: {
			definition: {
				name: 'c',
				components: plugins.map((name) => ({
					name,
					...(name === 'csv-source' ? { config: { path: at('tickets.csv') } } : {}),
				})),
			},
		},
		...asked,
	});

describe('what a run keeps', () => {
	it('is no raw input of a plugin whose manifest says that it is sensitive, unless asked for', async () => {
		for (const run of [await call('pii-redactor'), await stream()]) {
			expect(run).toMatchObject({ inputPreview: null, keeping: { input: 'sensitive', output: 'kept', logs: 'kept' } });
			expect(run.outputPreview?.text).not.toContain(SECRET);
			expect(run.bytesIn).toBeGreaterThan(0);
		}
		for (const run of [await call('pii-redactor', { previews: true }), await stream({ previews: true })]) {
			expect(run.inputPreview?.text).toContain(SECRET);
			expect(run.keeping).toMatchObject({ input: 'kept', output: 'kept' });
		}
		expect((await call('row-filter')).keeping).toMatchObject({ input: 'kept' });
	});

	it('is nothing of what comes before such a plugin in a chain', async () => {
		const before = await chain(['csv-source', 'row-filter', 'pii-redactor']);
		expect(before).toMatchObject({ inputPreview: null, keeping: { input: 'sensitive' } });
		expect(before.outputPreview?.text).not.toContain(SECRET);
		expect((await chain(['csv-source', 'pii-redactor'], { previews: true })).inputPreview?.text).toContain(SECRET);
		expect((await chain(['csv-source', 'row-filter'])).inputPreview?.text).toContain(SECRET);
	});

	it('is what was chosen for this run, under what the settings allow', async () => {
		expect(await call('row-filter', { previews: false })).toMatchObject({
			inputPreview: null,
			outputPreview: null,
			keeping: { input: 'choice', output: 'choice' },
		});
		const outputAlone = await call('row-filter', { previews: 'output' });
		expect(outputAlone).toMatchObject({ inputPreview: null, keeping: { input: 'choice', output: 'kept' } });
		expect(outputAlone.outputPreview).not.toBeNull();
		await scratch.ask('settings.set', { key: 'previews', value: false });
		expect(await call('row-filter', { previews: true })).toMatchObject({
			inputPreview: null,
			outputPreview: null,
			keeping: { input: 'setting', output: 'setting' },
		});
		await scratch.ask('settings.set', { key: 'previews', value: true });
	});

	it('can leave log lines out, which are told all the same while it runs', async () => {
		const heard: string[] = [];
		const stop = scratch.core().on('run.log', ({ runId }) => heard.push(runId));
		const kept = await chain(['csv-source', 'row-filter']);
		expect(kept.logLines).toBeGreaterThan(0);
		const silent = await chain(['csv-source', 'row-filter'], { logs: false });
		stop();
		expect(silent).toMatchObject({ logLines: 0, keeping: { logs: 'choice' } });
		expect(heard).toContain(silent.id);
		expect(await scratch.ask('runs.logs', { id: silent.id })).toEqual([]);
	});

	it('follows a person’s own mark, either way, until the plugin ends', async () => {
		expect(await scratch.ask('plugins.privacy', { name: 'pii-redactor', input: 'ordinary' })).toMatchObject({
			inputPrivacy: 'ordinary',
		});
		expect((await call('pii-redactor')).keeping).toMatchObject({ input: 'kept' });
		await scratch.ask('plugins.privacy', { name: 'pii-redactor', input: null });
		expect((await call('pii-redactor')).keeping).toMatchObject({ input: 'sensitive' });
		await scratch.ask('plugins.privacy', { name: 'row-filter', input: 'sensitive' });
		expect((await call('row-filter')).keeping).toMatchObject({ input: 'sensitive' });
		await scratch.ask('plugins.uninstall', { name: 'row-filter' });
		const again = await scratch.ask('plugins.install', { path: sample('row-filter'), grant: {} });
		expect(again.inputPrivacy).toBeNull();
		expect(await scratch.fail('plugins.privacy', { name: 'nobody', input: null })).toMatchObject({ code: 'not_found' });
	});

	it('is told with sizes, and forgotten part by part', async () => {
		const { id } = await call('pii-redactor', { previews: true });
		const held = await scratch.ask('runs.kept', { id });
		expect(held).toMatchObject({ largeOutputBytes: null, parts: { input: { why: 'kept' }, values: { why: 'kept' } } });
		expect(held.parts.input.bytes).toBeGreaterThan(SECRET.length);
		expect(await scratch.ask('runs.forget', { id, parts: ['input', 'values'] })).toEqual({ forgotten: true });
		const run = await scratch.ask('runs.get', { id });
		expect(run).toMatchObject({ inputPreview: null, request: null, keeping: { input: 'forgotten', output: 'kept' } });
		expect(run.stages[0]?.config).toEqual({});
		expect(run.outputPreview).not.toBeNull();
		expect((await scratch.ask('runs.kept', { id })).parts.input).toEqual({ why: 'forgotten', bytes: 0, items: 0 });
		expect(await scratch.fail('runs.forget', { id: 'ffffffffffff', parts: ['input'] })).toMatchObject({
			code: 'not_found',
		});
	});
});

describe('dataflare', () => {
	it('chooses what a run keeps, marks plugins and forgets', async () => {
		const dataflare = (...args: readonly string[]) => runCliHere(scratch.folder, args);
		const input = `[{"who":"${SECRET}"}]`;
		const runOf = async (...flags: readonly string[]) => {
			expect(await dataflare('call', 'pii-redactor', 'process_data', input, ...flags)).toMatchObject({ code: 0 });
			const [newest] = (await scratch.ask('runs.list', { limit: 1 })).runs;
			return scratch.ask('runs.get', { id: newest?.id ?? '' });
		};
		expect((await runOf()).keeping).toMatchObject({ input: 'sensitive' });
		const { id, keeping } = await runOf('--previews', 'all', '--no-logs');
		expect(keeping).toMatchObject({ input: 'kept', logs: 'choice' });
		expect((await runOf('--previews', 'none')).keeping).toMatchObject({ output: 'choice' });
		expect(await dataflare('call', 'pii-redactor', 'process_data', input, '--previews', 'some')).toMatchObject({
			code: 2,
		});
		expect(await dataflare('runs', 'forget', id.slice(0, 8))).toMatchObject({
			code: 2,
			err: expect.stringContaining('--all'),
		});
		expect(await dataflare('runs', 'forget', id.slice(0, 8), '--previews')).toMatchObject({ code: 0 });
		expect(await scratch.ask('runs.get', { id })).toMatchObject({ inputPreview: null, keeping: { values: 'kept' } });
		expect((await dataflare('--json', 'history', 'forget', id, '--all')).out).toContain('"targets"');
		expect((await dataflare('privacy', 'pii-redactor')).out).toContain('sensitive input (according to its manifest)');
		expect((await dataflare('privacy', 'pii-redactor', '--input', 'ordinary')).out).toContain(
			'ordinary input (set by you)',
		);
		expect(await dataflare('privacy', 'pii-redactor', '--input', 'x')).toMatchObject({ code: 2 });
	});
});
