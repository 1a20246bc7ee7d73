import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { inBothLanguages, wholeAtEverySize } from '../support/browser/every-size.ts';
import { type BrowserFace, type ElectronFace, openFace } from '../support/browser/faces.ts';
import { absent } from '../support/browser/steady.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';

const made = mkdtempSync(join(tmpdir(), 'dataflare-develop-'));
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** A plugin of one's own, built and installed; returns its folder. */
async function begin(core: Core, name: string): Promise<string> {
	const folder = join(made, name);
	await askCore(core, 'authoring.create', { folder, language: 'wat', role: 'transformer', name });
	const manifest = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8')) as object;
	const security_policy = {
		allow_file_system: true,
		allowed_paths: ['./data/', '/srv/measurements/of/the/stations/:ro'],
	};
	writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ ...manifest, security_policy }, null, '\t'));
	await buildHere(core, folder);
	await askCore(core, 'plugins.install', { path: folder });
	await vi.waitFor(async () => {
		const [version] = await askCore(core, 'plugins.versions', { name });
		if (version?.use.isWhole !== true) throw new Error('not kept yet');
	}, 30_000);
	await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
	return folder;
}

async function buildHere(core: Core, folder: string): Promise<void> {
	const plan = await core.planBuild(folder);
	// Read once: it is what the engine answered, not what the page shows.
	expect(plan).toMatchObject({ ok: true });
	if (plan.ok) expect(await core.runBuild(plan.data)).toMatchObject({ ok: true });
}

/** What comes out has another name from now on. */
function rename(folder: string): void {
	const source = join(folder, 'src/plugin.wat');
	writeFileSync(source, readFileSync(source, 'utf8').replace('\\22record\\22', '\\22racord\\22'));
}

const open = (page: Page, name: string): Promise<void> =>
	page.evaluate((hash) => {
		location.hash = hash;
	}, `#/plugins/${name}/develop`);

describe('in a browser, a plugin’s author', () => {
	let face: BrowserFace;
	let page: Page;
	let folder: string;
	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			folder = await begin(core, 'numbers');
		});
		page = face.page;
	});
	afterAll(() => face.close());

	const whole = (name: string): Promise<void> =>
		inBothLanguages(face, (language) => wholeAtEverySize(page, `${name}-${language}`));

	it('finds its folder, the command that builds it, checks, and what it asks for beside what it used', async () => {
		await open(page, 'numbers');
		const panel = page.getByRole('tabpanel', { name: 'Develop' });
		await panel.getByText(`dataflare plugin dev ${folder}`).waitFor();
		await panel.getByText('the same module').waitFor();
		await panel.getByText('It can be installed and packed').first().waitFor();
		const asked = panel.getByRole('table', { name: 'Asked and used' });
		await asked.getByRole('row', { name: /\.\/data\/.*Denied.*Never/ }).waitFor();
		await absent(panel.getByRole('button', { name: 'Rebuild…' }), asked);
		await panel.getByText('Commands of build.json').press('Enter');
		await panel.getByText('wat2wasm src/plugin.wat -o numbers.wasm').waitFor();
		await whole('develop');
		await expectNoAxeViolations(page);
	});

	it('runs the cases by keyboard, and sees a swap, and what it changed, at once', async () => {
		const panel = page.getByRole('tabpanel', { name: 'Develop' });
		await panel.getByRole('button', { name: 'Run the cases' }).press('Enter');
		await panel.getByText(/^1 of 1 passed in/).waitFor();
		// As `plugin dev` does it.
		rename(folder);
		await buildHere(face.core, folder);
		await askCore(face.core, 'plugins.install', { path: folder, replace: true });
		await panel.getByText(/^Swapped at .* is in use now\.$/).waitFor();
		await panel.getByText(/^0 of 1 passed in .* 1 gives something else than before\.$/).waitFor();
		const differs = panel.getByRole('table', { name: 'Not as expected: first' });
		await differs.getByRole('row', { name: /output\[0\]\.record/ }).waitFor();
		const changes = panel.getByRole('table', { name: 'Otherwise than before: first' });
		await changes.getByRole('row', { name: /output\[0\]\.racord/ }).waitFor();
		await panel.getByRole('button', { name: 'Run the cases' }).scrollIntoViewIfNeeded();
		await whole('develop-cases');
		await expectNoAxeViolations(page);
		// What came out is still there after a look elsewhere.
		await page.getByRole('tab', { name: 'Logs' }).press('Enter');
		await panel.waitFor({ state: 'detached' });
		await page.getByRole('tab', { name: 'Develop' }).press('Enter');
		await changes.waitFor();
	});

	it('swaps what was built elsewhere, and forgets and chooses the folder', async () => {
		const panel = page.getByRole('tabpanel', { name: 'Develop' });
		writeFileSync(
			join(folder, 'src/plugin.wat'),
			readFileSync(join(folder, 'src/plugin.wat'), 'utf8').replace('racord', 'ricord'),
		);
		await buildHere(face.core, folder);
		await panel.getByRole('button', { name: 'Check again' }).press('Enter');
		await page.getByRole('tab', { name: 'Logs' }).press('Enter');
		await page.getByRole('tab', { name: 'Develop' }).press('Enter');
		await panel.getByRole('button', { name: 'Use what is in the folder' }).press('Enter');
		await panel.getByText('the same module').waitFor();
		await panel.getByRole('button', { name: 'Forget the folder' }).press('Enter');
		await panel.getByText('Choose the folder in which you write this plugin').waitFor();
		await whole('develop-none');
		await panel.getByRole('button', { name: 'Choose the folder…' }).press('Enter');
		const chooser = page.getByRole('dialog', { name: 'Choose the folder with the plugin’s sources' });
		await chooser.getByRole('textbox').fill(made);
		await chooser.getByRole('textbox').press('Enter');
		await chooser.getByRole('option', { name: 'numbers' }).waitFor();
		await chooser.getByRole('button', { name: 'Choose this folder' }).press('Enter');
		await chooser.waitFor({ state: 'detached' });
		// No plugin's folder: that is said, and the person chooses another one.
		await panel.getByRole('alert').first().waitFor();
		await whole('develop-wrong');
	});
});

