import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { whatIsCut } from '../support/browser/room.ts';
import { fickle } from '../support/flows/fickle-guest.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { grant } from '../support/scratch/samples.ts';

/** Has nothing to give whenever it is asked, without an end. */
const silent = `(module (memory (export "memory") 1) (func (export "read_data") (result i32) (i32.const 0)))`;
const words = {
	en: { canvas: 'Canvas', list: 'List', run: 'Run', resting: 'Waiting, sandbox let go', short: 'Waiting' },
	'zh-CN': { canvas: '画布', list: '列表', run: '运行', resting: '等待中，沙箱已释放', short: '等待中' },
} as const;

describe('a component that nothing comes to', () => {
	const made = mkdtempSync(join(tmpdir(), 'dataflare-resting-flows-'));
	let face: BrowserFace;
	let page: Page;
	let run = '';
	beforeAll(async () => {
		face = await openFace(
			'browser',
			async (core) => {
				for (const [name, wat, manifest] of [
					['silent', silent, { type: 'source', endless: true }],
					['pass', fickle('process_data'), {}],
				] as const) {
					await askCore(core, 'plugins.install', { path: await pluginFolder(made, name, wat, manifest) });
					await askCore(core, 'policy.set', { name, policy: grant() });
				}
				const components = [
					{ name: 'silent' },
					{ name: 'pass', inputs: ['silent'] },
					{ name: 'see', use: 'preview' as const, inputs: ['pass'] },
				];
				await askCore(core, 'flows.save', { flow: { definition: { name: 'waiting', components } as never } });
				await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
			},
			{ restAfterMs: 20 },
		);
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});
	const go = (hash: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

	it.each(['en', 'zh-CN'] as const)(
		'says that it waits, in the editor and on the page of the run: %s',
		async (language) => {
			const { canvas, list, resting, short } = words[language];
			await askCore(face.core, 'settings.set', { key: 'language', value: language });
			await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe(language);
			await go('#/flows/edit?name=waiting');
			await page.getByRole('radio', { name: canvas }).click();
			if (run === '') {
				await page.getByRole('button', { name: words[language].run, exact: true }).first().click();
				const runs = async () => (await askCore(face.core, 'runs.list', {})).runs;
				await expect.poll(async () => (await runs()).length).toBe(1);
				run = (await runs())[0]?.id ?? '';
			}
			const node = page.locator('.react-flow__node').filter({ hasText: 'pass' });
			await node.getByText(short, { exact: true }).waitFor();
			await expect.poll(() => whatIsCut(page)).toEqual([]);
			await expectNoAxeViolations(page);
			await page.getByRole('radio', { name: list }).click();
			await page.getByText(resting, { exact: true }).first().waitFor();
			await go(`#/runs/${run}`);
			await page.getByText(resting, { exact: true }).first().waitFor();
			await expect.poll(() => page.getByText(resting, { exact: true }).count()).toBe(1);
			await expect.poll(() => whatIsCut(page)).toEqual([]);
			await expectNoAxeViolations(page);
		},
	);
});
