import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { data, sample } from '../support/scratch/samples.ts';
import { scratchCore } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
let file: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-flow-'));
	file = join(folder, 'usa.json');
	const scratch = await scratchCore({ spares: 0, dataDir: join(folder, 'data') });
	await scratch.ask('plugins.install', { path: sample('row-filter') });
	await scratch.ask('policy.set', { name: 'row-filter', policy: {} });
	await scratch.dispose();
	write('usa', ['only']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, inputs: readonly string[]): void {
	const where = { field: 'country', op: 'eq', value: 'USA' };
	const components = [
		{ name: 'airports', use: 'read-file', config: { path: data('airports.csv') } },
		{ name: 'only', plugin: 'row-filter', inputs: ['airports'], config: { where } },
		{ name: 'out', use: 'write-file', inputs, config: { path: 'usa.ndjson' } },
	];
	writeFileSync(file, JSON.stringify({ name, components }));
}
const dataflare = (...args: readonly string[]) => runCliHere(folder, args);

it('dataflare flow check tells what would run, or every problem and what to do, and ends accordingly', async () => {
	const good = await dataflare('flow', 'check', file);
	expect(good).toMatchObject({ code: 0, err: '' });
	expect(good.out).toMatch(/only +row-filter \(filter\) +airports/);
	expect(good.out).toContain('usa can run.');
	write('usa', ['only.dropt', 'airports.dropped']);
	const bad = await dataflare('flow', 'check', file);
	expect(bad.code).toBe(1);
	expect(bad.out).toContain('components[2] (out): it takes from only.dropt');
	expect(bad.out).toContain('nothing comes out of a read-file there');
	expect(bad.out).toContain('usa cannot run: 2 problems.');
	expect(JSON.parse((await dataflare('--json', 'flow', 'check', file)).out).data.problems).toHaveLength(2);
	write('usa', ['only']);
	// A device there, a pipe elsewhere: nothing that stands on Windows.
	if (process.platform === 'win32') return;
	writeFileSync(file, readFileSync(file, 'utf8').replace('usa.ndjson', '/dev/null'));
	const device = await dataflare('flow', 'check', file);
	expect(device).toMatchObject({ code: 0, err: '' });
	expect(device.out).toContain('! A run that ends early begins anew: "out" writes to /dev/null, a pipe or a device');
	write('usa', ['only']);
});

it('dataflare flow check and run tell all that is wrong with the keys of a file, each at its component', async () => {
	const other = join(folder, 'keys.json');
	const components = [
		{ name: 'in', use: 'readfile', config: { path: 'x.csv' } },
		{ name: 'only', plugin: 'row-filter', inputs: ['in'], on_eror: 'skip', workers: 0 },
	];
	writeFileSync(other, JSON.stringify({ name: 'keys', components }));
	for (const command of ['check', 'run']) {
		const { code, err } = await dataflare('flow', command, other);
		expect(code).toBe(1);
		expect(err).toContain('keys.json: components[0] (in).use: expected one of "read-file"');
		expect(err).toContain('also: components[1] (only).workers: expected at least 1; found 0. Give at least 1.');
		expect(err).toContain('also: components[1] (only).on_eror: is not a known key (did you mean "on_error"?). Write');
	}
	write('usa', ['only.droped', 'airports.dropped']);
	const { err } = await dataflare('flow', 'run', file);
	expect(err).toMatch(/^error\[configuration\]: components\[2\] \(out\): .*did you mean only\.dropped\?/);
	expect(err).toMatch(/also: components\[2\] \(out\): .* nothing comes out of a read-file there\. Only a filter/);
	write('usa', ['only']);
});

