import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { newRunId } from '../../src/shared/run/run-id.ts';
import { wholeAtEverySize } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { cliEntry } from '../support/built.ts';
import { fickle } from '../support/flows/fickle-guest.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { grant } from '../support/scratch/samples.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { type Ended, runCli } from '../support/terminal/cli.ts';

/** More than any machine gets through before a person has cancelled it. */
const MANY_LINES = 4_000_000;
/** Every other time it has nothing; otherwise the record `"ok"`. */
const fitful = `(module (memory (export "memory") 1) (data (i32.const 16) "\\04\\00\\00\\00\\22ok\\22")
	(global $asked (mut i32) (i32.const 0))
	(func (export "read_data") (result i32)
		(global.set $asked (i32.add (global.get $asked) (i32.const 1)))
		(select (i32.const 16) (i32.const 0) (i32.and (global.get $asked) (i32.const 1)))))`;

const scratch = scratchFolder();
const place = (name: string): string => join(scratch.path, name);
const aside = newRunId();
let face: BrowserFace;
let page: Page;

const sorted = (name: string, from: string) => ({
	name,
	components: [
		{ name: 'in', use: 'read-file' as const, config: { path: place(from) } },
		// In small batches: how long it takes is for the calls to say, not for how fast a machine is.
		{ name: 'picky', inputs: ['in'], on_error: 'quarantine' as const, batch_size: 4 },
		{ name: 'out', use: 'write-file' as const, inputs: ['picky'], config: { path: place(`${name}-out.ndjson`) } },
	],
});
const endless = {
	name: 'watching',
	components: [
		{ name: 'fitful' },
		{ name: 'out', use: 'write-file', inputs: ['fitful'], config: { path: place('watched.ndjson') } },
	],
};

function writeMany(path: string): void {
	const file = openSync(path, 'w');
	const piece = Buffer.from(Array.from({ length: 10_000 }, (_, n) => `"ok ${n}"\n`).join(''));
	for (let written = 0; written < MANY_LINES; written += 10_000) writeSync(file, piece);
	closeSync(file);
}

async function prepare(core: Core): Promise<void> {
	for (const [name, guest, manifest] of [
		['picky', fickle('filter_data', { says: 'is not wanted' }), { type: 'filter' }],
		['fitful', fitful, { type: 'source', endless: true }],
	] as const) {
		await askCore(core, 'plugins.install', { path: await pluginFolder(scratch.path, name, guest, manifest) });
		await askCore(core, 'policy.set', { name, policy: grant() });
	}
	writeFileSync(place('in.ndjson'), Array.from({ length: 40 }, (_, n) => `"${'oe'[n % 2]}k ${n}"\n`).join(''));
	await askCore(core, 'flows.run', { flow: { definition: sorted('aside', 'in.ndjson') as never }, runId: aside });
	await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
}

beforeAll(async () => {
	writeMany(place('many.ndjson'));
	writeFileSync(place('long.json'), JSON.stringify(sorted('long', 'many.ndjson')));
	writeFileSync(place('watching.json'), JSON.stringify(endless));
	face = await openFace('browser', prepare);
	page = face.page;
	await page.setViewportSize({ width: 1280, height: 800 });
});
afterAll(() => face.close());

/** The command line in a process of its own, on what the page shows. */
const dataflare = (...args: readonly string[]): Promise<Ended> =>
	runCli(scratch.path, ['--data-dir', face.folder, ...args]);
