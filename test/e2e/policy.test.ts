import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { absent, hasFocus } from '../support/browser/steady.ts';
import { reaperEntry, resourcesDir, sandboxEntry } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';

/** Reads a file that nobody granted, each time it is called. */
const thief = `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "/srv/secret.txt")
	(func (export "process_data") (param i32 i32) (result i32)
		(drop (call $read (i32.const 16) (i32.const 15) (i64.const 0) (i32.const 9))) (i32.const 0)))`;

const asks = {
	allow_file_system: true,
	allowed_paths: ['./data/'],
	allow_network: true,
	allowed_hosts: ['api.example.com'],
	max_memory: 33_554_432,
};

async function prepare(core: Core, source: string): Promise<void> {
	mkdirSync(join(source, 'thief'), { recursive: true });
	writeFileSync(join(source, 'thief/thief.wasm'), await wat(thief));
	const manifest = { name: 'thief', type: 'processor', module_path: './thief.wasm', security_policy: asks };
	writeFileSync(join(source, 'thief/plugin.json'), JSON.stringify(manifest));
	for (const [route, input] of [
		['plugins.install', { path: join(source, 'thief'), grant: lockedDown }],
		['plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') }],
		['plugins.call', { name: 'thief', fn: 'process_data', input: '{}' }],
		['plugins.call', { name: 'thief', fn: 'process_data', input: '{}' }],
	] as const) {
		const answer = await core.request(route, input);
		if (!answer.ok) throw new Error(answer.error.message);
	}
}