describe('in Electron, a plugin’s author', () => {
	let face: ElectronFace;
	let page: Page;
	let folder: string;
	beforeAll(async () => {
		face = await openFace('electron', async (core) => {
			folder = await begin(core, 'desktop');
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 900 });
	});
	afterAll(() => face.close());

	it('is shown the exact commands by the system, and nothing runs unless they agree', async () => {
		await open(page, 'desktop');
		const panel = page.getByRole('tabpanel', { name: 'Develop' });
		const rebuild = panel.getByRole('button', { name: 'Rebuild…' });
		await rebuild.press('Enter');
		const { options } = await face.shell.until('dialog');
		expect(options).toMatchObject({
			message: 'Run these commands to build desktop?',
			detail: expect.stringMatching(/\/wat2wasm src\/plugin\.wat -o desktop\.wasm\n[\s\S]*outside any sandbox/),
			defaultId: 1,
		});
		await panel.getByText('Nothing was run.').waitFor();
		await expect.poll(() => rebuild.isEnabled()).toBe(true);
	});

	it('has it rebuilt, swapped and tried, and sees what came out otherwise than before', async () => {
		const panel = page.getByRole('tabpanel', { name: 'Develop' });
		rename(folder);
		face.shell.tell({ do: 'answer', dialog: 'showMessageBox', value: { response: 0 } });
		await panel.getByRole('button', { name: 'Rebuild…' }).press('Enter');
		await panel.getByText(/^Built in /).waitFor();
		await panel.getByText(/^Swapped at .* is in use now\.$/).waitFor();
		await panel
			.getByRole('table', { name: 'Otherwise than before: first' })
			.getByRole('row', { name: /output\[0\]\.racord/ })
			.waitFor();
		await panel.getByText('the same module').waitFor();
	});

	it('reads what the compiler said where it fails, and keeps what works', async () => {
		const panel = page.getByRole('tabpanel', { name: 'Develop' });
		writeFileSync(join(folder, 'src/plugin.wat'), '(module');
		face.shell.tell({ do: 'answer', dialog: 'showMessageBox', value: { response: 0 } });
		const rebuild = panel.getByRole('button', { name: 'Rebuild…' });
		await expect.poll(() => rebuild.isEnabled()).toBe(true);
		await rebuild.press('Enter');
		await panel.getByText('wat2wasm failed').first().waitFor();
		await panel
			.getByText(/plugin\.wat:1/)
			.first()
			.waitFor();
		await panel.getByText('the same module').waitFor();
	});
});
