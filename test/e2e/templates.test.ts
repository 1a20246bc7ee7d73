import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { drawEverywhere } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { hasFocus } from '../support/browser/steady.ts';
import { wat } from '../support/guests/wat.ts';
import { answering } from '../support/scratch/scratch-core.ts';

let face: BrowserFace;
let page: Page;
const source = mkdtempSync(join(tmpdir(), 'dataflare-templates-'));

async function prepare(core: Core): Promise<void> {
	for (const name of ['reader', 'writer', 'small']) {
		mkdirSync(join(source, name), { recursive: true });
		writeFileSync(join(source, name, `${name}.wasm`), await wat(answering('1')));
		const manifest = {
			name,
			type: 'processor',
			module_path: `./${name}.wasm`,
			...(name === 'small' ? { memory_limit: 1 << 20 } : {}),
		};
		writeFileSync(join(source, name, 'plugin.json'), JSON.stringify(manifest));
		const answer = await core.request('plugins.install', { path: join(source, name), grant: lockedDown });
		if (!answer.ok) throw new Error(answer.error.message);
	}
}

const look = (name: string): Promise<void> => drawEverywhere(face, `templates-${name}`);

const policyOf = async (name: string) => {
	const answer = await (face.core as Core).request('policy.show', { name });
	return answer.ok ? answer.data.granted : null;
};

beforeAll(async () => {
	face = await openFace('browser', prepare);
	page = face.page;
});
afterAll(async () => {
	await face.close();
	rmSync(source, { recursive: true, force: true });
});

it('a person makes a template by keyboard, applies it to many, undoes it, changes it, applies it again, and hands it on', async () => {
	await page.evaluate(`location.hash = '#/policies'`);
	await page.getByRole('link', { name: 'Templates', exact: true }).press('Enter');
	await page.getByText('No policy templates yet').waitFor();
	await look('empty');
	await page.getByRole('button', { name: 'New template…' }).press('Enter');
	const dialog = page.locator('[role=dialog]:not([data-type])');
	/** The way back stands in the toast. */
	const undo = (toast: string): Promise<void> =>
		page.getByRole('dialog', { name: toast }).getByRole('button', { name: 'Undo' }).click();
	await dialog.getByLabel('Name').fill('Reports');
	await dialog.getByText('Use 1 to 64').waitFor();
	await dialog.getByLabel('Name').fill('reports');
	await dialog.getByLabel('What it is for').fill('monthly');
	await look('new');
	await hasFocus(dialog.getByLabel('What it is for'));
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'reports', level: 1 }).waitFor();

	// Edited as a grant is.
	const table = page.getByRole('table', { name: 'What the template allows' });
	await expect.poll(() => table.getByRole('columnheader').allInnerTexts()).toEqual(['Allows']);
	await page.getByRole('button', { name: 'Add a file or folder' }).press('Enter');
	await page.keyboard.type('/srv/reports');
	await page.keyboard.press('Enter');
	const changes = page.getByRole('region', { name: 'Changes to the template' });
	await changes.getByText('It will be allowed to').waitFor();
	await look('editor');
	await expectNoAxeViolations(page);
	await page.keyboard.press('Control+s');
	await changes.waitFor({ state: 'detached' });
	await page.getByText('Version 2', { exact: true }).waitFor();

	// Applied to many: what the preview says, and nothing before.
	await page.getByRole('button', { name: 'Apply to plugins…' }).press('Enter');
	await dialog.getByText('Choose the plugins that should get').waitFor();
	await dialog.getByRole('checkbox', { name: 'Choose all' }).press('Space');
	await expect
		.poll(() => dialog.getByRole('heading', { level: 3 }).filter({ hasText: 'More than it asks' }).count())
		.toBe(3);
	await dialog.getByText('In force, by its own limit').waitFor();
	expect((await policyOf('reader'))?.version).toBe(1);
	await look('apply');
	await expectNoAxeViolations(page);
	await dialog.getByRole('button', { name: 'Replace 3 policies' }).press('Enter');
	await dialog.waitFor({ state: 'detached' });
	await page.getByText('reports applied to 3 plugins').waitFor();
	expect(await policyOf('small')).toMatchObject({
		policy: { allowed_paths: ['/srv/reports:ro'] },
		origin: { name: 'reports', version: 2 },
	});
	await undo('reports applied to 3 plugins');
	await page.getByText('3 policies are back').waitFor();
	expect((await policyOf('writer'))?.policy).toEqual(lockedDown);

	// A later version changes no grant; the page says who has an older one.
	await page.getByRole('button', { name: 'Apply to plugins…' }).click();
	await dialog.getByRole('checkbox', { name: 'reader' }).press('Space');
	await dialog.getByRole('button', { name: 'Replace 1 policy' }).click();
	await page.getByText('Version 2', { exact: true }).nth(1).waitFor();
	await page.getByRole('switch', { name: 'May use files' }).press('Space');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText('Version 2, older').waitFor();
	await look('older');
	await page.getByRole('button', { name: 'Apply again…' }).press('Enter');
	await dialog.getByText('It will no longer be allowed to').waitFor();
	await dialog.getByRole('button', { name: 'Replace 1 policy' }).click();
	await dialog.waitFor({ state: 'detached' });
	await expect.poll(async () => (await policyOf('reader'))?.origin?.version).toBe(3);

	// Handed on, deleted, brought back, and looked through before it is imported.
	await page.getByRole('button', { name: 'More actions' }).click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('menuitem', { name: 'Export' }).click(),
	]);
	const file = join(source, 'reports.json');
	await download.saveAs(file);
	expect(JSON.parse(readFileSync(file, 'utf8')).templates[0]).toMatchObject({ name: 'reports', note: 'monthly' });
	await page.getByRole('button', { name: 'More actions' }).click();
	await page.getByRole('menuitem', { name: 'Delete' }).click();
	await page.getByText('No policy templates yet').waitFor();
	await undo('reports was deleted');
	await page.getByRole('link', { name: 'reports' }).waitFor();
	await look('list');
	await expectNoAxeViolations(page);
	const other = readFileSync(file, 'utf8')
		.replace('/srv/reports:ro', '/srv/others')
		.replace('"allow_file_system": false', '"allow_file_system": true');
	writeFileSync(file, other);
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.getByRole('button', { name: 'Import…' }).click(),
	]);
	await chooser.setFiles(file);
	await dialog.getByText('/srv/others').waitFor();
	await dialog.getByLabel('What happens to reports').selectOption('both');
	await look('import');
	await expectNoAxeViolations(page);
	await dialog.getByRole('button', { name: 'Import', exact: true }).press('Enter');
	await page.getByRole('link', { name: 'reports-2' }).waitFor();

	// From a plugin's own policy, by the palette.
	await page.evaluate(`location.hash = '#/plugins/reader/policy'`);
	await page.getByRole('button', { name: 'Save as template…' }).waitFor();
	await look('grant');
	await page.getByRole('button', { name: 'Save as template…' }).waitFor();
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog').getByRole('combobox').fill('save the policy as a template');
	await page.getByRole('option', { name: /Save the policy as a template/ }).waitFor();
	await page.keyboard.press('Enter');
	await dialog.getByLabel('Name').waitFor();
	await dialog.getByRole('button', { name: 'Create' }).click();
	await page.getByRole('heading', { name: 'reader', level: 1 }).waitFor();
});
