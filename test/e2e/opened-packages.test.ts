import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PageBridge } from '../../src/renderer/client/connect.ts';
import { type Shell, startShell } from '../support/browser/shell.ts';
import { resourcesDir } from '../support/built.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';
import { scratchCore } from '../support/scratch/scratch-core.ts';

type ShellWindow = Window & { readonly bridge: PageBridge };
declare const window: ShellWindow;

const folder = mkdtempSync(join(tmpdir(), 'dataflare-opened-'));
const packed = (name: string): string => join(folder, `${name}.dfplugin`);
const modal = '[role=dialog]:not([aria-modal=false])';

let shell: Shell;
let page: Page;
beforeAll(async () => {
	const engine = await scratchCore();
	try {
		for (const name of ['row-filter', 'pii-redactor', 'field-mapper']) {
			await askCore(engine.core(), 'plugins.pack', { path: join(resourcesDir, 'plugins', name), to: packed(name) });
		}
	} finally {
		await engine.dispose();
	}
	// One that the system says before it is ready, and one among the words of the start.
	const env = { STAND_IN_OPEN_FILE: packed('row-filter') };
	shell = await startShell(join(folder, 'data'), env, [packed('pii-redactor'), '--no-such=/x.dfplugin']);
	page = shell.page;
	await page.evaluate(() => window.bridge.request('settings.set', { key: 'first_start_done', value: true }));
});
afterAll(async () => {
	await shell.kill();
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const installed = () => page.evaluate(() => window.bridge.request('plugins.list', {}));
const review = (name: string) => page.getByRole('heading', { name: new RegExp(`^Install ${name} `) });
async function closed(): Promise<void> {
	await page.locator(modal).press('Escape');
	await page.locator(modal).waitFor({ state: 'detached' });
}

it('a package that the program is started with is reviewed, and installed only by the person', async () => {
	await page.locator(modal).getByText('pii-redactor').first().waitFor();
	await page.locator(modal).getByText('row-filter').first().waitFor();
	await expect.poll(installed).toEqual({ ok: true, data: [] });
	await page.getByRole('heading', { name: /^Install / }).waitFor();
	await closed();
	await expect.poll(installed).toEqual({ ok: true, data: [] });
	// What was looked at does not come back with the page: what is reviewed next is alone.
	await page.reload();
	await page.getByRole('navigation', { name: 'Main' }).waitFor();
});

it('a second start hands its packages over, by paths of its own folder, and the window comes to the front', async () => {
	const before = shell.reports.length;
	copyFileSync(packed('field-mapper'), join(folder, 'a b.dfplugin'));
	shell.tell({ do: 'second-instance', words: ['--x=/y.dfplugin', 'a b.dfplugin'], workingDirectory: folder });
	await shell.until('focused', before);
	await review('field-mapper').waitFor();
	await page.getByRole('button', { name: 'Install', exact: true }).last().press('Enter');
	await page.waitForURL(/#\/plugins\/field-mapper$/);
	await expect.poll(installed).toMatchObject({ ok: true, data: [{ name: 'field-mapper' }] });

	shell.tell({ do: 'second-instance', words: [pathToFileURL(packed('row-filter')).href], workingDirectory: '/' });
	await review('row-filter').waitFor();
	await closed();
	shell.tell({ do: 'open-file', path: packed('row-filter') });
	await review('row-filter').waitFor();
	await closed();
});

it('what is gone, or a folder, is said to be that; of too many the first are looked into, and it is said', async () => {
	shell.tell({ do: 'second-instance', words: ['gone.dfplugin'], workingDirectory: folder });
	await page.locator(modal).getByRole('alert').getByText(join(folder, 'gone.dfplugin')).first().waitFor();
	await closed();
	mkdirSync(join(folder, 'empty.dfplugin'));
	shell.tell({ do: 'open-file', path: join(folder, 'empty.dfplugin') });
	await page.locator(modal).getByText('The folder has no plugin.json.').first().waitFor();
	await closed();
	const words = Array.from({ length: 30 }, (_, at) => `gone-${at}.dfplugin`);
	shell.tell({ do: 'second-instance', words, workingDirectory: folder });
	await page.getByText('At most 20 packages are opened at once; 10 were left out.').first().waitFor();
	await page.locator(modal).getByText('gone-19.dfplugin').first().waitFor();
	await expect.poll(() => page.locator(modal).getByText('gone-20.dfplugin').count()).toBe(0);
	await expect.poll(installed).toMatchObject({ ok: true, data: [{ name: 'field-mapper' }] });
});
