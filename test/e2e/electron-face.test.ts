import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropFiles } from '../support/browser/drop-files.ts';
import { type ElectronFace, openFace } from '../support/browser/faces.ts';
import { absent } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';

const RECORDS = 200;

/** What the window does otherwise than in a browser, each in the place where a person meets it. */
describe('the window in the Electron face', () => {
	let face: ElectronFace;
	let page: Page;
	let run = '';
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-electron-'));
	const input = join(folder, 'tickets.ndjson');
	const output = join(folder, 'clean.ndjson');

	beforeAll(async () => {
		const lines = Array.from({ length: RECORDS }, (_, n) => `{"n":${n},"from":"user${n}@example.com"}`);
		writeFileSync(input, `${lines.join('\n')}\n`);
		face = await openFace('electron', async (core) => {
			await askCore(core, 'plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
			await askCore(core, 'plugins.install', { path: await pluginFolder(folder, 'marked', answering('1')) });
			await askCore(core, 'plugins.preload', { name: 'marked', preload: true });
			const files = { input: { kind: 'file', path: input }, output: { kind: 'file', path: output } } as const;
			run = (await askCore(core, 'streams.run', { plugin: 'pii-redactor', ...files })).id;
			await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 900 });
	});
	afterAll(async () => {
		await face.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const goTo = (place: string): Promise<void> =>
		page.evaluate((hash) => {
			location.hash = hash;
		}, place);
	/** What the person does in the system's next dialog. */
	const chooses = (path: string): void => {
		const value = { canceled: false, filePaths: [path] };
		face.shell.tell({ do: 'answer', dialog: 'showOpenDialog', value });
	};
	const names = (filePath: string): void =>
		face.shell.tell({ do: 'answer', dialog: 'showSaveDialog', value: { canceled: false, filePath } });
	const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
	const told = (words: RegExp): Promise<void> => page.getByText(words).first().waitFor();

	it('has a marked plugin ready in a process of Electron’s since it began, tells its memory, and stops it', async () => {
		await goTo('#/plugins/marked');
		await told(/^Preloaded, using \d/);
		await page
			.getByRole('region', { name: 'Status' })
			.getByRole('button', { name: /sandbox/ })
			.click();
		const row = page.getByRole('row', { name: /^marked/ });
		const pid = await row.getByRole('cell').nth(2).innerText();
		await row.getByRole('button', { name: 'Stop the sandbox of marked' }).click();
		await told(/^The sandbox of marked was stopped\.$/);
		// Another may take its place; this process is gone.
		await page.getByRole('cell', { name: pid, exact: true }).waitFor({ state: 'detached' });
		await page.keyboard.press('Escape');
	});

	it('hears of what is done past its own controls, and shows it at once', async () => {
		await goTo('#/runs');
		const rows = page.getByRole('grid', { name: 'Runs, newest first' }).getByRole('row').filter({ hasText: 'marked' });
		await page.getByText('1 run', { exact: true }).waitFor();
		const call = { name: 'marked', fn: 'process_data', input: '{}', trigger: 'window' } as const;
		const answer = await page.evaluate((asked) => window.bridge?.request('plugins.call', asked), call);
		// Read once: it is what the engine answered, not what the page shows.
		expect(answer).toMatchObject({ ok: true, data: { value: 1 } });
		await rows.first().waitFor();
		await page.getByText('2 runs', { exact: true }).waitFor();
	});

	it('installs what the system’s dialog chose, and looks into what was dropped where it lies', async () => {
		await goTo('#/plugins');
		const chosen = await pluginFolder(join(folder, 'made'), 'chosen', answering('2'));
		await button('Install').click();
		chooses(chosen);
		await button('Choose a folder').click();
		await page.getByRole('heading', { name: 'Install chosen?' }).waitFor();
		await button('Install').last().click();
		await page.waitForURL(/#\/plugins\/chosen$/);
		const dropped = join(folder, 'dropped.wasm');
		writeFileSync(dropped, await wat(answering('3')));
		await dropFiles(page, [`disk:${dropped}`, 'x']);
		await page.getByRole('heading', { name: 'Install dropped?' }).waitFor();
		await button('Cancel').click();
		await page.getByRole('heading', { name: 'Install dropped?' }).waitFor({ state: 'detached' });
	});

	it('runs on the file that the dialog chose, into the one that it named', async () => {
		await goTo('#/run?plugin=pii-redactor');
		const field = (label: string): Locator => page.getByRole('textbox', { name: label, exact: true });
		chooses(input);
		await button('Choose…').first().click();
		await expect.poll(() => field('Input file').inputValue()).toBe(input);
		await page.getByRole('radio', { name: 'Write a file' }).click();
		const named = join(folder, 'named.ndjson');
		names(named);
		await button('Choose…').last().click();
		await expect.poll(() => field('Output file').inputValue()).toBe(named);
		await button('Run').click();
		await told(/200 records in, 200 records out/);
		expect(readFileSync(named, 'utf8')).toBe(readFileSync(output, 'utf8'));
		// Nothing but a file: there are no downloads here.
		await absent(page.getByRole('radio', { name: 'Download it' }), page.getByRole('radio', { name: 'Write a file' }));
	});

	it('opens what a run wrote as the system does, saves it as another file, and shows where', async () => {
		await goTo(`#/runs/${run}`);
		const before = face.shell.reports.length;
		await button('Open').click();
		expect(await face.shell.until('opened', before)).toEqual({ saw: 'opened', path: output });
		const copy = join(folder, 'copy.ndjson');
		names(copy);
		await button('Save as…').click();
		await told(/Saved to .*copy\.ndjson/);
		expect(readFileSync(copy, 'utf8')).toBe(readFileSync(output, 'utf8'));
	});

	it('saves a log as the file that is named', async () => {
		const log = join(folder, 'run.log');
		names(log);
		await button('Download the log').click();
		await told(/^The log was saved to .*run\.log/);
		expect(readFileSync(log, 'utf8')).not.toBe('');
	});

	it('exports runs into the file that is named, and says nothing where it was given up', async () => {
		await goTo('#/runs');
		const rows = page.getByRole('grid', { name: 'Runs, newest first' }).getByRole('row');
		await rows.nth(1).waitFor();
		const exportThem = async (): Promise<void> => {
			await button('Export').click();
			await page.getByRole('menuitem', { name: /^CSV/ }).click();
		};
		const before = face.shell.reports.length;
		await exportThem();
		await face.shell.until('dialog', before);
		await absent(page.getByText(/runs were exported to/), rows);
		const file = join(folder, 'runs.csv');
		names(file);
		await exportThem();
		await told(/runs were exported to/);
		expect(readFileSync(file, 'utf8')).toMatch(/^\uFEFFid,kind,label/);
	});

	it('keeps its theme and language through a reload', async () => {
		await goTo('#/settings');
		await page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).click();
		await page.getByRole('radiogroup', { name: 'Language' }).getByRole('radio', { name: '简体中文' }).click();
		await page.getByRole('heading', { level: 1, name: '设置' }).waitFor();
		await page.reload();
		await page.getByRole('heading', { level: 1, name: '设置' }).waitFor();
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
		await page.getByRole('radiogroup', { name: '语言' }).getByRole('radio', { name: 'English' }).click();
		await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
	});

	it('moves the plugins folder to one that the system’s dialog chose', async () => {
		const target = join(folder, 'elsewhere');
		mkdirSync(target);
		chooses(target);
		await button('Change…').click();
		const dialog = page.getByRole('dialog', { name: 'Use another plugins folder?' });
		await dialog.getByRole('radio', { name: /^Move 3 plugins there/ }).click();
		await dialog.getByRole('button', { name: 'Move and use this folder' }).click();
		await told(/^Plugins are now in .*elsewhere\.$/);
		expect(readFileSync(join(target, 'chosen/plugin.json'), 'utf8')).toContain('chosen');
	});
});
