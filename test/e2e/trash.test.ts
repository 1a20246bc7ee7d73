import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { wholeAtEverySize } from '../support/browser/every-size.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { chooseByKey } from '../support/browser/steady.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';

/** More than a page of them. */
const RUNS = 105;
const names = ['alpha', 'beta', 'gamma'] as const;

describe('the trash', () => {
	const made = mkdtempSync(join(tmpdir(), 'dataflare-trash-'));
	let face: OpenFace;
	let core: Core;
	let page: Page;
	beforeAll(async () => {
		face = await openFace('browser', async (opened) => {
			core = opened;
			for (const name of names) {
				const metadata = { version: `1.2.${name.length}` };
				const path = await pluginFolder(made, name, answering('{"v":1}'), { metadata });
				await askCore(core, 'plugins.install', { path });
			}
			for (let count = 0; count < RUNS; count++)
				await askCore(core, 'plugins.call', { name: 'gamma', fn: 'process_data', input: String(count) });
			await askCore(core, 'runs.remove', { query: {} });
			await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});

	const go = (place: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(place)}`);
	const plugins = (): Locator => page.getByRole('list', { name: 'Uninstalled plugins' });
	const runs = (): Locator => page.getByRole('list', { name: 'Trash' });
	const press = async (control: Locator, key = 'Enter'): Promise<void> => {
		await control.focus();
		await page.keyboard.press(key);
	};

	it('takes an uninstalled plugin, and Undo in the toast brings it back', async () => {
		await go('#/plugins/alpha');
		await page.getByRole('button', { name: 'More', exact: true }).press('Enter');
		await chooseByKey(page, 'Uninstall…');
		const dialog = page.getByRole('alertdialog', { name: 'Uninstall alpha?' });
		await dialog.getByText('It goes to the trash for 30 days').waitFor();
		await dialog.getByRole('button', { name: 'Uninstall' }).press('Enter');
		const toast = page.getByRole('dialog').filter({ hasText: 'alpha was uninstalled.' });
		await toast.getByRole('button', { name: 'Undo' }).press('Enter');
		await page.getByText('alpha is installed again, as it was.').first().waitFor();
		await go('#/plugins/alpha');
		await page.getByRole('heading', { name: 'alpha', exact: true }).waitFor();
	});

	it('shows plugins by keyboard alone: one comes back, a taken name says so, the others go for ever', async () => {
		for (const name of names) await askCore(core, 'plugins.uninstall', { name });
		await askCore(core, 'plugins.install', { path: join(made, 'beta') });
		await go('#/plugins/gamma');
		await press(page.getByRole('link', { name: 'Look in the trash' }));
		await expect.poll(() => plugins().getByRole('listitem').count()).toBe(3);
		await plugins().getByText('A plugin named beta is installed.').waitFor();
		await expect
			.poll(() =>
				plugins()
					.getByRole('button', { name: /^Restore beta/ })
					.isDisabled(),
			)
			.toBe(true);
		await expectNoAxeViolations(page);
		await press(plugins().getByRole('button', { name: /^Restore gamma/ }));
		await page.getByText('gamma is installed again, as it was.').first().waitFor();
		await expect.poll(() => plugins().getByRole('listitem').count()).toBe(2);
		await press(plugins().getByRole('checkbox', { name: /^Select alpha/ }), 'Space');
		await page.getByText('1 selected').waitFor();
		await press(page.getByRole('button', { name: 'Delete selected for ever…' }));
		const question = page.getByRole('alertdialog', { name: 'Delete this for ever?' });
		await question.getByRole('button', { name: 'Delete for ever' }).press('Enter');
		await page.getByText('1 plugin is gone for ever.').first().waitFor();
		await press(page.getByRole('button', { name: 'Delete all for ever…' }));
		await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for ever' }).press('Enter');
		await page.getByText('No uninstalled plugin is in the trash').waitFor();
		expect((await askCore(core, 'plugins.list', {})).map(({ name }) => name)).toEqual(['beta', 'gamma']);
	});

	it('shows runs a page at a time, and brings all of them back at once', async () => {
		await go('#/runs/trash');
		await expect.poll(() => runs().getByRole('listitem').count()).toBe(100);
		await page.getByText(`1–100 of ${RUNS}`).waitFor();
		await press(page.getByRole('button', { name: 'Deleted earlier' }));
		await expect.poll(() => runs().getByRole('listitem').count()).toBe(RUNS - 100);
		await press(runs().getByRole('checkbox').first(), 'Space');
		await press(page.getByRole('button', { name: 'Restore selected' }));
		await page.getByText('1 run is back among the runs.').first().waitFor();
		await press(page.getByRole('checkbox', { name: `Select all ${RUNS - 1}` }), 'Space');
		await page.getByText(`${RUNS - 1} selected`).waitFor();
		await press(page.getByRole('button', { name: 'Restore selected' }));
		await page.getByText('The trash is empty').waitFor();
		expect((await askCore(core, 'runs.list', {})).total).toBe(RUNS);
	});

	it('shows policy templates by keyboard alone: Undo, one by one, several, and all', async () => {
		const shown = (): Locator => page.getByRole('list', { name: 'Deleted policy templates' });
		for (const name of ['reports', 'uploads', 'mail', 'others']) {
			const { id } = await askCore(core, 'templates.save', { name, policy: lockedDown, note: `for ${name}` });
			await askCore(core, 'templates.remove', { id });
		}
		await askCore(core, 'templates.save', { name: 'mail', policy: lockedDown });
		await go('#/policies/templates');
		await press(page.getByRole('link', { name: 'Trash', exact: true }));
		await expect.poll(() => shown().getByRole('listitem').count()).toBe(4);
		await shown().getByText('There is a policy template named mail.').waitFor();
		await press(shown().getByRole('button', { name: /^Restore mail [0-9a-f]{12} under another name/ }));
		const naming = page.getByRole('dialog', { name: 'Restore mail under another name' });
		const called = naming.getByRole('textbox', { name: 'New name' });
		await expect.poll(() => called.inputValue()).toBe('mail-2');
		await expectNoAxeViolations(page);
		await called.fill('mail');
		await naming.getByText('There is a policy template with this name.').waitFor();
		await called.fill('mail-before');
		await called.press('Enter');
		await page.getByText('The policy template mail-before was restored.').first().waitFor();
		const { id } = await askCore(core, 'templates.get', { name: 'mail' }).then(({ template }) => template);
		await askCore(core, 'templates.remove', { id });
		await askCore(core, 'templates.save', { name: 'mail', policy: lockedDown });
		await shown().getByText('There is a policy template named mail.').waitFor();
		await press(shown().getByRole('button', { name: /^Restore uploads/ }));
		await page.getByText('The policy template uploads was restored.').first().waitFor();
		await expect.poll(() => shown().getByRole('listitem').count()).toBe(3);
		await press(shown().getByRole('checkbox', { name: /^Select reports/ }), 'Space');
		await press(shown().getByRole('checkbox', { name: /^Select others/ }), 'Space');
		await page.getByText('2 selected').waitFor();
		await press(page.getByRole('button', { name: 'Restore selected' }));
		await page.getByText('2 policy templates were restored.').first().waitFor();
		await expect.poll(() => shown().getByRole('listitem').count()).toBe(1);
		await press(shown().getByRole('checkbox', { name: /^Select mail/ }), 'Space');
		await press(page.getByRole('button', { name: 'Delete selected for ever…' }));
		const question = page.getByRole('alertdialog', { name: 'Delete this for ever?' });
		await question.getByText('keep it. You cannot undo this.').waitFor();
		await question.getByRole('button', { name: 'Delete for ever' }).press('Enter');
		await page.getByText('No deleted policy template is in the trash').waitFor();
		const kept = await askCore(core, 'templates.list', {});
		expect(kept.map(({ template }) => template.name)).toEqual(['mail', 'mail-before', 'others', 'reports', 'uploads']);
	});

	it('is whole at every size, in both languages', async () => {
		await askCore(core, 'runs.remove', { query: {} });
		await askCore(core, 'plugins.uninstall', { name: 'beta' });
		await askCore(core, 'plugins.install', { path: join(made, 'beta') });
		await askCore(core, 'plugins.uninstall', { name: 'gamma' });
		for (const { template } of await askCore(core, 'templates.list', {})) {
			await askCore(core, 'templates.remove', { id: template.id });
		}
		await askCore(core, 'templates.save', { name: 'mail', policy: lockedDown });
		for (const language of ['en', 'zh-CN'] as const) {
			await askCore(core, 'settings.set', { key: 'language', value: language });
			await page.reload();
			for (const place of [
				'#/runs/trash?of=plugins',
				'#/runs/trash?of=templates',
				'#/runs/trash?page=2',
				'#/plugins',
			]) {
				await go(place);
				if (place !== '#/plugins') await page.getByRole('listitem').getByRole('checkbox').first().waitFor();
				await wholeAtEverySize(page, `trash-${place.replaceAll(/\W+/g, '-')}-${language}`);
			}
		}
	});
});
