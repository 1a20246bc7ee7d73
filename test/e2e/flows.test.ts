import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptFlow } from '../../src/shared/api/flow-routes.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { drawEverywhere } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { chooseByKey, hasFocus } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();

let face: BrowserFace;
let page: Page;

const look = (name: string): Promise<void> => drawEverywhere(face, `flows-${name}`);

const kept = async (name: string): Promise<KeptFlow | null> => {
	const answer = await face.core.request('flows.get', { name });
	return answer.ok ? answer.data : null;
};
const panel = () => page.getByRole('region', { name: 'Details' });
const dialog = () => page.locator('[role=dialog]:not([data-type])');
const row = (name: RegExp) => page.getByRole('rowheader', { name }).getByRole('button');
/** What the live region says. */
const said = () => page.locator('p.sr-only[aria-live=polite]').first();
/** A component is added behind another, by keys alone. */
async function addBehind(before: RegExp, name: string): Promise<void> {
	await hasFocus(row(before));
	await page.keyboard.press('a');
	await hasFocus(dialog().getByRole('searchbox'));
	await page.keyboard.type(name);
	await page.keyboard.press('Enter');
	await dialog().waitFor({ state: 'detached' });
	await hasFocus(row(new RegExp(name)));
}

beforeAll(async () => {
	writeFileSync(join(scratch.path, 'rows.csv'), 'id,damage\n1,None\n2,Minor\n3,Substantial\n');
	face = await openFace('browser', async (core) => {
		for (const name of ['row-filter', 'field-mapper', 'group-by']) {
			const answer = await core.request('plugins.install', { path: join(resourcesDir, 'plugins', name) });
			if (!answer.ok) throw new Error(answer.error.message);
		}
		await core.request('settings.set', { key: 'first_start_done', value: true });
	});
	page = face.page;
	await page.setViewportSize({ width: 1280, height: 800 });
});
afterAll(() => face.close());

