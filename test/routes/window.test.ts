import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

beforeEach(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterEach(() => scratch.dispose());

async function valueOf(name: string): Promise<unknown> {
	return (await scratch.ask('plugins.call', { name, fn: 'process_data', input: '{}' })).value;
}

describe('going back to an earlier version', () => {
	async function twoVersions(): Promise<{ readonly first: string; readonly second: string }> {
		const one = await scratch.plugin('steady', answering('{"v":1}'), { metadata: { version: '1.0.0' } });
		const first = (await scratch.ask('plugins.install', { path: one })).current?.sha256 ?? '';
		await scratch.ask('policy.set', { name: 'steady', policy: { ...lockedDown, max_execution_time: 5000 } });
		const two = await scratch.plugin('steady', answering('{"v":2}'), { metadata: { version: '2.0.0' } });
		const second = (await scratch.ask('plugins.install', { path: two, replace: true })).current?.sha256 ?? '';
		return { first, second };
	}

	it('swaps to it, keeps the grant, and survives a restart', async () => {
		const { first, second } = await twoVersions();
		expect(await valueOf('steady')).toEqual({ v: 2 });
		const before = await scratch.ask('plugins.get', { name: 'steady' });
		const record = await scratch.ask('plugins.rollback', { name: 'steady', sha256: first });
		expect(record).toMatchObject({ state: 'ready', grantVersion: before.grantVersion, current: { label: '1.0.0' } });
		expect(await valueOf('steady')).toEqual({ v: 1 });
		await scratch.restart();
		expect(await valueOf('steady')).toEqual({ v: 1 });
		const versions = await scratch.ask('plugins.versions', { name: 'steady' });
		expect(versions.map(({ sha256 }) => sha256).toSorted()).toEqual([first, second].toSorted());
	});

	it('names a version that never was, and changes nothing', async () => {
		await twoVersions();
		const error = await scratch.fail('plugins.rollback', { name: 'steady', sha256: 'a'.repeat(64) });
		expect(error).toMatchObject({ code: 'not_found', hint: 'Choose one of its versions.' });
		expect(await valueOf('steady')).toEqual({ v: 2 });
	});

	it('of a lone module takes the module’s place', async () => {
		const folder = await scratch.plugin('lone', answering('{"v":1}'));
		await scratch.ask('plugins.install', { path: join(folder, 'lone.wasm') });
		const first = (await scratch.ask('plugins.get', { name: 'lone' })).current?.sha256 ?? '';
		await scratch.plugin('lone', answering('{"v":2}'));
		await scratch.ask('plugins.install', { path: join(folder, 'lone.wasm'), replace: true });
		await scratch.ask('plugins.rollback', { name: 'lone', sha256: first });
		await scratch.restart();
		expect(await valueOf('lone')).toEqual({ v: 1 });
	});
});

describe('what a module holds', () => {
	it('is told of the version in use and of earlier ones, whatever lies in the folder now', async () => {
		const path = await scratch.plugin('known', answering('1', '(func (export "extra") (result i32) (i32.const 0))'));
		const first = (await scratch.ask('plugins.install', { path })).current?.sha256 ?? '';
		await scratch.plugin('known', answering('2'));
		await scratch.ask('plugins.install', { path, replace: true });
		rmSync(join(scratch.pluginsDir, 'known'), { recursive: true });
		const names = async (sha256?: string): Promise<readonly string[]> =>
			(await scratch.ask('plugins.analysis', { name: 'known', sha256 })).exports.map(({ name }) => name);
		expect(await names()).toEqual(['memory', 'process_data']);
		expect(await names(first)).toEqual(['memory', 'process_data', 'extra']);
		expect(await scratch.fail('plugins.analysis', { name: 'known', sha256: 'b'.repeat(64) })).toMatchObject({
			code: 'not_found',
		});
	});
});

describe('what lies beside a plugin’s module', () => {
	it('is its README and its sample inputs, but nothing that a link leads to', async () => {
		const path = await scratch.plugin('doc', answering('1'));
		writeFileSync(join(path, 'README.md'), '# Doc');
		mkdirSync(join(path, 'sample'));
		writeFileSync(join(path, 'sample/in.ndjson'), '{"a":1}\n');
		writeFileSync(join(path, 'sample/raw.bin'), Uint8Array.of(255, 254));
		await scratch.ask('plugins.install', { path });
		symlinkSync('/etc/passwd', join(scratch.pluginsDir, 'doc/sample/passwd'));
		expect(await scratch.ask('plugins.package', { name: 'doc' })).toEqual({
			readme: '# Doc',
			samples: [
				{ name: 'in.ndjson', bytes: 8, text: '{"a":1}\n' },
				{ name: 'raw.bin', bytes: 2, text: null },
			],
		});
	});
});

describe('a draft of a policy', () => {
	beforeEach(async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('drafted', answering('1')) });
	});

	it('is previewed with its problems, its effect and its decision, and nothing is stored', async () => {
		const policy = { ...lockedDown, allow_network: true, allowed_hosts: ['example.com', 'not a host'] };
		const preview = await scratch.ask('policy.preview', { name: 'drafted', policy, request: 'https://example.com/x' });
		expect(preview.problems.map(({ path }) => path)).toEqual(['allowed_hosts[1]']);
		expect(preview.decision).toMatchObject({ allowed: true, rule: 'allowed_hosts[0]: example.com' });
		expect((await scratch.ask('policy.show', { name: 'drafted' })).granted?.policy.allow_network).toBe(false);
	});

	it('is suggested from a refusal: the grant with the narrowest rule that would have allowed it', async () => {
		const suggestion = await scratch.ask('policy.suggest', {
			name: 'drafted',
			op: 'read_file',
			target: '/srv/data/in.csv',
		});
		expect(suggestion).toMatchObject({
			rule: '/srv/data/in.csv:ro',
			list: 'allowed_paths',
			policy: { allow_file_system: true, allowed_paths: ['/srv/data/in.csv:ro'], allow_network: false },
		});
		const check = { name: 'drafted', policy: suggestion.policy ?? lockedDown };
		expect(await scratch.ask('policy.preview', { ...check, request: 'read:/srv/data/in.csv' })).toMatchObject({
			decision: { allowed: true },
		});
		expect(await scratch.ask('policy.preview', { ...check, request: 'write:/srv/data/in.csv' })).toMatchObject({
			decision: { allowed: false },
		});
		expect(await scratch.ask('policy.suggest', { name: 'drafted', op: 'http', target: 'ftp://x' })).toEqual({
			rule: null,
			list: null,
			policy: null,
		});
	});

	it('is cut by the ceilings of the settings, at once', async () => {
		await scratch.ask('settings.set', { key: 'ceiling_memory', value: 1_048_576 });
		await scratch.ask('settings.set', { key: 'ceiling_time', value: 1234 });
		const { effective } = await scratch.ask('policy.show', { name: 'drafted' });
		expect(effective).toMatchObject({ max_memory: 1_048_576, max_execution_time: 1234 });
		const call = await scratch.ask('plugins.call', { name: 'drafted', fn: 'process_data', input: '{}' });
		expect(call.memoryBytes).toBeLessThanOrEqual(1_048_576);
		await scratch.ask('settings.set', { key: 'ceiling_memory', value: 65_536 });
		expect(await scratch.fail('plugins.call', { name: 'drafted', fn: 'process_data', input: '{}' })).toMatchObject({
			code: 'memory_limit',
		});
	});
});

