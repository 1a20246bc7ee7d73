import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { misbehavingPlugin } from '../../scripts/demo/misbehaving.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { absent } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';

/** Answers the bytes that it is given. */
const echo = `(module (memory (export "memory") 2)
	(func (export "alloc") (param i32) (result i32) (i32.const 1028))
	(func (export "process_data") (param i32 i32) (result i32) (i32.store (i32.const 1024) (local.get 1)) (i32.const 1024))
	(func (export "seven") (result i32) (i32.store (i32.const 512) (i32.const 1)) (i32.store8 (i32.const 516) (i32.const 55)) (i32.const 512)))`;

const spins = `(module (memory (export "memory") 1)
	(func (export "process_data") (param i32 i32) (result i32) (loop $again (br $again)) (i32.const 0)))`;

const record = `{\\22n\\22:\\22${'x'.repeat(1_000)}\\22}`;
/** Answers a list of nine megabytes of records: its text is made by doubling that of two. */
const huge = `(module (memory (export "memory") 400)
	(data (i32.const 20) "[${record},${record}")
	(func (export "process_data") (param i32 i32) (result i32) (local $end i32)
		(local.set $end (i32.const 2038))
		(loop $more
			(i32.store8 (local.get $end) (i32.const 44))
			(memory.copy (i32.add (local.get $end) (i32.const 1)) (i32.const 21) (i32.sub (local.get $end) (i32.const 21)))
			(local.set $end (i32.add (i32.shl (local.get $end) (i32.const 1)) (i32.const -20)))
			(br_if $more (i32.lt_u (local.get $end) (i32.const 9000000))))
		(i32.store8 (local.get $end) (i32.const 93))
		(i32.store (i32.const 16) (i32.sub (local.get $end) (i32.const 19)))
		(i32.const 16)))`;

