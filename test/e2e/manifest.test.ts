import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { wat } from '../support/guests/wat.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { answering } from '../support/scratch/scratch-core.ts';

const modal = '[role=dialog]:not([aria-modal=false])';

const told = {
	...{ id: 'example/rates', version: '1.2.0', host: '>=0.1' },
	security_policy: {
		...{ allow_network: true, allowed_hosts: ['api.example.com', 'b.example.com'] },
		...{ allow_file_system: true, allowed_paths: ['./cache/'] },
	},
	reasons: {
		'api.example.com': { en: 'The rates come from there.', 'zh-CN': '汇率来自该主机。' },
		'./cache/': 'Kept for \u200cthe next run.',
		max_memory: 'The table is kept in memory.',
	},
	optional: ['b.example.com', './cache/'],
	input_schema: { type: 'object', properties: { price: { type: 'number' } }, required: ['price'] },
};

const scratch = scratchFolder();
let face: OpenFace;
async function put(folder: string, manifest: object): Promise<string> {
	const path = join(scratch.path, folder);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, 'plugin.wasm'), await wat(answering(`"${folder}"`)));
	const whole = { name: 'rates', type: 'processor', module_path: './plugin.wasm', ...manifest };
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(whole));
	return path;
}

beforeAll(async () => {
	face = await openFace('browser', async (core) => {
		const plain = await put('plain', { name: 'plain' });
		expect(await core.request('plugins.install', { path: plain })).toMatchObject({ ok: true });
	});
});
afterAll(() => face.close());

it('the review shows why a plugin asks and what it works without, and its page what it was not given', async () => {
	const { page } = face;
	const offer = async (path: string): Promise<void> => {
		await page.getByRole('button', { name: 'Install', exact: true }).click();
		await page.getByRole('textbox', { name: 'Or enter a path' }).fill(path);
		await page.keyboard.press('Enter');
	};
	await offer(await put('first', told));
	await page.getByRole('heading', { name: 'Install rates 1.2.0?' }).waitFor();
	const asked = page.getByRole('region', { name: 'It asks to' });
	const row = (text: string) => asked.getByRole('listitem').filter({ hasText: text });
	await row('Reach api.example.com.').getByText('Its author’s reason: "The rates come from there."').waitFor();
	await row('Reach b.example.com.').getByText('Optional: it works without this.').waitFor();
	// Of low risk, and denied all the same: it can do without.
	await expect.poll(() => row('./cache/').getByRole('combobox').inputValue()).toBe('deny');
	await page.getByText('"The table is kept in memory."').waitFor();
	await page.locator(modal).getByText('example/rates', { exact: true }).waitFor();
	await expectNoAxeViolations(page, modal);
	await row('Reach api.example.com.').getByRole('combobox').selectOption('Allow');
	await page.getByRole('button', { name: 'Install', exact: true }).last().click();

	await page.waitForURL(/#\/plugins\/rates$/);
	const lacking = page.getByRole('listitem');
	await lacking.getByText('b.example.com', { exact: true }).waitFor();
	await lacking.getByText('./cache/', { exact: true }).waitFor();
	await page.getByRole('heading', { name: 'Its records, in its author’s words' }).waitFor();
	await page.getByRole('cell', { name: 'price' }).waitFor();
	await expectNoAxeViolations(page);
	await page.getByRole('link', { name: 'Change its policy' }).click();
	await page.waitForURL(/#\/plugins\/rates\/policy$/);

	// What comes under its name with another id is another plugin.
	await offer(await put('other', { ...told, id: 'other/rates' }));
	await page
		.locator(modal)
		.getByText('The installed rates is example/rates; this one is other/rates')
		.first()
		.waitFor();
	await expect.poll(() => page.getByRole('button', { name: 'Replace', exact: true }).isDisabled()).toBe(true);
	await page.keyboard.press('Escape');
	// The same one under another name is recognised.
	await offer(await put('renamed', { ...told, name: 'quotes' }));
	await page.getByText('It gives the same ID, example/rates, as rates, which is installed.').waitFor();
});