it('dataflare flow keeps, shows, renames, writes and removes flows', async () => {
	expect((await dataflare('flow', 'list')).out).toContain('No flows are saved');
	expect(await dataflare('flow', 'save', file, '--note', 'first')).toMatchObject({
		code: 0,
		out: expect.stringContaining('usa is saved as version 1'),
	});
	write('usa', ['only', 'only.dropped']);
	expect((await dataflare('flow', 'save', file)).out).toContain('version 2');
	expect((await dataflare('flow', 'list')).out).toMatch(/usa +2 +3/);
	expect((await dataflare('flow', 'versions', 'usa')).out).toMatch(/1 .*first/);
	expect(JSON.parse((await dataflare('flow', 'show', 'usa', '--flow-version', '1')).out)).toMatchObject({
		name: 'usa',
	});
	expect(await dataflare('flow', 'check', 'usa')).toMatchObject({ code: 0 });
	expect(await dataflare('flow', 'check', 'usb')).toMatchObject({
		code: 1,
		err: expect.stringMatching(/did you mean "usa"\?[\s\S]*dataflare flow list/),
	});
	expect((await dataflare('flow', 'rename', 'usa', 'states')).out).toContain('usa is now named states.');
	const to = join(folder, 'states.json');
	expect(await dataflare('flow', 'export', 'states', to)).toMatchObject({ code: 0 });
	expect(JSON.parse(readFileSync(to, 'utf8')).name).toBe('states');
	expect(await dataflare('flow', 'export', 'states', to)).toMatchObject({
		code: 1,
		err: expect.stringContaining('--replace'),
	});
	expect(await dataflare('flow', 'remove', 'states')).toMatchObject({ code: 2 });
	expect((await dataflare('flow', 'remove', 'states', '--yes')).out).toContain('states is removed.');
});

it('dataflare flow run runs a flow, by its file or its name, and keeps files that are there where it is told to', async () => {
	write('usa', ['only']);
	const ran = await dataflare('flow', 'run', file);
	expect(ran).toMatchObject({ code: 0 });
	expect(ran.out).toMatch(/only +row-filter +3,376 +3,363|only +row-filter/);
	expect(ran.out).toMatch(/succeeded in .*: 3,376 records in/);
	expect(readFileSync(join(folder, 'usa.ndjson'), 'utf8')).toContain('"USA"');
	expect(await dataflare('flow', 'run', file, '--keep-files')).toMatchObject({
		code: 1,
		err: expect.stringContaining('usa.ndjson already exists'),
	});
	await dataflare('flow', 'save', file);
	expect(JSON.parse((await dataflare('--json', 'flow', 'run', 'usa')).out).data).toMatchObject({
		kind: 'flow',
		status: 'succeeded',
	});
	expect((await dataflare('flow', 'list')).out).toMatch(/usa +1 +3 .*succeeded/);
});

it('dataflare flow says what starts a flow by itself, and starts, stops and forgets it', async () => {
	expect((await dataflare('flow', 'triggers')).out).toContain('Nothing starts flows');
	expect(await dataflare('flow', 'schedule', 'usa')).toMatchObject({
		code: 2,
		err: expect.stringContaining('--every'),
	});
	expect((await dataflare('flow', 'schedule', 'usa', '--cron', '99 * * * *')).err).toContain('says no times');
	const set = await dataflare('flow', 'schedule', 'usa', '--every', '60');
	expect(set.out).toContain('usa runs every 60 min. The next run is at');
	expect((await dataflare('flow', 'triggers')).out).toMatch(/usa +every 60 min +started +— /);
	expect((await dataflare('flow', 'stop', 'usa')).out).toContain('usa is not started by itself.');
	expect((await dataflare('flow', 'start', 'usa')).out).toContain('usa runs every 60 min.');
	const inbox = join(folder, 'inbox');
	mkdirSync(inbox);
	expect((await dataflare('flow', 'watch', 'usa', folder)).err).toContain('would start the flow again');
	expect((await dataflare('flow', 'watch', 'usa', inbox, '--pattern', '*.nothing')).out).toContain(
		`usa runs for files in ${inbox}.`,
	);
	expect(await dataflare('flow', 'unschedule', 'usa')).toMatchObject({ code: 0 });
	expect(await dataflare('flow', 'unschedule', 'usa')).toMatchObject({ code: 1 });
});