describe('the test console', () => {
	const made = mkdtempSync(join(tmpdir(), 'dataflare-console-'));
	let face: OpenFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			await askCore(core, 'plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
			const thief = await misbehavingPlugin(made, 'file-thief');
			await askCore(core, 'plugins.install', { path: thief, grant: lockedDown });
			await askCore(core, 'plugins.install', { path: await pluginFolder(made, 'spins', spins) });
			const raw = await pluginFolder(made, 'raw', echo, { encoding: 'bytes' });
			await askCore(core, 'plugins.install', { path: raw });
			const limits = { memory_limit: 33_554_432, security_policy: { max_memory: 33_554_432 } };
			await askCore(core, 'plugins.install', { path: await pluginFolder(made, 'huge', huge, limits) });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 900 });
		await page.locator('main').waitFor();
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});

	const go = (hash: string): Promise<void> => page.evaluate((to) => location.assign(to), `#${hash}`);
	const run = (): Locator => page.getByRole('button', { name: 'Run', exact: true });
	const editor = (): Locator => page.getByRole('textbox', { name: 'Input' });
	const result = (): Locator =>
		page.locator('section').filter({ has: page.getByRole('heading', { name: 'Result', exact: true }) });
	const type = async (text: string): Promise<void> => {
		await editor().click();
		await page.keyboard.press('ControlOrMeta+a');
		await page.keyboard.insertText(text);
	};

	it('calls a function with the package’s own sample and shows what came out, for what time, memory and host calls', async () => {
		await go('/plugins/pii-redactor/test');
		await editor().getByText('Jane Doe').waitFor();
		await run().click();
		await result().getByText('Succeeded').waitFor();
		await result().getByText('j***@***.org').first().waitFor();
		await result()
			.getByText(/^Host calls/)
			.waitFor();
		await result().getByText('0 denials').waitFor();
		await expectNoAxeViolations(page);
	});

	it('names the place where the input is no JSON, before and after it is sent, and begins no run', async () => {
		await type('{"a":1}\n{"b":}');
		await page.getByText('“}” is not expected here.').waitFor();
		await editor().press('ControlOrMeta+Enter');
		await result().getByText('Line 2 of the input is not JSON.', { exact: true }).waitFor();
		// The engine's own sentence is there to unfold.
		await result()
			.getByText(/Line 2 of the input is not JSON: column 6/)
			.waitFor({ state: 'attached' });
		await absent(result().getByRole('link', { name: 'Open the run' }), result());
	});

	it('keeps what was typed across other tabs and a reload', async () => {
		await type('{"kept":"as typed"}');
		await page.getByRole('tab', { name: 'Overview' }).click();
		await page.getByRole('tab', { name: 'Test' }).click();
		await editor().getByText('as typed').waitFor();
		await page.reload();
		await editor().getByText('as typed').waitFor();
	});

	it('saves a call with its output as expected, runs all cases, and shows where one differs', async () => {
		const saved = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Saved cases' }) });
		await type('{"mail":"a.b@example.com"}');
		await editor().press('ControlOrMeta+Enter');
		await result().getByText('a***@***.com').first().waitFor();
		const save = async (title: string): Promise<void> => {
			await saved.getByRole('button', { name: 'Save this call…' }).click();
			const dialog = page.getByRole('dialog', { name: 'Save this call' });
			await dialog.getByRole('textbox', { name: 'Name' }).fill(title);
			await dialog.getByRole('button', { name: 'Save' }).click();
			await dialog.waitFor({ state: 'detached' });
		};
		await save('one address');
		// Another input with the output of before as what is expected.
		await type('{"mail":"nobody"}');
		await save('no address');
		await saved.getByRole('button', { name: 'Run all' }).click();
		await saved.getByRole('row', { name: /^one address .* As expected/ }).waitFor();
		await saved.getByText('1 of 2 did not pass').waitFor();
		await saved
			.getByRole('row', { name: /^no address/ })
			.getByRole('button', { name: 'Different' })
			.click();
		await saved.getByRole('row', { name: /mail "a\*\*\*@\*\*\*\.com" "nobody"/ }).waitFor();
		await expectNoAxeViolations(page);
		await saved.getByRole('button', { name: 'Expect this output from now on' }).click();
		await saved.getByRole('row', { name: /^no address .* As expected/ }).waitFor();
		// As calls from here do, cases run with the configuration that is shown, and it is said.
		await saved.getByText('Cases run with the plugin’s own configuration.').waitFor();
		await page.getByRole('button', { name: 'Configuration', exact: true }).click();
		const addresses = page.getByRole('combobox', { name: 'Email addresses' });
		await addresses.selectOption('off');
		await saved.getByText('Cases run with the configuration set above: 1 key.').waitFor();
		await saved.getByRole('button', { name: 'Run all' }).click();
		await saved.getByRole('row', { name: /^one address .* Different/ }).waitFor();
		await addresses.selectOption({ index: 0 });
		await saved.getByText('Cases run with the plugin’s own configuration.').waitFor();
		await saved.getByRole('button', { name: 'Actions for no address' }).click();
		await page.getByRole('menuitem', { name: 'Remove' }).click();
		await saved.getByRole('row', { name: /^no address/ }).waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Undo' }).click();
		await saved.getByRole('row', { name: /^no address/ }).waitFor();
	});

	it('shows what was refused, by which rule, and leads to the policy with the narrowest rule', async () => {
		await go('/plugins/file-thief/test');
		await run().click();
		await result().getByText('1 denial', { exact: true }).waitFor();
		await result()
			.getByRole('row', { name: /read \/etc\/passwd Files: off 1/ })
			.waitFor();
		await expectNoAxeViolations(page);
		await result().getByRole('link', { name: 'Allow just this: /etc/passwd' }).click();
		await page.waitForURL(/#\/plugins\/file-thief\/policy/);
	});

	it('cancels a call that does not end, also after looking elsewhere', async () => {
		await go('/plugins/spins/test');
		await run().click();
		await result().getByText('Running').waitFor();
		await page.getByRole('tab', { name: 'Versions' }).click();
		await page.getByRole('tab', { name: 'Test' }).click();
		await page.getByRole('button', { name: 'Cancel the call' }).click();
		await result().getByText('Cancelled').waitFor();
		await result().getByRole('link', { name: 'Open the run' }).waitFor();
	});

	it('takes and gives bytes, and calls what a link names', async () => {
		await go('/plugins/raw/test?fn=process_data&input=abc');
		await page.getByRole('radio', { name: 'Hexadecimal' }).click();
		await editor().getByText('616263').waitFor();
		await expect.poll(() => page.url()).not.toContain('input=');
		await type('00 ff fe 80');
		await editor().press('ControlOrMeta+Enter');
		await result().getByText('AP/+gA==').waitFor();
		await page.getByLabel('Function').selectOption('seven');
		await page.getByText('This function takes no input.').waitFor();
		await run().click();
		await result().getByText('7', { exact: true }).waitFor();
	});

	it('stays quick with an output of many megabytes, whose records are a table', async () => {
		await go('/plugins/huge/test');
		await run().click();
		await result().getByText('Succeeded').waitFor();
		await result()
			.getByText(/^The function returned \S+ MB/)
			.waitFor();
		const records = result().getByRole('grid', { name: 'Output' });
		// What stands in a row before its record has come goes when it does.
		await records.getByRole('rowheader').first().waitFor();
		const began = performance.now();
		await records.getByRole('gridcell').first().click();
		await records.press('ArrowDown');
		expect(performance.now() - began).toBeLessThan(4_000);
		// Read once: it may be more at no moment.
		expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(5_000);
	});
});
