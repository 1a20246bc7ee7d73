import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { newRunId } from '../../src/shared/run/run-id.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { wholeAtEverySize } from '../support/browser/every-size.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { fickle } from '../support/flows/fickle-guest.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { grant } from '../support/scratch/samples.ts';

/** Every other time it has nothing; otherwise the record `"ok"`. */
const fitful = `(module (memory (export "memory") 1) (data (i32.const 16) "\\04\\00\\00\\00\\22ok\\22")
	(global $asked (mut i32) (i32.const 0))
	(func (export "read_data") (result i32)
		(global.set $asked (i32.add (global.get $asked) (i32.const 1)))
		(select (i32.const 16) (i32.const 0) (i32.and (global.get $asked) (i32.const 1)))))`;

describe('runs of flows', () => {
	const made = mkdtempSync(join(tmpdir(), 'dataflare-flow-runs-'));
	const place = (name: string): string => join(made, name);
	const [early, good] = [newRunId(), newRunId()];
	let face: OpenFace;
	let core: Core;
	let page: Page;

	const flow = (name: string, from: string) => ({
		name,
		components: [
			{ name: 'in', use: 'read-file' as const, config: { path: place(from) } },
			{ name: 'picky', inputs: ['in'], on_error: 'quarantine' as const, workers: 2 },
			{ name: 'out', use: 'write-file' as const, inputs: ['picky'], config: { path: place(`${name}-out.ndjson`) } },
			{
				name: 'rest',
				use: 'write-file' as const,
				inputs: ['picky.dropped'],
				config: { path: place(`${name}-rest.ndjson`) },
			},
		],
	});
	beforeAll(async () => {
		const kinds = ['o', 'o', 'd', 'o', 'e'];
		writeFileSync(place('in.ndjson'), Array.from({ length: 250 }, (_, n) => `"${kinds[n % 5]}k ${n}"\n`).join(''));
		writeFileSync(place('many.ndjson'), Array.from({ length: 150_000 }, (_, n) => `"ok ${n}"\n`).join(''));
		face = await openFace('browser', async (opened) => {
			core = opened;
			for (const [name, wat, manifest] of [
				['picky', fickle('filter_data', { says: 'is not wanted' }), { type: 'filter' }],
				['fitful', fitful, { type: 'source', endless: true }],
			] as const) {
				const path = await pluginFolder(made, name, wat, manifest);
				await askCore(core, 'plugins.install', { path });
				await askCore(core, 'policy.set', { name, policy: grant() });
			}
			await askCore(core, 'flows.run', { flow: { definition: flow('sorted', 'in.ndjson') as never }, runId: good });
			const stop = core.on('run.progress', ({ id, recordsIn }) => {
				if (recordsIn > 5000) void core.request('runs.cancel', { id });
			});
			await core.request('flows.run', { flow: { definition: flow('long', 'many.ndjson') as never }, runId: early });
			stop();
			await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});

	const go = (hash: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
	const press = async (control: Locator, key = 'Enter'): Promise<void> => {
		await control.focus();
		await page.keyboard.press(key);
	};

	it('name the components, tell what went where with its beginning, how the time went by, and what was set aside', async () => {
		await go(`#/runs/${good}`);
		const components = page.getByRole('region', { name: 'Components' });
		await components.getByRole('row', { name: /^picky.*Filter.*2 workers.*250.*150.*50.*50/ }).waitFor();
		await components.getByRole('row', { name: /^in reads a file/ }).waitFor();
		const edges = page.getByRole('list', { name: 'What went where' });
		await edges.getByText('picky.dropped').waitFor();
		await press(edges.getByRole('button', { name: /^Show beginning: From picky.dropped to rest/ }));
		await edges.getByText('dk 2').first().waitFor();
		await page.getByRole('img', { name: /^picky: waited for input \d+\s?%, worked/ }).waitFor();
		await page.getByText('sorted-rest.ndjson').first().waitFor();
		await page.getByText('50 records of this run are set aside.').waitFor();
		await expectNoAxeViolations(page);
		await wholeAtEverySize(page, 'flow-run');
		await press(page.getByRole('link', { name: 'See it in the quarantine' }));
		await page.getByRole('heading', { name: 'Quarantine' }).waitFor();
	});

	it('set records aside that are found, corrected, replayed, written to a file and removed', async () => {
		await go('#/runs/quarantine');
		await page.getByText('50 records', { exact: true }).waitFor();
		await wholeAtEverySize(page, 'quarantine');
		await expectNoAxeViolations(page);
		await page.getByRole('searchbox', { name: 'Search records and errors' }).fill('ek 249');
		await page.getByText('1 record', { exact: true }).waitFor();
		await press(page.getByRole('button', { name: /Open: Record 250 of picky/ }));
		const dialog = page.getByRole('dialog', { name: 'Record 250 of picky' });
		await dialog.getByText('is not wanted').first().waitFor();
		const editor = dialog.getByRole('textbox', { name: 'Record' });
		await editor.fill('"ok');
		await expect.poll(() => dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
		await editor.fill('"ok 249"');
		await wholeAtEverySize(page, 'quarantine-record');
		await expectNoAxeViolations(page);
		await press(dialog.getByRole('button', { name: 'Save' }));
		await page.getByText('The record was changed.').first().waitFor();
		await press(dialog.getByRole('button', { name: 'Replay…' }));
		const replay = page.getByRole('dialog', { name: 'Replay records' });
		await replay.getByText('1 record goes through “sorted” once more, from “picky” on.').waitFor();
		await replay.getByText(/sorted-out\.replayed-1\.ndjson/).waitFor();
		await wholeAtEverySize(page, 'quarantine-replay');
		await press(replay.getByRole('button', { name: 'Replay', exact: true }));
		await page.getByRole('region', { name: 'Components' }).waitFor();
		await expect.poll(() => readFileSync(place('sorted-out.replayed-1.ndjson'), 'utf8')).toBe('"ok 249"\n');
		await go(`#/runs/quarantine?run=${good}`);
		await page.getByText('49 records', { exact: true }).waitFor();
		await press(page.getByRole('checkbox', { name: 'Select: Record 245 of picky' }), 'Space');
		await page.getByText('1 record selected').waitFor();
		await press(page.getByRole('button', { name: 'Export…' }));
		const out = page.getByRole('dialog', { name: 'Export 1 record' });
		await out.getByRole('textbox', { name: 'File' }).fill(place('bad.ndjson'));
		await press(out.getByRole('button', { name: 'Export', exact: true }));
		await page
			.getByText(/1 record was written to/)
			.first()
			.waitFor();
		expect(readFileSync(place('bad.ndjson'), 'utf8')).toBe('"ek 244"\n');
		await press(page.getByRole('button', { name: 'Remove…' }));
		const remove = page.getByRole('alertdialog', { name: /^Remove \d+ records?\?/ });
		await press(remove.getByRole('button', { name: 'Remove', exact: true }));
		await page.getByRole('heading', { name: /^No record/ }).waitFor();
	});

	it('that ended early go on, after what changed was accepted', async () => {
		const policy = { ...grant(), allow_file_system: false, max_execution_time: 45_000 };
		await askCore(core, 'policy.set', { name: 'picky', policy });
		await go(`#/runs/${early}`);
		await page.getByText(/This run can go on where it was/).waitFor();
		await page.getByText('Something changed since this run.', { exact: false }).waitFor();
		await expectNoAxeViolations(page);
		const primary = page.locator('main button.bg-accent');
		await expect.poll(() => primary.allInnerTexts()).toEqual(['Resume…']);
		await press(page.getByRole('button', { name: 'Resume…' }));
		const dialog = page.getByRole('dialog', { name: 'Resume with what changed?' });
		await dialog.getByText(/picky/).first().waitFor();
		await wholeAtEverySize(page, 'flow-resume');
		await press(dialog.getByRole('button', { name: 'Accept and resume' }));
		await page.getByText('This run goes on from an earlier one:').waitFor();
		await press(page.getByRole('link', { name: early }));
		await page.getByText('Another run went on from here:').waitFor({ timeout: 60_000 });
		await expect.poll(() => primary.allInnerTexts()).toEqual(['Run again']);
		await expect
			.poll(() => readFileSync(place('long-out.ndjson'), 'utf8').length, { timeout: 60_000 })
			.toBeGreaterThan(1_000_000);
	});

	it('with a source that never ends are finished well', async () => {
		const runId = newRunId();
		const definition = {
			name: 'stream',
			components: [
				{ name: 'fitful', batch_size: 1 },
				{ name: 'out', use: 'write-file' as const, inputs: ['fitful'], config: { path: place('stream.ndjson') } },
			],
		};
		const running = core.request('flows.run', { flow: { definition: definition as never }, runId });
		await go(`#/runs/${runId}`);
		await press(page.getByRole('button', { name: 'Finish', exact: true }));
		expect(await running).toMatchObject({ ok: true, data: { status: 'succeeded' } });
		await page
			.getByText(/^Finished in/)
			.first()
			.waitFor();
	});
});
