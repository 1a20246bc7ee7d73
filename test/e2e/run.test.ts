import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { misbehavingPlugin } from '../../scripts/demo/misbehaving.ts';
import type { Core } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { chooseByKey } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';

const LIMIT_MS = 300;
const kinds = ['endless-loop', 'memory-bomb', 'file-thief'] as const;

/** Runs of every kind, one of each. */
async function fill(core: Core, sources: string): Promise<Readonly<Record<string, string>>> {
	const ids: Record<string, string> = {};
	const call = async (key: string, name: string, input: string): Promise<void> => {
		const answer = await core.request('plugins.call', {
			name,
			fn: 'process_data',
			input,
			trigger: 'window',
			previews: true,
		});
		ids[key] = answer.ok ? answer.data.runId : String(answer.error.details?.['runId']);
	};
	for (const kind of kinds) {
		const path = await misbehavingPlugin(sources, kind);
		const grant = { ...lockedDown, max_memory: 4 * 1024 * 1024, max_execution_time: LIMIT_MS };
		await core.request('plugins.install', { path, grant });
		await call(kind, kind, '{}');
	}
	await core.request('plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
	await call('first', 'pii-redactor', '{"note":"mail a@example.com"}');
	await call('second', 'pii-redactor', '{"note":"call +1 202 555 0172"}');
	await core.request('samples.run', { runId: '00000000c4a1' });
	return { ...ids, chain: '00000000c4a1' };
}

describe('a run', () => {
	let face: OpenFace;
	let page: Page;
	let ids: Readonly<Record<string, string>> = {};
	const sources = mkdtempSync(join(tmpdir(), 'dataflare-run-'));
	const open = (key: string, more = ''): Promise<void> =>
		page.evaluate((hash) => {
			location.hash = hash;
		}, `#/runs/${ids[key]}${more}`);

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			ids = await fill(core, sources);
		});
		page = face.page;
	});
	afterAll(async () => {
		await face.close();
		rmSync(sources, { recursive: true, force: true });
	});

	it('that took too long says so in a sentence, shows when it was ended, and what to do', async () => {
		await open('endless-loop');
		await page.getByText(`Stopped at its time limit of ${LIMIT_MS} ms.`).waitFor();
		await page.getByText('Raise the time limit in its policy').waitFor();
		await page.getByText('1 event', { exact: true }).click();
		const events = page.getByRole('table').filter({ hasText: 'Stopped by force' });
		await expect.poll(() => events.getByRole('row').count()).toBe(2);
	});

	it('that crashed shows the stack of its WebAssembly', async () => {
		await open('memory-bomb');
		await page.getByText('Stopped at its memory limit of 4 MB.').waitFor();
		await expect
			.poll(() => page.getByRole('region', { name: 'WebAssembly stack' }).innerText())
			.toContain('wasm-function');
	});

	it('that was refused something names target and rule, and leads to the narrowest rule that would allow it', async () => {
		await open('file-thief');
		await page.getByText('file-thief gave up in process_data because a request was denied.').waitFor();
		await page.getByText('Files: off').waitFor();
		await page.getByRole('link', { name: 'Allow just this: /etc/passwd' }).click();
		await page.getByText('The narrowest rule that would have allowed it: /etc/passwd:ro').waitFor();
		await page.waitForURL(/#\/plugins\/file-thief\/policy$/);
	});

	it('of a chain counts stage by stage', async () => {
		await open('chain');
		await page.getByText(/10,000 records in, 29 records written by file-writer/).waitFor();
		const counts = page.getByRole('region', { name: 'Counts' }).getByRole('table');
		await expect.poll(() => counts.getByRole('row', { name: /row-filter/ }).innerText()).toMatch(/10,000\s+1,061/);
		await page.getByRole('region', { name: 'Input' }).getByRole('columnheader', { name: 'Airport Name' }).waitFor();
	});

	it('has its log searched and narrowed to a level, which the address keeps', async () => {
		await open('chain');
		const lines = page.getByRole('listbox', { name: 'Logs' });
		await lines.getByText(/kept 1061 of 10000/).waitFor();
		await page.getByRole('searchbox', { name: 'Search the logs' }).fill('wrote');
		await page.getByText('1 of 1', { exact: true }).waitFor();
		await page.getByRole('checkbox', { name: 'Only matching lines' }).click();
		await lines.getByText(/kept 1061/).waitFor({ state: 'detached' });
		await lines.getByText(/wrote 29 records/).waitFor();
		await page.getByRole('combobox', { name: 'Level' }).selectOption('error');
		await page.getByText('No lines match').first().waitFor();
		await expect.poll(() => new URL(page.url()).hash).toMatch(/\?log=wrote&only=matches&level=error$/);
	});

	it('is made again with the same input, as a run of its own', async () => {
		await open('first');
		await page.getByText('mail a@example.com').first().waitFor();
		await page.getByRole('button', { name: 'Run again' }).click();
		await page.waitForURL((url) => !url.hash.includes(ids['first'] ?? ''));
		await page.getByText(/^Returned/).waitFor();
		const output = page.getByRole('region', { name: 'Output' });
		await output.getByText('a***@***.com').waitFor();
	});

	it('is made again with other input from the test console', async () => {
		await open('first');
		await page.getByRole('button', { name: 'Edit and run' }).click();
		// The console takes the input out of the address once it has it.
		await page.waitForURL(/#\/plugins\/pii-redactor\/test/);
		await page.getByRole('textbox', { name: 'Input' }).getByText('a@example.com').waitFor();
	});

	it('stands beside another one of the same plugin, with what differs in words', async () => {
		await open('first');
		await page.getByRole('button', { name: 'Compare…' }).press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Compare with' });
		await dialog.locator(`a[href$="${ids['second']}"]`).press('Enter');
		await page.waitForURL(new RegExp(`/runs/${ids['first']}/compare/${ids['second']}$`));
		await page.getByRole('row', { name: /SHA-256.*same/ }).waitFor();
		const difference = page.getByRole('region', { name: 'Difference of Output' });
		await difference.getByText('only on the left:').first().waitFor();
		await expect.poll(() => difference.innerText()).toContain('a***@***.com');
		await page.getByRole('switch', { name: 'Only what differs' }).click();
		await page.getByRole('row', { name: /SHA-256/ }).waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Swap sides' }).click();
		await page.waitForURL(new RegExp(`/runs/${ids['second']}/compare/${ids['first']}`));
		await expectNoAxeViolations(page);
	});

	it('has no accessibility violation in either theme, failed and in a chain', async () => {
		for (const key of ['memory-bomb', 'file-thief', 'chain']) {
			await open(key);
			await page.getByRole('heading', { name: 'What ran' }).waitFor();
			await expectNoAxeViolations(page);
		}
	});

	it('is deleted only after a question, and then says that it is gone', async () => {
		await open('second');
		await page.getByRole('button', { name: 'More actions' }).press('Enter');
		await chooseByKey(page, 'Delete');
		const question = page.getByRole('alertdialog', { name: 'Delete this run?' });
		await question.getByRole('button', { name: 'Cancel' }).click();
		await question.waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'More actions' }).click();
		await page.getByRole('menuitem', { name: 'Delete' }).click();
		await question.getByRole('button', { name: 'Delete' }).click();
		await page.waitForURL(/#\/runs$/);
		await open('second');
		await page.getByText('This run is no longer in the history').waitFor();
		await page.getByRole('link', { name: 'Go to the runs' }).waitFor();
		await page.evaluate(`location.hash = '#/runs/trash'`);
		const trash = page.getByRole('list', { name: 'Trash' });
		await trash.getByRole('button', { name: /^Restore/ }).waitFor();
		await expectNoAxeViolations(page);
		await trash.getByRole('button', { name: /^Delete for ever…: / }).click();
		await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
		await trash.getByRole('button', { name: /^Restore/ }).click();
		await page.getByText('The trash is empty').waitFor();
		await open('second');
		await page.getByRole('button', { name: 'More actions' }).waitFor();
	});
});
