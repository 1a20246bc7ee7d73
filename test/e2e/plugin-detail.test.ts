import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';

const readme = `# Steady

Leads [somewhere](https://example.com/page) and ![away](https://example.com/pixel.png).

<script>window.__ran = true</script><img src="https://example.com/raw.png" onerror="window.__ran = true">

[run me](javascript:window.__ran=true) and a turned word: \u202Eevil

| a | b |
| - | - |
| 1 | 2 |
`;

/** Logs `line` as often as it is told by its config, then answers. */
const chatty = `(module
	(import "env" "host_log" (func $log (param i32 i32 i32 i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "\\02\\00\\00\\00{}") (data (i32.const 64) "infowarn") (data (i32.const 128) "a line of the log")
	(func (export "process_data") (param i32 i32) (result i32) (local $n i32)
		(loop $again
			(call $log (i32.const 64) (i32.const 4) (i32.const 128) (i32.const 17))
			(br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 40))))
		(call $log (i32.const 68) (i32.const 4) (i32.const 128) (i32.const 6))
		(i32.const 16)))`;

describe('a plugin', () => {
	const made = mkdtempSync(join(tmpdir(), 'dataflare-detail-'));
	let face: OpenFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			const metadata = { author: 'A. Uthor', version: '1.0.0', description: 'Answers the same, always.' };
			const one = await pluginFolder(made, 'steady', answering('{"v":1}'), { metadata });
			await askCore(core, 'plugins.install', { path: one });
			const asks = { allow_network: true, allowed_hosts: ['api.example.com'] };
			await pluginFolder(made, 'steady', answering('{"v":2}', '(func (export "extra") (result i32) (i32.const 0))'), {
				metadata: { ...metadata, version: '2.0.0' },
				security_policy: asks,
			});
			await askCore(core, 'plugins.install', {
				path: one,
				replace: true,
				grant: { ...lockedDown, allow_file_system: true, allowed_paths: ['./data/:ro', '/srv/out/'] },
			});
			await askCore(core, 'plugins.install', { path: await pluginFolder(made, 'chatty', chatty) });
			const written = await pluginFolder(made, 'written', answering('1'), {}, { 'README.md': readme });
			await askCore(core, 'plugins.install', { path: written });
			await askCore(core, 'plugins.call', { name: 'chatty', fn: 'process_data', input: '{}', trigger: 'window' });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.locator('main').waitFor();
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});

	const go = async (hash: string): Promise<void> => {
		await page.evaluate((to) => location.assign(to), `#${hash}`);
	};
	const header = (): Locator =>
		page
			.locator('header')
			.filter({ has: page.getByRole('heading', { level: 1 }) })
			.last();
	const menuItem = async (text: string): Promise<void> => {
		await header().getByRole('button', { name: 'More' }).click();
		await page.getByRole('menuitem', { name: text }).click();
	};

	it('says what it is and, by the policy in force, what it may do', async () => {
		await go('/plugins/steady');
		await page.getByText('Answers the same, always.').waitFor();
		await page.getByText('May read and change /srv/out/. May read ./data/.').waitFor();
		await page.getByRole('row', { name: /process_data.*Component/ }).waitFor();
		await page.getByText('It asks for the network, but its code cannot use it.').waitFor();
		await expectNoAxeViolations(page);
	});

	it('shows what its author wrote as text: no markup, no picture, no link that leads anywhere by itself', async () => {
		const asked: string[] = [];
		page.on('request', (request) => asked.push(request.url()));
		await go('/plugins/written');
		await page.getByRole('heading', { name: 'Steady' }).waitFor();
		await page.getByText('turned word: ⟨U+202E⟩evil').waitFor();
		await page.getByText('Picture, not loaded: away').waitFor();
		await page.getByRole('button', { name: 'run me' }).click();
		await page.getByText('javascript:window.__ran=true').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'somewhere' }).click();
		await page.getByText('https://example.com/page').waitFor();
		await expectNoAxeViolations(page);
		await page.keyboard.press('Escape');
		await expect
			.poll(() => page.locator('main').evaluate((main) => main.querySelectorAll('img, script, iframe').length))
			.toBe(0);
		// Read once: what has run has left this for good.
		expect(await page.evaluate(() => '__ran' in window)).toBe(false);
		expect(asked.filter((url) => url.includes('example.com'))).toEqual([]);
	});

	it('is disabled, enabled again with “Undo”, and told so', async () => {
		await go('/plugins/steady');
		await menuItem('Disable');
		await header().getByText('Disabled').waitFor();
		await header().getByRole('button', { name: 'Enable' }).waitFor();
		await page.getByRole('button', { name: 'Undo' }).click();
		await header().getByText('Ready').waitFor();
	});

	it('has no accessibility violation on its overview in either theme, and its tabs stand where every plugin’s do', async () => {
		await go('/plugins/steady');
		await page.getByRole('link', { name: 'Call it' }).first().waitFor();
		await expectNoAxeViolations(page);
		const topOfTabs = async (): Promise<number | undefined> =>
			(await page.getByRole('tablist', { name: 'Plugin' }).boundingBox())?.y;
		const tops: (number | undefined)[] = [];
		for (const plugin of ['steady', 'chatty', 'written']) {
			await go(`/plugins/${plugin}`);
			await page.getByRole('heading', { level: 1, name: plugin }).waitFor();
			await header()
				.getByText(/per call|for each call/)
				.waitFor();
			tops.push(await topOfTabs());
		}
		expect(new Set(tops).size).toBe(1);
	});

	it('has its versions with what changed between them, and goes back to one after asking, by keyboard', async () => {
		await go('/plugins/steady/versions');
		const old = page.getByRole('row', { name: /1\.0\.0/ });
		await old.getByRole('button', { name: 'Compare' }).click();
		await page.getByRole('row', { name: /Its code offers ?extra no yes/ }).waitFor();
		await page.getByRole('row', { name: /^Version 1\.0\.0 2\.0\.0$/ }).waitFor();
		await expectNoAxeViolations(page);
		const size = page.viewportSize();
		await page.setViewportSize({ width: 1000, height: 700 });
		await expect
			.poll(async () => {
				const button = await old.getByRole('button', { name: 'Roll back' }).boundingBox();
				return button !== null && button.x + button.width <= 1000;
			})
			.toBe(true);
		if (size !== null) await page.setViewportSize(size);
		await old.getByRole('button', { name: 'Roll back' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('alertdialog', { name: 'Go back to 1.0.0?' }).waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('alertdialog').waitFor({ state: 'detached' });
		await page.getByRole('row', { name: /2\.0\.0 In use/ }).waitFor();
		await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Roll back');
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('alertdialog');
		await dialog.getByRole('checkbox', { name: 'Also restore its policy at the time (version 1)' }).waitFor();
		await dialog.getByText('No longer allowed:').waitFor();
		await dialog.getByRole('checkbox', { name: 'Also restore its stored state (nothing)' }).uncheck();
		await expectNoAxeViolations(page);
		await dialog.getByRole('button', { name: 'Roll back' }).click();
		await page.getByRole('row', { name: /1\.0\.0 In use/ }).waitFor();
		await go('/plugins/steady/policy');
		await page.getByText('/srv/out/').first().waitFor({ state: 'detached' });
	});

	it('logs live, by level and words, and a line leads to its run', async () => {
		await go('/plugins/chatty/logs');
		const lines = page.getByRole('listbox', { name: 'Log of chatty' });
		await lines.getByText('a line of the log').first().waitFor();
		await page.getByLabel('Level').selectOption({ label: 'Warning and above' });
		await expect.poll(() => lines.getByRole('option').count()).toBe(1);
		await lines.focus();
		await page.keyboard.press('ArrowDown');
		await page.getByRole('link', { name: /^Run [0-9a-f]{12}$/ }).waitFor();
		await expectNoAxeViolations(page);
		await page.keyboard.press('Enter');
		await expect.poll(() => page.url()).toMatch(/#\/runs\/[0-9a-f]{12}$/);
		await page.goBack();
		await page.getByLabel('Level').selectOption({ label: 'All levels' });
		await lines.getByText('a line of the log').first().waitFor();
		await expect.poll(() => lines.getByRole('option').count()).toBeGreaterThan(15);
	});

	it('is uninstalled after asking, and its place then says that it is gone', async () => {
		await go('/plugins/chatty');
		await menuItem('Uninstall…');
		const dialog = page.getByRole('alertdialog', { name: 'Uninstall chatty?' });
		// What it wrote is kept unless a person says otherwise.
		await dialog.getByText('kept for a plugin with the same name').waitFor();
		await expectNoAxeViolations(page);
		await dialog.getByRole('checkbox').click();
		await dialog.getByText('stored state are deleted too').waitFor();
		await dialog.getByRole('button', { name: 'Uninstall' }).click();
		await page.getByText('chatty was uninstalled.').waitFor();
		await go('/plugins/chatty');
		await page.getByRole('heading', { name: 'chatty is not installed' }).waitFor();
	});
});