describe('inspecting', () => {
	it('says when the very same module is installed under another name', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('first', answering('1')) });
		const twin = await scratch.plugin('second', answering('1'));
		expect((await scratch.ask('plugins.inspect', { target: twin })).duplicateOf).toBe('first');
		expect((await scratch.ask('plugins.inspect', { target: 'first' })).duplicateOf).toBe(null);
	});
});

describe('the plugins folder', () => {
	it('is moved with what it holds, and stays moved after a restart', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('mover', answering('{"v":1}')) });
		const path = join(scratch.folder, 'elsewhere');
		expect(await scratch.ask('folder.set', { path, move: true })).toEqual({ pluginsDir: path });
		expect(existsSync(join(path, 'mover/plugin.json'))).toBe(true);
		expect(existsSync(join(scratch.pluginsDir, 'mover'))).toBe(false);
		expect(await valueOf('mover')).toEqual({ v: 1 });
		await scratch.restart();
		expect((await scratch.ask('stats.get', {})).pluginsDir).toBe(path);
		expect((await scratch.ask('plugins.get', { name: 'mover' })).state).toBe('ready');
		await scratch.plugin('newcomer', answering('1'), {}, path);
		await eventually(async () => (await scratch.ask('plugins.list', {})).some(({ name }) => name === 'newcomer'));
	});

	it('is pointed elsewhere without moving: what is not there is missing, and comes back with the folder', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('stayer', answering('1')) });
		const path = join(scratch.folder, 'empty');
		await scratch.ask('folder.set', { path, move: false });
		expect((await scratch.ask('plugins.get', { name: 'stayer' })).state).toBe('missing');
		await scratch.ask('folder.set', { path: scratch.pluginsDir, move: false });
		expect((await scratch.ask('plugins.get', { name: 'stayer' })).state).toBe('ready');
	});

	it('is left as it was where a plugin of the same name is in the way, or the place is not fit', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('same', answering('{"v":1}')) });
		const path = join(scratch.folder, 'taken');
		await scratch.plugin('same', answering('{"v":2}'), {}, path);
		expect(await scratch.fail('folder.set', { path, move: true })).toMatchObject({ code: 'conflict' });
		expect(await scratch.fail('folder.set', { path: 'relative/place', move: true })).toMatchObject({
			code: 'invalid_input',
		});
		expect(await scratch.fail('folder.set', { path: join(scratch.pluginsDir, 'same'), move: true })).toMatchObject({
			code: 'invalid_input',
		});
		expect(
			await scratch.fail('folder.set', { path: join(scratch.folder, 'no/such/parent'), move: true }),
		).toMatchObject({ code: 'storage' });
		expect((await scratch.ask('stats.get', {})).pluginsDir).toBe(scratch.pluginsDir);
		expect(await valueOf('same')).toEqual({ v: 1 });
	});
});

