import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openFace } from '../support/browser/faces.ts';
import { hasFocus } from '../support/browser/steady.ts';
import { wat } from '../support/guests/wat.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

/** Away from the data folder, where no grant reaches. */
const scratch = scratchFolder();

/** More stops than any screen has. */
const MOST_STOPS = 120;

/** Goes on with Tab until the focus is there. */
async function tabTo(page: Page, place: Locator): Promise<void> {
	await place.waitFor();
	for (let stop = 0; stop < MOST_STOPS; stop++) {
		// Read once: each stop is looked at after its key.
		if (await place.evaluate((element) => element === document.activeElement)) return;
		// Read once: the place was waited for, and each stop is looked at after its key.
		await page.keyboard.press('Tab');
	}
	throw new Error(`Tab does not lead to ${String(place)}`);
}

/** A processor that reads a file before it passes anything on. */
const reading = (path: string) => `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "${path}")
	(func (export "process_data") (param i32 i32) (result i32)
		(local $status i32)
		(local.set $status (call $read (i32.const 16) (i32.const ${path.length}) (i64.const 0) (i32.const 8)))
		(select (local.get $status) (i32.const 0) (i32.lt_s (local.get $status) (i32.const 0)))))`;

it('somebody without a mouse comes from the first start over a refusal to a run that succeeds', async () => {
	const face = await openFace('browser', async () => {});
	const { page } = face;
	try {
		const table = join(scratch.path, 'table.txt');
		const input = join(scratch.path, 'in.ndjson');
		const plugin = join(scratch.path, 'look-up');
		mkdirSync(plugin);
		writeFileSync(table, 'a table');
		writeFileSync(input, '{"a":1}\n');
		writeFileSync(join(plugin, 'plugin.wasm'), await wat(reading(table)));
		const security_policy = { allow_file_system: true, allowed_paths: [scratch.path] };
		const manifest = { name: 'look-up', type: 'processor', module_path: './plugin.wasm', security_policy };
		writeFileSync(join(plugin, 'plugin.json'), JSON.stringify(manifest));
		const button = (name: string | RegExp): Locator => page.getByRole('button', { name }).last();
		const enter = async (place: Locator): Promise<void> => {
			await tabTo(page, place);
			await page.keyboard.press('Enter');
		};

		// Installs it, with less than it asks for: what is risky stays denied.
		await page.waitForURL(/#\/welcome$/);
		await enter(button('Install your own plugin'));
		const dialog = page.getByRole('dialog');
		await hasFocus(dialog.getByRole('textbox'));
		await page.keyboard.insertText(plugin);
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'It asks to' }).waitFor();
		await enter(button('Install'));
		await dialog.getByRole('heading', { name: 'It asks to' }).waitFor({ state: 'detached' });

		// Runs it on a file.
		await page.keyboard.press('Control+2');
		await tabTo(page, page.getByRole('combobox', { name: 'Plugin' }));
		await page.keyboard.type('look-up');
		await tabTo(page, page.getByRole('textbox', { name: 'Input file' }));
		await page.keyboard.insertText(input);
		await page.keyboard.press('Enter');
		await page.getByText('look-up gave up in process_data because a request was denied.').waitFor();

		// Finds the run again, and opens what was refused.
		const openNewest = async (): Promise<void> => {
			await page.getByRole('navigation', { name: 'Main' }).waitFor();
			await page.keyboard.press('Control+3');
			await tabTo(page, page.getByRole('grid', { name: 'Runs, newest first' }));
			await page.keyboard.press('Enter');
			await page.getByRole('heading', { name: 'What ran' }).waitFor();
		};
		await openNewest();
		await enter(page.getByRole('link', { name: `Allow just this: ${table}` }));
		await page.getByText(`The narrowest rule that would have allowed it: ${table}:ro`).waitFor();
		await enter(button('Save'));
		await page.getByText('Saved as version 2').first().waitFor();

		// And again, from what that run was: now it may.
		await openNewest();
		await enter(button('Run again'));
		await page.waitForURL(/#\/run$/);
		await enter(page.getByRole('button', { name: 'Run', exact: true }));
		await page.getByText('Succeeded').first().waitFor();
		await expect
			.poll(() => face.core?.request('policy.check', { name: 'look-up', request: `read:${input}` }))
			.toMatchObject({
				ok: true,
				data: { allowed: false },
			});
	} finally {
		await face.close();
	}
});
