import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { dropFiles } from '../support/browser/drop-files.ts';
import { inBothLanguages, wholeAtEverySize } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { closeDialogs } from '../support/browser/steady.ts';
import { wat } from '../support/guests/wat.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';

let face: BrowserFace;
let page: Page;
const made = mkdtempSync(join(tmpdir(), 'dataflare-signatures-'));
const modal = '[role=dialog]:not([aria-modal=false])';

/** A plugin that answers every call with this number, signed by the key in this file. */
async function signed(answer: string, key: string, name = 'tool'): Promise<string> {
	const path = join(made, `${name}-${answer}`);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, 'tool.wasm'), await wat(answering(answer)));
	const metadata = { version: `${answer}.0.0`, author: 'Geo' };
	const manifest = { name, id: 'geo/tool', type: 'processor', module_path: './tool.wasm', metadata };
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
	await askCore(face.core, 'plugins.sign', { path, key: { path: join(made, key) } });
	return path;
}

let first: string;
let second: string;
beforeAll(async () => {
	face = await openFace('browser', async (core) => {
		await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
		await askCore(core, 'keys.generate', { name: 'Geo team', path: join(made, 'geo.pem') });
		const { key } = await askCore(core, 'keys.generate', { name: 'Others', path: join(made, 'others.pem') });
		await askCore(core, 'keys.remove', { fingerprint: key.fingerprint });
	});
	page = face.page;
	first = await signed('1', 'geo.pem');
	second = await signed('2', 'others.pem');
});
afterAll(async () => {
	await face.close();
	rmSync(made, { recursive: true, force: true });
});

const whole = (name: string): Promise<void> =>
	inBothLanguages(face, (language) => wholeAtEverySize(page, `${name}-${language}`));

const drop = (path: string, as = 'tool.dfplugin'): Promise<void> => dropFiles(page, [as, readFileSync(path)]);
const tool = () => askCore(face.core, 'plugins.get', { name: 'tool' });

it('a signed package is dropped, reviewed and pinned, and an update by another key waits for review', async () => {
	const packed = await askCore(face.core, 'plugins.pack', { path: first, to: join(made, 'tool.dfplugin') });
	await drop(packed.path);
	const review = page.locator(modal);
	await review.getByText('Intact', { exact: true }).waitFor();
	await review.getByText('Geo team', { exact: true }).waitFor();
	await whole('signed-review');
	await expectNoAxeViolations(page, modal);
	await review.getByRole('button', { name: 'Install', exact: true }).click();
	await expect.poll(async () => (await tool()).state).toBe('ready');

	await page.evaluate(`location.hash = '#/plugins'`);
	const row = page.getByRole('row', { name: /tool/ });
	await row.getByText('Intact', { exact: true }).waitFor();
	await row.getByText('Geo team', { exact: true }).waitFor();
	await whole('signed-list');

	// Its files are replaced by ones that somebody else signed: nothing of them runs before a person saw that.
	cpSync(second, join(face.folder, 'plugins/tool'), { recursive: true });
	await expect.poll(async () => (await tool()).state).toBe('waiting_for_review');
	const call = { name: 'tool', fn: 'process_data', input: '1' } as const;
	await expect(askCore(face.core, 'plugins.call', call)).rejects.toThrow('not signed by the key');
	await page.evaluate(`location.hash = '#/plugins/tool'`);
	await page.getByText('It is not signed by the same key as before. It cannot run').waitFor();
	await page.getByText('Accepted signer', { exact: true }).waitFor();
	await whole('signed-waiting');
	await page.getByRole('button', { name: 'Review', exact: true }).first().click();
	await review.getByText('It is not signed by the same key as before.').waitFor();
	await review.getByText('Unknown key', { exact: true }).first().waitFor();
	await review.getByText('Geo team', { exact: true }).waitFor();
	await whole('signed-changed');
	await expectNoAxeViolations(page, modal);
	await review.getByRole('button', { name: 'Allow it to run' }).click();
	await expect.poll(async () => (await tool()).state).toBe('ready');
	expect((await askCore(face.core, 'plugins.call', call)).value).toBe(2);
});