async function done(...args: readonly string[]): Promise<void> {
	const ended = await dataflare(...args);
	expect(ended, ended.err).toMatchObject({ code: 0 });
}
const goTo = (hash: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

async function underWay(label: string): Promise<string> {
	const found = async (): Promise<string | undefined> =>
		(await askCore(face.core, 'runs.list', { status: 'running' })).runs.find((run) => run.label === label)?.id;
	await expect.poll(found, { timeout: 60_000 }).toBeDefined();
	// Read once: it is under way, and stays so.
	return (await found()) ?? '';
}

/** What stands in a column of the components' table, as a number. */
async function counted(component: string, column: number): Promise<number> {
	const row = page.getByRole('region', { name: 'Components' }).getByRole('row', { name: new RegExp(`^${component}`) });
	return Number((await row.getByRole('cell').nth(column).innerText()).replaceAll(/\D/g, ''));
}

it('a flow that another program runs is followed as one of this program, and cancelled from here', async () => {
	const ended = dataflare('flow', 'run', place('long.json'));
	const id = await underWay('long');
	await goTo(`#/runs/${id}`);
	await expect.poll(() => counted('picky', 0), { timeout: 30_000 }).toBeGreaterThan(0);
	// Read once: what it is compared with grows.
	const before = await counted('picky', 1);
	await expect.poll(() => counted('picky', 1), { timeout: 30_000 }).toBeGreaterThan(before);
	await expect.poll(() => page.title()).toMatch(/^\d+\s?% · long/);
	await page.getByRole('list', { name: 'What went where' }).getByText('picky').first().waitFor();
	await page.getByRole('progressbar').first().waitFor();
	await wholeAtEverySize(page, 'other-run');
	await goTo('#/runs');
	const row = page.getByRole('grid').getByRole('row').filter({ hasText: 'long' });
	await expect.poll(() => row.innerText(), { timeout: 30_000 }).toMatch(/\d{3}/);
	await goTo(`#/runs/${id}`);
	await page.getByRole('button', { name: 'Cancel the run' }).click();
	await page.getByText(/^Cancelled after/).waitFor();
	// What was told last of it was from before its end.
	const { recordsIn } = await askCore(face.core, 'runs.get', { id });
	await page
		.getByText(`${recordsIn.toLocaleString('en')} records`)
		.first()
		.waitFor();
	expect(await ended).toMatchObject({ err: expect.stringMatching(/cancelled/i) });
	expect((await ended).code).not.toBe(0);
});

it('one that never ends is finished from here, well', async () => {
	const ended = dataflare('flow', 'run', place('watching.json'));
	const id = await underWay('watching');
	await goTo(`#/runs/${id}`);
	await page.getByRole('button', { name: 'Finish', exact: true }).click();
	await page
		.getByText(/^Succeeded/)
		.first()
		.waitFor();
	expect(await ended).toMatchObject({ code: 0 });
});

it('one whose program is ended from outside goes on no more', async () => {
	const child = spawn(process.execPath, [cliEntry, '--data-dir', face.folder, 'flow', 'run', place('watching.json')]);
	const ended = once(child, 'exit');
	const id = await underWay('watching');
	await goTo(`#/runs/${id}`);
	await page.getByRole('button', { name: 'Cancel the run' }).waitFor();
	child.kill('SIGKILL');
	await ended;
	await page.getByText('Interrupted').first().waitFor();
});

it('what another program or another page does with records that were set aside is shown', async () => {
	await goTo('#/runs/quarantine');
	const count = (text: string) => page.getByText(text, { exact: true });
	await count('20 records').waitFor();
	const { records } = await askCore(face.core, 'quarantine.list', {});
	const [first, second] = records.map(({ id }) => id);
	await done('flow', 'quarantine', 'edit', String(first), '"changed elsewhere"');
	await page.getByText('changed elsewhere').first().waitFor();
	await done('flow', 'quarantine', 'remove', String(first), '--yes');
	await count('19 records').waitFor();
	await askCore(face.core, 'quarantine.edit', { id: second ?? 0, text: '"changed beside"' });
	await page.getByText('changed beside').first().waitFor();
	await askCore(face.core, 'quarantine.remove', { which: { ids: [second ?? 0] } });
	await count('18 records').waitFor();
	await askCore(face.core, 'quarantine.remove', { which: { filter: { text: `ek ${39 - 2 * 2}` } } });
	await count('17 records').waitFor();
	await done('flow', 'quarantine', 'remove', '--flow', 'aside', '--yes');
	await page.getByRole('heading', { name: 'No records are set aside' }).waitFor();
});

it('what another program or another page forgets of a run, and runs that it prunes, are gone from an open page', async () => {
	await goTo(`#/runs/${aside}`);
	const forgotten = page.getByText('Forgotten.', { exact: true });
	await page.getByText('What is kept', { exact: true }).first().waitFor();
	await done('history', 'forget', aside, '--values');
	await expect.poll(() => forgotten.count()).toBe(1);
	await askCore(face.core, 'runs.forget', { id: aside, parts: ['targets'] });
	await expect.poll(() => forgotten.count()).toBe(2);
	await askCore(face.core, 'runs.prune', { maxRuns: 1 });
	await page.getByText('This run is no longer in the history').waitFor();
	await goTo('#/runs');
	const rows = page.getByRole('grid', { name: 'Runs, newest first' }).getByRole('row');
	await expect.poll(() => rows.count()).toBe(2);
	await done('history', 'prune', '--keep', '0');
	await page.getByText('No runs yet').first().waitFor();
});