describe('a flow', () => {
	it('is built in the list by keyboard alone, with its problems as one types, and is saved', async () => {
		await page.evaluate(`location.hash = '#/flows'`);
		await page.getByText('No flows yet').waitFor();
		await look('none');
		await page.getByRole('main').getByRole('button', { name: 'New flow' }).press('Enter');
		await page.getByText('This flow is empty').waitFor();
		await page.getByRole('radio', { name: 'List' }).press('Space');
		await look('empty');
		await panel().getByLabel('Name').fill('damage');
		await page.getByRole('button', { name: 'Read a file' }).press('Enter');
		const reader = row(/read-file/);
		await hasFocus(reader);
		await panel().getByText('1 problem').waitFor();
		await panel().getByText('Choose a file.').waitFor();

		// A problem is where it is, and goes while one types.
		await page.keyboard.press('Enter');
		await hasFocus(panel().getByRole('heading', { level: 2, name: 'read-file' }));
		const file = panel().getByLabel('File to read');
		await file.fill(join(scratch.path, 'rows.csv'));
		await panel().getByText('1 problem').waitFor({ state: 'detached' });
		await page.keyboard.press('Escape');
		await hasFocus(reader);

		await addBehind(/read-file/, 'row-filter');
		await addBehind(/row-filter/, 'preview');

		// A branch: what the filter lets go.
		await page.keyboard.press('ArrowUp');
		await hasFocus(row(/row-filter/));
		await page.keyboard.press('a');
		await dialog().getByLabel('Takes').selectOption({ label: 'Dropped records' });
		await dialog().getByRole('searchbox').fill('preview');
		await page.keyboard.press('Enter');
		await dialog().waitFor({ state: 'detached' });
		await hasFocus(row(/preview-2/));
		await panel().getByLabel('Name').fill('let-go');
		await page.keyboard.press('Escape');
		await look('list');
		await expectNoAxeViolations(page);

		await page.keyboard.press('Control+s');
		await page.getByText('damage saved as version 1').waitFor();
		expect((await kept('damage'))?.flow.components).toMatchObject([
			{ name: 'read-file', use: 'read-file', config: { path: join(scratch.path, 'rows.csv') } },
			{ name: 'row-filter', inputs: ['read-file'] },
			{ name: 'let-go', use: 'preview', inputs: ['row-filter.dropped'] },
			{ name: 'preview', use: 'preview', inputs: ['row-filter'] },
		]);
	});

	it('is what it was after undo, what it is after redo, and the same after a reload', async () => {
		await row(/row-filter/).focus();
		await page.keyboard.press('Delete');
		await row(/row-filter/).waitFor({ state: 'detached' });
		await expect.poll(() => said().innerText()).toBe('row-filter removed');
		await page.keyboard.press('Control+z');
		await row(/row-filter/).waitFor();
		await expect.poll(() => said().innerText()).toBe('Undone: row-filter removed');
		await page.keyboard.press('Control+y');
		await row(/row-filter/).waitFor({ state: 'detached' });
		await page.getByText('Unsaved changes').waitFor();

		// What is not saved stays, whatever becomes of the page.
		await page.reload();
		await page.getByText('Unsaved changes').waitFor();
		await row(/preview/).waitFor();
		expect((await kept('damage'))?.version).toBe(1);
		await page.getByRole('button', { name: 'More actions' }).press('Enter');
		await chooseByKey(page, 'Discard unsaved changes');
		await row(/row-filter/).waitFor();
		await page.getByText('Unsaved changes').waitFor({ state: 'detached' });
	});

	it('is built on the canvas by keyboard alone', async () => {
		await page.getByRole('radio', { name: 'Canvas' }).press('Space');
		const node = (name: string) =>
			page.locator('[data-flow-canvas]').getByRole('button', { name: new RegExp(`^${name}`) });
		await node('row-filter').waitFor();
		await look('canvas');
		await node('read-file').focus();
		await page.keyboard.press('ArrowDown');
		await hasFocus(node('row-filter'));
		await look('canvas-active');
		await hasFocus(node('row-filter'));
		await page.keyboard.press('ArrowUp');
		await hasFocus(node('read-file'));
		await page.keyboard.press('ArrowDown');
		await hasFocus(node('row-filter'));
		await page.keyboard.press('ArrowDown');
		await hasFocus(node('(preview|let-go)').and(page.locator(':focus')));
		await page.keyboard.press('ArrowUp');
		await hasFocus(node('row-filter'));

		// In between what there is.
		await page.keyboard.press('a');
		await dialog().getByRole('radio', { name: 'In between' }).press('Space');
		await dialog().getByRole('searchbox').fill('field-mapper');
		await look('add');
		await dialog().getByRole('searchbox').press('Enter');
		await dialog().waitFor({ state: 'detached' });
		await hasFocus(node('field-mapper'));
		await page.keyboard.press('Alt+ArrowUp');
		await expect.poll(() => said().innerText()).toBe('field-mapper moved');
		await hasFocus(node('field-mapper'));

		// What fails is taken as well.
		await page.keyboard.press('c');
		await dialog().getByLabel('From').selectOption({ label: 'Failed records' });
		await dialog().getByLabel('To').selectOption({ label: 'let-go' });
		await dialog().getByLabel('To').press('Enter');
		await dialog().getByRole('button', { name: 'Connect', exact: true }).press('Enter');
		await dialog().waitFor({ state: 'detached' });
		await page.keyboard.press('Shift+ArrowDown');
		await look('canvas-more');
		await expectNoAxeViolations(page);
		await page.keyboard.press('Control+s');
		await page.getByText('damage saved as version 2').waitFor();
		expect((await kept('damage'))?.flow.components).toMatchObject([
			{ name: 'read-file' },
			{ name: 'field-mapper', inputs: ['read-file'], on_error: 'skip', metadata: { position: {} } },
			{ name: 'row-filter', inputs: ['field-mapper'] },
			{ name: 'let-go', inputs: ['row-filter.dropped', 'field-mapper.failed'] },
			{ name: 'preview', inputs: ['row-filter'] },
		]);
	});

	it('tells of what was saved elsewhere, and restores what it was', async () => {
		const now = await kept('damage');
		if (now === null) throw new Error('It is not kept.');
		const definition = { ...now.flow, description: 'from elsewhere' };
		await face.core.request('flows.save', { flow: { definition } });
		await page.locator('[data-flow-canvas]').click({ position: { x: 8, y: 8 } });
		await expect.poll(() => panel().getByLabel('Description').inputValue()).toBe('from elsewhere');
		await panel().getByLabel('Description').fill('from here');
		await face.core.request('flows.save', { flow: { definition: { ...definition, description: 'once more' } } });
		const clash = page.getByRole('alert').filter({ hasText: 'Version 4 was saved elsewhere' });
		await clash.waitFor();
		await look('clash');
		await clash.getByRole('button', { name: 'Keep my changes' }).press('Enter');
		await clash.waitFor({ state: 'detached' });
		await page.keyboard.press('Control+s');
		await page.getByText('damage saved as version 5').waitFor();
		await page.getByRole('button', { name: 'More actions' }).press('Enter');
		await chooseByKey(page, 'Versions…');
		await dialog().getByText('Version 4').waitFor();
		await look('versions');
		await dialog().getByRole('button', { name: 'Restore version 1' }).press('Enter');
		await dialog().waitFor({ state: 'detached' });
		await expect.poll(() => page.locator('[data-flow-canvas] [data-flow-component]').count()).toBe(4);
		await page.keyboard.press('Control+z');
		await expect.poll(() => page.locator('[data-flow-canvas] [data-flow-component]').count()).toBe(5);
	});

	it('stands in the list of flows, is found in the palette, and comes back after it was deleted', async () => {
		await page.evaluate(`location.hash = '#/flows'`);
		await page.getByRole('link', { name: 'damage' }).waitFor();
		await look('flows');
		await expectNoAxeViolations(page);
		await page.getByRole('button', { name: 'Actions for damage' }).press('Enter');
		await chooseByKey(page, 'Delete');
		await page.getByText('No flows yet').waitFor();
		await page.getByRole('dialog', { name: 'damage deleted' }).getByRole('button', { name: 'Undo' }).click();
		await expect.poll(async () => (await kept('damage'))?.version).toBe(5);
		await page.getByRole('link', { name: 'damage' }).waitFor();
		await page.keyboard.press('Control+k');
		await page.getByRole('dialog').getByRole('combobox').fill('damage');
		await page.getByRole('option', { name: /Flow: damage/ }).click();
		await page.getByRole('heading', { level: 1, name: 'damage' }).waitFor();
	});

	it('runs, with what went along each connection, and tells which component was slowest', async () => {
		await page.getByRole('button', { name: 'Run', exact: true }).press('Enter');
		const strip = page.getByRole('region', { name: 'Run', exact: true });
		await strip.getByText('Succeeded').waitFor();
		await strip.getByText(/Slowest: /).waitFor();
		const counts = page.locator('[data-flow-canvas]').getByRole('button', { name: /^From / });
		await expect.poll(() => counts.allInnerTexts()).toHaveLength(5);
		// Each by its own name: a number alone says nothing of where it went.
		await page.getByRole('button', { name: 'From row-filter · dropped to let-go, 0', exact: true }).waitFor();
		await page.getByRole('button', { name: 'From field-mapper to row-filter, 3', exact: true }).waitFor();
		await look('ran');
		await expectNoAxeViolations(page);
		await page
			.locator('[data-flow-canvas]')
			.getByRole('button', { name: /^field-mapper/ })
			.focus();
		await panel().getByRole('heading', { name: 'In from read-file' }).waitFor();
		await look('ran-component');
		await expectNoAxeViolations(page);
		// What went in goes through it once more, and no run comes of that.
		const runs = await face.core.request('runs.list', {});
		await panel().getByRole('button', { name: 'Try on recorded input' }).press('Enter');
		await panel().getByRole('heading', { name: 'Out: 3 records' }).waitFor();
		await look('tried');
		await expectNoAxeViolations(page);
		expect(await face.core.request('runs.list', {})).toEqual(runs);
		// A filter tells what it lets go as well; what was tried is of the component that is shown.
		await page
			.locator('[data-flow-canvas]')
			.getByRole('button', { name: /^row-filter/ })
			.focus();
		await panel().getByRole('heading', { name: 'In from field-mapper' }).waitFor();
		await panel().getByRole('heading', { name: 'Out: 3 records' }).waitFor({ state: 'detached' });
		await panel().getByRole('button', { name: 'Try on recorded input' }).press('Enter');
		await panel().getByRole('heading', { name: 'Out: 3 records' }).waitFor();
		await panel().getByText('Dropped: 0 records').waitFor();
		await page.getByRole('radio', { name: 'List' }).press('Space');
		await page
			.getByRole('rowheader', { name: /^field-mapper/ })
			.locator('..')
			.getByText('3 in, 3 out')
			.waitFor();
		await look('ran-list');
		await page.getByRole('radio', { name: 'Canvas' }).press('Space');
		await strip.getByRole('link', { name: 'Open the run' }).click();
		await page.getByRole('heading', { level: 1, name: /damage/ }).waitFor();
		await page.getByRole('table').getByText('let-go').first().waitFor();
		await look('run-page');
		await page.getByRole('button', { name: 'Edit and run' }).press('Enter');
		await page.getByText('Unsaved changes').waitFor();
		await page
			.locator('[data-flow-canvas]')
			.getByRole('button', { name: /^let-go/ })
			.waitFor();
	});

	it('writes a file, and asks before that is replaced', async () => {
		const node = page.locator('[data-flow-canvas]').getByRole('button', { name: /^let-go/ });
		const out = join(scratch.path, 'out.ndjson');
		await page
			.locator('[data-flow-canvas]')
			.getByRole('button', { name: /^preview/ })
			.focus();
		await panel().getByLabel('What it is').selectOption({ label: 'Write a file' });
		await panel().getByText('1 problem').waitFor();
		await panel().getByLabel('File to write').fill(out);
		await panel().getByText('1 problem').waitFor({ state: 'detached' });
		await node.focus();
		await page.keyboard.press('Escape');
		await page.keyboard.press('Control+Enter');
		await panel().getByRole('heading', { level: 2, name: 'Flow' }).waitFor();
		await expect.poll(() => existsSync(out) && readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(3);
		const strip = page.getByRole('region', { name: 'Run', exact: true });
		await strip.getByText('Succeeded').waitFor();
		await look('written');
		const before = statSync(out).ino;
		await expectNoAxeViolations(page);
		await page.keyboard.press('Control+Enter');
		const ask = page.getByRole('alertdialog');
		await ask.getByText(out).waitFor();
		await look('replace');
		await ask.getByRole('button', { name: 'Replace it' }).press('Enter');
		await ask.waitFor({ state: 'detached' });
		await expect.poll(() => statSync(out).ino).not.toBe(before);
	});

	it('begins as the example does, in either language', async () => {
		await page.evaluate(`location.hash = '#/flows'`);
		await page.getByRole('button', { name: 'Try an example' }).press('Enter');
		await page.getByRole('heading', { level: 1, name: 'bird-strikes' }).waitFor();
		// Real data has gone through it, and is there to be looked at.
		await page.getByRole('region', { name: 'Run', exact: true }).getByText('Succeeded').waitFor();
		await panel().getByRole('heading', { name: 'Previews' }).waitFor();
		await panel().getByRole('cell', { name: 'California' }).first().waitFor();
		await page.getByText('No problems. The flow can run.').waitFor();
		await look('example');
		await page
			.locator('[data-flow-canvas]')
			.getByRole('button', { name: /^damaged/ })
			.focus();
		await look('example-component');
		await expectNoAxeViolations(page);
		await face.core.request('settings.set', { key: 'language', value: 'zh-CN' });
		await page.getByRole('radio', { name: '列表' }).waitFor();
		await look('example-zh');
		await page.getByRole('radio', { name: '列表' }).press('Space');
		await look('example-list-zh');
		await expectNoAxeViolations(page);
	});
});