describe('the policies', () => {
	let face: OpenFace;
	let page: Page;
	const source = mkdtempSync(join(tmpdir(), 'dataflare-policy-'));

	const goTo = (place: string): Promise<void> =>
		page.evaluate((hash) => {
			location.hash = hash;
		}, place);
	const open = async (): Promise<void> => {
		await goTo('#/plugins/thief/policy');
		await table().waitFor();
	};
	const table = (): Locator => page.getByRole('table', { name: /^What the plugin asks for/ });
	const row = (text: string): Locator => table().getByRole('row').filter({ hasText: text });
	const changes = (): Locator => page.getByRole('region', { name: 'Changes' });
	const save = (): Promise<void> => changes().getByRole('button', { name: 'Save' }).click();
	const version = (number: number): Locator => page.getByText(`Version ${number}`, { exact: true }).first();

	beforeAll(async () => {
		face = await openFace('browser', (core) => prepare(core, source));
		page = face.page;
	});
	afterAll(async () => {
		await face.close();
		rmSync(source, { recursive: true, force: true });
	});
	afterEach(async () => {
		const discard = changes().getByRole('button', { name: 'Discard' });
		await expect
			.poll(async () => {
				const isThere = await discard.isVisible();
				// Read once: the next look is the poll's.
				if (isThere) await discard.click();
				return isThere;
			})
			.toBe(false);
	});

	it('a person sees what is asked for beside what is granted and in force', async () => {
		await open();
		const cells = async (text: string) => (await row(text).getByRole('cell').allInnerTexts()).slice(0, 3);
		await expect.poll(() => row('./data/').getByRole('cell').first().innerText()).toBe('Read, write');
		await expect.poll(() => row('./data/').getByRole('combobox').inputValue()).toBe('none');
		await expect.poll(async () => (await cells('Memory'))[0]).toBe('32 MB');
		await expect.poll(async () => (await cells('Memory'))[2]).toBe('16 MB');
		await absent(changes(), table());
	});

	it('grants less than is asked for, reads what that changes, and saves it with a reason', async () => {
		await open();
		await row('./data/').getByRole('combobox').selectOption('read');
		await page.getByText('Read ./data/ in its own data folder.').waitFor();
		await changes().getByLabel('Reason for the change').fill('reading is enough');
		await save();
		await version(2).waitFor();
		await changes().waitFor({ state: 'detached' });
		await expect.poll(() => row('./data/').getByRole('cell').nth(2).innerText()).toBe('Read');
		await page.getByRole('button', { name: /Version 2.*reading is enough/ }).waitFor();
	});

	it('refuses to save what cannot be understood, and says so beside it', async () => {
		await open();
		await page.getByRole('button', { name: 'Add a host' }).click();
		await hasFocus(page.getByRole('textbox', { name: 'Add a host' }));
		await page.keyboard.type('not a host');
		await page.keyboard.press('Enter');
		await table().getByText('Check the spelling of the host.').waitFor();
		await expect.poll(() => changes().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
		await expectNoAxeViolations(page);
		await page.getByRole('button', { name: 'Edit not a host' }).click();
		await page.getByRole('textbox', { name: 'Edit not a host' }).fill('*.example.com');
		await page.keyboard.press('Enter');
		await changes().getByText('Reach every subdomain of example.com.').waitFor();
		await expect.poll(() => changes().getByRole('button', { name: 'Save' }).isDisabled()).toBe(false);
	});

	it('takes a folder that is chosen by keyboard, for reading unless more is said', async () => {
		await open();
		await page.getByRole('button', { name: 'Add a file or folder' }).click();
		await page.getByRole('button', { name: 'Choose…' }).click();
		const dialog = page.getByRole('dialog', { name: 'Choose a file or folder' });
		await dialog.getByRole('textbox', { name: 'Path' }).fill(source);
		// Enter does nothing before the button that it presses has heard of what was typed.
		await expect.poll(() => dialog.getByRole('button', { name: 'Open', exact: true }).isEnabled()).toBe(true);
		await dialog.getByRole('textbox', { name: 'Path' }).press('Enter');
		await dialog.getByRole('option', { name: 'thief' }).waitFor();
		await expectNoAxeViolations(page, '[role="dialog"]');
		await dialog.getByRole('listbox').focus();
		await page.keyboard.press('t');
		await page.keyboard.press('Enter');
		await dialog.getByRole('option', { name: /plugin\.json/ }).waitFor();
		await dialog.getByRole('button', { name: 'Choose this folder' }).click();
		await page.getByRole('textbox', { name: 'Add a file or folder' }).press('Enter');
		await expect.poll(() => row(join(source, 'thief')).getByRole('combobox').inputValue()).toBe('read');
		await page.getByRole('button', { name: `Remove ${join(source, 'thief')}` }).click();
		await changes().waitFor({ state: 'detached' });
	});

	it('opens the narrowest rule for a refusal with one press, as a draft', async () => {
		await open();
		const refused = page.getByRole('listitem').filter({ hasText: '/srv/secret.txt' });
		await expect.poll(() => refused.innerText()).toContain('2 ×');
		await refused.getByRole('button', { name: 'Allow just this' }).click();
		await refused.getByText('In the draft').waitFor();
		await expect.poll(() => row('/srv/secret.txt').getByRole('combobox').inputValue()).toBe('read');
		await changes().getByText('Read /srv/secret.txt and, if it is a folder, everything in it.').waitFor();
		await save();
		await version(3).waitFor();
		await refused.getByText('Allowed now').waitFor();
	});

	it('opens the same for the address that a run’s denial links to, once', async () => {
		await goTo('#/plugins');
		await goTo('#/plugins/thief/policy?op=get_env&target=API_TOKEN');
		await row('API_TOKEN').getByText('Added').waitFor();
		await page.waitForURL(/#\/plugins\/thief\/policy$/);
		await changes().getByRole('button', { name: 'Discard' }).click();
		await goTo('#/plugins/thief/policy?op=read_file&target=%2Fsrv%2Fsecret.txt');
		await absent(changes(), page.getByText('The current policy already allows it'));
		await goTo('#/plugins/thief/policy?op=http&target=ftp%3A%2F%2Fx.org');
		await absent(changes(), page.getByText('No policy entry can allow this'));
	});

	it('answers what would be allowed, and points at the entry that decides', async () => {
		await open();
		const ask = page.getByRole('textbox', { name: 'Path, host or variable' });
		await ask.fill('/srv/secret.txt');
		await page.getByText('Files and folders, entry 2: /srv/secret.txt:ro').waitFor();
		await expect.poll(() => row('/srv/secret.txt').first().getAttribute('data-decides')).toBe('allowed');
		await ask.fill('write:/srv/secret.txt');
		await page.getByText('The policy lets it be read, not written.').waitFor();
		await ask.fill('https://api.example.com/v1');
		await page.getByText('Its policy allows no network.').waitFor();
		await expect.poll(() => row('Network').getAttribute('data-decides')).toBe('denied');
		await ask.fill('');
	});

	it('keeps form and JSON in step, and what is typed even where it is no JSON', async () => {
		await open();
		await page.getByRole('radio', { name: 'JSON' }).click();
		const json = page.getByRole('textbox', { name: 'Policy as JSON' });
		await json.click();
		await page.keyboard.press('Control+A');
		await page.keyboard.insertText('{ "allow_network": true, "allowed_hosts": ["api.example.com"] }');
		await page.getByRole('radio', { name: 'Form' }).click();
		await expect.poll(() => row('api.example.com').getByRole('checkbox').isChecked()).toBe(true);
		await page.getByRole('radio', { name: 'JSON' }).click();
		await json.click();
		await page.keyboard.press('Control+End');
		await page.keyboard.press('Backspace');
		await page.getByText('The JSON is incomplete.').waitFor();
		await expectNoAxeViolations(page, 'main');
		await changes().getByText('cannot be saved yet').waitFor();
		await page.reload();
		await json.waitFor();
		await expect.poll(() => json.innerText()).toContain('"allowed_hosts": ["api.example.com"]');
		await page.getByRole('radio', { name: 'Form' }).click();
		await page.getByRole('button', { name: 'Discard the JSON' }).click();
		await changes().getByRole('button', { name: 'Save' }).and(page.locator(':enabled')).waitFor();
	});

	it('offers the schema’s keys, and lets Tab lead out of the editor', async () => {
		await goTo('#/plugins/thief/policy?view=json');
		const json = page.getByRole('textbox', { name: 'Policy as JSON' });
		await json.click();
		await page.keyboard.press('Control+A');
		await page.keyboard.type('{"allow_n');
		await page.getByRole('option', { name: /allow_network/ }).waitFor();
		// Read once: what is offered takes no key in its first 75 ms, of which nothing in the page tells.
		await page.waitForTimeout(150);
		await json.press('Enter');
		await expect.poll(() => json.innerText()).toContain('"allow_network": false');
		await page.keyboard.press('Tab');
		await expect
			.poll(() =>
				json.evaluate((element) =>
					element.contains(element.ownerDocument.activeElement?.shadowRoot?.activeElement ?? null),
				),
			)
			.toBe(false);
	});

	it('keeps a draft while a person is elsewhere, and gives it up on demand', async () => {
		await open();
		await page.getByRole('spinbutton', { name: 'Memory' }).focus();
		await page.keyboard.press('ArrowUp');
		await changes().getByText('Memory from 16 MB to 32 MB.').waitFor();
		await goTo('#/runs');
		await page.reload();
		await open();
		await changes().getByText('Memory from 16 MB to 32 MB.').waitFor();
		await changes().getByRole('button', { name: 'Discard' }).click();
		await changes().waitFor({ state: 'detached' });
		await expect
			.poll(() => page.getByRole('spinbutton', { name: 'Memory' }).getAttribute('aria-valuetext'))
			.toBe('16 MB');
	});

	it('does not overwrite what somebody else decided meanwhile, and keeps the draft', async () => {
		await open();
		await page.getByRole('combobox', { name: 'Preset' }).selectOption('lockedDown');
		await changes().getByText('It will no longer be allowed to').waitFor();
		const other = await createCore({ dataDir: face.folder, sandboxEntry, reaperEntry, resourcesDir });
		const policy = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['OTHER'] };
		const decided = await other.request('policy.set', { name: 'thief', policy, author: 'somebody' });
		await other.close();
		expect(decided.ok).toBe(true);
		await save();
		await page.getByText('Someone else changed this policy: it is at version 4.').waitFor();
		await expect.poll(() => changes().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
		await changes().getByRole('button', { name: 'Keep my draft as the next version' }).click();
		await changes().getByText('Read the environment variable OTHER.').waitFor();
		await save();
		await version(5).waitFor();
	});

	it('goes back to an earlier version after showing what that changes', async () => {
		await open();
		await page.getByRole('button', { name: 'Go back to this: version 3' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByText('Read /srv/secret.txt and, if it is a folder, everything in it.').waitFor();
		await expectNoAxeViolations(page, '[role="dialog"]');
		await dialog.getByRole('button', { name: 'Go back to this' }).click();
		await version(6).waitFor();
		await expect.poll(() => row('/srv/secret.txt').getByRole('cell').nth(2).innerText()).toBe('Read');
	});

	it('lists what every plugin may do, and what waits or goes far', async () => {
		await goTo('#/policies');
		await page.getByRole('row', { name: /pii-redactor/ }).waitFor();
		await expect.poll(() => page.getByRole('row', { name: /thief/ }).innerText()).toContain('2 to read');
		await expectNoAxeViolations(page);
		await page.getByRole('radio', { name: /^May write files/ }).click();
		await page.getByText('No plugins match').waitFor();
		await page.waitForURL(/show=writes/);
		await page.getByRole('radio', { name: /^All/ }).click();
		await page.getByRole('link', { name: 'thief', exact: true }).click();
		await table().waitFor();
	});

	it('does not accept a module that came while a person looked at another', async () => {
		const put = async (more: string): Promise<void> => {
			const folder = join(face.folder, 'plugins/late');
			mkdirSync(folder, { recursive: true });
			writeFileSync(join(folder, 'late.wasm'), await wat(thief.replace('"/srv/secret.txt"', `"/srv/${more}.txt"`)));
			const manifest = { name: 'late', type: 'processor', module_path: './late.wasm', security_policy: asks };
			writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest));
		};
		await put('secret');
		await goTo('#/plugins');
		await page.getByRole('row', { name: /late/ }).first().waitFor();
		await goTo('#/plugins/late/policy');
		const saving = changes().getByRole('button', { name: 'Save' });
		await expect.poll(() => saving.isEnabled()).toBe(true);
		await put('public');
		const looked = page.getByRole('button', { name: 'I have looked at it' });
		await looked.waitFor();
		await expectNoAxeViolations(page);
		await expect.poll(() => saving.isDisabled()).toBe(true);
		await looked.click();
		await save();
		await version(1).waitFor();
		await absent(looked, version(1));
	});
});