it('an older version, and another plugin that gives the same ID, are told as that, once each', async () => {
	const review = page.locator(modal);
	const older = await askCore(face.core, 'plugins.pack', { path: first, to: join(made, 'older.dfplugin') });
	await drop(older.path);
	await review.getByText(/is older than the one before it/).waitFor();
	await whole('older-review');
	await expect.poll(() => review.getByText(/is older than/).count()).toBe(1);
	await closeDialogs(page);

	const twin = await signed('3', 'geo.pem', 'twin');
	await drop((await askCore(face.core, 'plugins.pack', { path: twin, to: join(made, 'twin.dfplugin') })).path);
	await review.getByText(/gives the same ID, geo\/tool, as tool/).waitFor();
	await review.getByText('Another key signed this one.').waitFor();
	await whole('twin-review');
	await expectNoAxeViolations(page, modal);
	await closeDialogs(page);
});

it('keys are added, removed and added again, renamed and made in the settings, by keyboard', async () => {
	await page.evaluate(`location.hash = '#/settings?row=signingKeys'`);
	const keys = page.getByRole('list', { name: 'Signing keys' });
	await keys.getByText('Geo team').waitFor();
	await page.getByRole('button', { name: 'Add key…' }).press('Enter');
	await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Others');
	const field = page.getByRole('textbox', { name: 'Public key' });
	await field.fill(readFileSync(join(made, 'others.pem'), 'utf8'));
	await field.press('Enter');
	await page.getByText('That is a private key.').first().waitFor();
	await whole('key-add');
	await expectNoAxeViolations(page, modal);
	await field.fill(readFileSync(join(made, 'others.pem.pub'), 'utf8').trim());
	await field.press('Enter');
	await keys.getByText('Signed 1 plugin: tool').waitFor();
	await whole('keys');
	await expectNoAxeViolations(page);

	await page.getByRole('button', { name: 'Remove the key Others' }).press('Enter');
	await page.getByText('Removed the key Others.').waitFor();
	await page.getByRole('button', { name: 'Undo' }).press('Enter');
	await keys.getByText('Others').waitFor();
	await page.getByRole('button', { name: 'Rename the key Others' }).press('Enter');
	const name = page.getByRole('textbox', { name: 'Name', exact: true });
	await name.fill('The others');
	await name.press('Enter');
	await keys.getByText('The others').waitFor();

	await page.getByRole('button', { name: 'New key…' }).press('Enter');
	await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mine');
	const path = page.getByRole('textbox', { name: 'File for the private key' });
	await path.fill(join(made, 'mine.pem'));
	await whole('key-new');
	await path.press('Enter');
	await keys.getByText('Mine').waitFor();
	expect(readFileSync(join(made, 'mine.pem'), 'utf8')).toContain('PRIVATE KEY');

	await page.getByRole('switch', { name: 'Require signatures' }).press('Space');
	await expect.poll(async () => (await askCore(face.core, 'settings.get', {})).require_signatures).toBe(true);
});

it('a public key is added from a file that is named or dropped, and saved as one', async () => {
	await page.evaluate(`location.hash = '#/settings?row=signingKeys'`);
	const keys = page.getByRole('list', { name: 'Signing keys' });
	await page.getByRole('button', { name: 'Remove the key The others' }).press('Enter');
	await keys.getByText('The others').waitFor({ state: 'detached' });
	await page.getByRole('button', { name: 'Add key…' }).press('Enter');
	await page.getByRole('textbox', { name: 'Name', exact: true }).fill('By its file');
	const file = page.getByRole('textbox', { name: 'Or the file that contains it' });
	await file.fill(join(made, 'others.pem.pub'));
	await file.press('Enter');
	await keys.getByText('By its file').waitFor();

	await page.getByRole('button', { name: 'Remove the key By its file' }).press('Enter');
	await keys.getByText('By its file').waitFor({ state: 'detached' });
	await drop(join(made, 'others.pem.pub'), 'others.pub');
	await expect.poll(() => file.inputValue()).toBe('others.pub');
	await whole('key-dropped');
	await expectNoAxeViolations(page, modal);
	const name = page.getByRole('textbox', { name: 'Name', exact: true });
	await name.fill('Dropped');
	await name.press('Enter');
	await keys.getByText('Dropped').waitFor();

	const [saved] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Save the public key Dropped as a file' }).press('Enter'),
	]);
	expect(saved.suggestedFilename()).toBe('Dropped.pub');
	const path = join(made, 'saved.pub');
	await saved.saveAs(path);
	const [type, base64] = readFileSync(join(made, 'others.pem.pub'), 'utf8').split(' ');
	expect(readFileSync(path, 'utf8')).toBe(`${type} ${base64} Dropped\n`);
	await page.getByText('Saved the public key Dropped.').waitFor();
});
