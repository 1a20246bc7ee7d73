import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

/** Reads the file that it is given the path of. */
const reading = `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(memory (export "memory") 1)
	(func (export "process_data") (param $at i32) (param $length i32) (result i32)
		(drop (call $read (i32.add (local.get $at) (i32.const 1)) (i32.sub (local.get $length) (i32.const 2))
			(i64.const 0) (i32.const 9)))
		(i32.const 0)))`;

let scratch: ScratchCore;
let folder: string;
beforeAll(async () => {
	scratch = await scratchCore();
	folder = join(scratch.folder, 'numbers');
	await scratch.ask('authoring.create', { folder, language: 'wat', role: 'transformer', name: 'numbers' });
});
afterAll(() => scratch.dispose());

const source = (): string => join(folder, 'src/plugin.wat');
/** Builds as a face does whose person was shown the commands. */
async function build(): Promise<void> {
	const plan = await scratch.core().planBuild(folder);
	if (!plan.ok) throw new Error(plan.error.message);
	expect(await scratch.core().runBuild(plan.data)).toMatchObject({ ok: true });
}

describe('a build that a person agreed to', () => {
	it('is shown with the programs that were found, and runs where no request can have it run', async () => {
		const plan = await scratch.core().planBuild(folder);
		expect(plan).toMatchObject({
			ok: true,
			data: {
				plugin: 'numbers',
				tools: ['wat2wasm'],
				commands: [[expect.stringMatching(/^[/].*wat2wasm$/), 'src/plugin.wat', '-o', 'numbers.wasm']],
			},
		});
		expect(await scratch.fail('authoring.build', { folder })).toMatchObject({ details: { reason: 'builds_off' } });
		await build();
	});

	it('does not run once its commands are others than those that were shown', async () => {
		const plan = await scratch.core().planBuild(folder);
		if (!plan.ok) throw new Error(plan.error.message);
		const recipe = readFileSync(join(folder, 'build.json'), 'utf8');
		writeFileSync(join(folder, 'build.json'), '{ "steps": [["touch", "harm"]] }');
		expect(await scratch.core().runBuild(plan.data)).toMatchObject({
			ok: false,
			error: { code: 'conflict', details: { reason: 'build_changed' } },
		});
		writeFileSync(join(folder, 'build.json'), recipe);
		// A nearer program of the same name is another one, too.
		const tools = join(folder, 'node_modules/.bin');
		mkdirSync(tools, { recursive: true });
		writeFileSync(join(tools, 'wat2wasm'), '#!/bin/sh\ntouch harm\n', { mode: 0o755 });
		expect(await scratch.core().runBuild(plan.data)).toMatchObject({ ok: false, error: { code: 'conflict' } });
		rmSync(join(folder, 'node_modules'), { recursive: true });
		expect(await scratch.core().runBuild(plan.data)).toMatchObject({ ok: true });
	});

	it('says why where the folder says nothing of how it is built', async () => {
		expect(await scratch.core().planBuild(join(scratch.folder, 'none'))).toMatchObject({
			ok: false,
			error: { code: 'not_found' },
		});
	});
});

it('the folder of a new plugin is remembered, the last hundred of them', async () => {
	expect((await scratch.ask('settings.get', {})).author_folders).toEqual({ numbers: folder });
	const full = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`p${at}`, `/srv/p${at}`]));
	await scratch.ask('settings.set', { key: 'author_folders', value: full });
	const other = join(scratch.folder, 'other');
	await scratch.ask('authoring.create', { folder: other, language: 'wat', role: 'filter', name: 'other' });
	const { author_folders } = await scratch.ask('settings.get', {});
	expect(Object.keys(author_folders)).toHaveLength(100);
	expect([author_folders['p0'], author_folders['p1'], author_folders['other']]).toEqual([undefined, '/srv/p1', other]);
});

it('cases are compared with what a kept version makes of them', async () => {
	await build();
	const text = readFileSync(source(), 'utf8');
	const { current } = await scratch.ask('plugins.install', { path: folder });
	const since = current?.sha256 ?? '';
	await expect
		.poll(async () => (await scratch.ask('plugins.versions', { name: 'numbers' })).map(({ use }) => use.isWhole))
		.toEqual([true]);
	const same = await scratch.ask('authoring.test', { folder, since });
	expect(same.cases.map(({ status, changes }) => ({ status, changes }))).toEqual([{ status: 'passed', changes: [] }]);
	writeFileSync(source(), text.replace('\\22record\\22', '\\22racord\\22'));
	await build();
	const other = await scratch.ask('authoring.test', { folder, since });
	expect(other.cases).toMatchObject([{ status: 'failed' }]);
	expect(other.cases[0]?.changes?.map(({ at }) => at)).toEqual(
		expect.arrayContaining(['output[0].record', 'output[0].racord']),
	);
	// Not compared, nothing is said of changes; with what is not kept, that is said.
	expect((await scratch.ask('authoring.test', { folder })).cases).toMatchObject([{ changes: null }]);
	expect(await scratch.fail('authoring.test', { folder, since: 'f'.repeat(64) })).toMatchObject({
		details: { reason: 'unknown_version' },
	});
	writeFileSync(source(), text);
});

it('what a plugin asks for is told beside what it used, and what it wanted without asking', async () => {
	const asked = {
		...{ allow_file_system: true, allowed_paths: ['./in/', './never/'] },
		...{ allow_network: true, allowed_hosts: ['api.example.com'] },
	};
	const path = await scratch.plugin('reader', reading, { security_policy: asked, optional: ['api.example.com'] });
	const grant = { ...asked, allow_network: false, allowed_hosts: [], allowed_paths: ['./in/'] };
	await scratch.ask('plugins.install', { path, grant });
	expect(await scratch.ask('policy.used', { name: 'reader' })).toMatchObject({ runs: 0, unasked: [] });
	for (const input of ['./in/a.txt', './in/b.txt', './never/c.txt', './elsewhere/d.txt']) {
		await scratch.core().request('plugins.call', { name: 'reader', fn: 'process_data', input: JSON.stringify(input) });
	}
	const { runs, asked: entries, unasked } = await scratch.ask('policy.used', { name: 'reader' });
	expect(runs).toBe(4);
	expect(entries).toMatchObject([
		{ list: 'allowed_paths', entry: './in/', optional: false, granted: true, calls: 2, denied: 0 },
		{ list: 'allowed_paths', entry: './never/', granted: false, calls: 1, denied: 1 },
		{ list: 'allowed_hosts', entry: 'api.example.com', optional: true, granted: false, calls: 0, lastAt: null },
	]);
	expect(unasked).toMatchObject([{ op: 'read_file', kind: 'read', target: './elsewhere/d.txt', count: 1, refused: 1 }]);
	expect(await scratch.fail('policy.used', { name: 'nobody' })).toMatchObject({ code: 'not_found' });
});