describe('choosing a file', () => {
	it('lists a folder, folders first, names in their natural order, hidden ones left out', async () => {
		const folder = join(scratch.folder, 'browse');
		mkdirSync(join(folder, 'z-folder'), { recursive: true });
		for (const name of ['file10.csv', 'file2.csv', '.hidden']) writeFileSync(join(folder, name), 'abc');
		const answer = await scratch.ask('files.browse', { path: folder });
		expect(answer.entries.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
			['z-folder', 'folder', 0],
			['file2.csv', 'file', 3],
			['file10.csv', 'file', 3],
		]);
		expect(answer.parent).toBe(scratch.folder);
		expect((await scratch.ask('files.browse', { path: folder, kind: 'folder' })).entries).toHaveLength(1);
		expect(await scratch.fail('files.browse', { path: join(folder, 'gone') })).toMatchObject({ code: 'not_found' });
	});

	it('begins at home', async () => {
		expect((await scratch.ask('files.browse', {})).path).toBe(homedir());
	});
});

describe('what a person copies to report a problem', () => {
	it('names versions, plugins and settings, and says ~ for the home folder', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('reported', answering('1')) });
		await scratch.ask('settings.set', { key: 'plugins_dir', value: join(homedir(), 'secret-place') });
		const { text, version } = await scratch.ask('diagnostics.get', {});
		expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ version });
		expect(text.split('\n')[0]).toBe(`DataFlare Plugin Manager ${version}`);
		expect(text).toMatch(/runtime: node \d+/);
		expect(text).toMatch(/reported - [0-9a-f]{12} ready grant 1/);
		expect(text).toContain('~/secret-place');
	});
});

describe('running again', () => {
	it('finds on the run what was asked, with whole paths, settings and all', async () => {
		const path = await scratch.plugin('echo', answering('{"v":1}'));
		await scratch.ask('plugins.install', { path });
		const input = join(scratch.folder, 'in.json');
		writeFileSync(input, '{"a":1}');
		const { request } = await scratch.ask('streams.run', {
			plugin: 'echo',
			input: { kind: 'file', path: relative(process.cwd(), input) },
			config: { mode: 'loud' },
		});
		expect(request).toMatchObject({ input: { kind: 'file', path: input }, output: null, config: { mode: 'loud' } });
	});

	it('of a call leaves the result out of the answer where nobody wants it, and keeps it on the run', async () => {
		const path = await scratch.plugin('echo', answering('{"v":1}'));
		await scratch.ask('plugins.install', { path });
		const answer = await scratch.ask('plugins.call', { name: 'echo', fn: 'process_data', input: '{}', result: false });
		expect(answer).not.toHaveProperty('value');
		const { outputPreview } = await scratch.ask('runs.get', { id: answer.runId });
		expect(outputPreview?.text).toBe('{"v":1}');
	});
});

describe('looking at a chain before it runs', () => {
	it('tells its stages with their types, and that it can run', async () => {
		await scratch.ask('samples.install', { names: ['csv-source', 'row-filter'] });
		const path = join(scratch.folder, 'chain.json');
		const source = { name: 'csv-source', config: { path: 'airports.csv' } };
		writeFileSync(path, JSON.stringify({ name: 'c', components: [source, { name: 'row-filter' }] }));
		const check = await scratch.ask('chains.check', { chain: { path } });
		expect(check.stages).toEqual([
			{ plugin: 'csv-source', type: 'source' },
			{ plugin: 'row-filter', type: 'filter' },
		]);
		expect(check.problem).toBeNull();
		expect((await scratch.ask('runs.list', {})).total).toBe(0);
	});

	it('names the component that is not installed, and the one that stands in the wrong place', async () => {
		await scratch.ask('samples.install', { names: ['csv-source', 'row-filter'] });
		const of = (...names: readonly string[]) =>
			scratch.ask('chains.check', {
				chain: { definition: { name: 'c', components: names.map((name) => ({ name })) } },
			});
		const absent = await of('csv-source', 'nobody');
		expect(absent.stages[1]).toEqual({ plugin: 'nobody', type: null });
		expect(absent.problem).toMatchObject({ code: 'not_found', details: { component: 1 } });
		expect((await of('row-filter', 'csv-source')).problem).toMatchObject({
			code: 'configuration',
			details: { component: 0 },
		});
	});

	it('refuses what is no chain, with the place of the slip', async () => {
		const path = join(scratch.folder, 'broken.json');
		writeFileSync(path, '{"name": "c", "components": [}');
		const error = await scratch.fail('chains.check', { chain: { path } });
		expect(error).toMatchObject({ code: 'configuration' });
		expect(error.message).toContain('broken.json is not JSON');
	});
});

describe('the sandboxes', () => {
	it('are listed with what they take of memory and processor', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('sized', answering('1')) });
		await valueOf('sized');
		const [sandbox] = await scratch.ask('sandboxes.list', {});
		expect(sandbox).toMatchObject({ plugin: 'sized', cpuPercent: expect.any(Number) });
		expect(sandbox?.rssBytes).toBeGreaterThan(10_000_000);
	});
});
