import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { draw } from '../support/browser/every-size.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { settled, whatIsCut } from '../support/browser/room.ts';

describe('a configuration as a form', () => {
	let face: OpenFace;
	let page: Page;
	const shoot = (name: string): Promise<void> => draw(page, `config-${name}`, true);
	const goTo = async (place: string): Promise<void> => {
		await page.evaluate((hash) => {
			location.hash = hash;
		}, place);
		await settled(page);
	};
	const form = () => page.getByRole('region', { name: 'Configuration overrides' });
	const view = (name: 'Form' | 'JSON') => form().getByRole('radio', { name });
	const editor = () => form().getByRole('textbox', { name: 'Configuration overrides' });
	/** The JSON behind the form, as the editor has it. */
	const json = async (): Promise<unknown> => {
		await view('JSON').click();
		const text = await editor().innerText();
		await view('Form').click();
		return JSON.parse(text);
	};

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			await core.request('samples.install', {});
			await core.request('settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
	});
	afterAll(() => face.close());

	it('says at the field, with help beside it, what is wrong and what was meant', async () => {
		await goTo('#/run?plugin=csv-source');
		await form().getByText('One ASCII character, "tab", or "auto"', { exact: false }).waitFor();
		await form()
			.getByRole('combobox', { name: /^Delimiter/ })
			.fill(';;');
		await form().getByText('This is not in the form', { exact: false }).waitFor();
		await expect
			.poll(() =>
				form()
					.getByRole('combobox', { name: /^Delimiter/ })
					.getAttribute('aria-invalid'),
			)
			.toBe('true');
		await form()
			.getByRole('textbox', { name: /^Records per batch/ })
			.fill('9007199254740993');
		await form().getByText('This has to be a whole number', { exact: false }).waitFor();
		await shoot('errors');
		await expectNoAxeViolations(page);
		await expect.poll(() => json()).toEqual({ delimiter: ';;', batch_size: '9007199254740993' });
		await form()
			.getByRole('textbox', { name: /^Records per batch/ })
			.fill('500');
		await form()
			.getByRole('combobox', { name: /^Delimiter/ })
			.fill('');
		await form()
			.getByRole('combobox', { name: /^Detect types/ })
			.selectOption('exact');
		await expect.poll(() => json()).toEqual({ batch_size: 500, infer: 'exact' });
	});

	it('goes in step with the JSON both ways, and keeps what it cannot show', async () => {
		await view('JSON').click();
		await editor().fill('{"infer": false, "delimeter": ";", "types": {"zip": "string"}, "columns": ["a", "b"]}');
		await view('Form').click();
		await form().getByText('delimeter').first().waitFor();
		await form().getByText('Did you mean delimiter?', { exact: false }).waitFor();
		await expect
			.poll(() =>
				form()
					.getByRole('combobox', { name: /^Detect types/ })
					.locator('option:checked')
					.innerText(),
			)
			.toBe('No');
		await form().getByRole('button', { name: 'Move Column names 2 up' }).click();
		await form().getByRole('button', { name: 'Add to Column types' }).click();
		await form().getByRole('textbox', { name: 'Name of Column types 2' }).fill('price');
		await form().getByRole('combobox', { name: 'price' }).selectOption('number');
		await expect
			.poll(() => json())
			.toEqual({
				infer: false,
				delimeter: ';',
				types: { zip: 'string', price: 'number' },
				columns: ['b', 'a'],
			});
		await view('JSON').click();
		await editor().fill('{"infer": ');
		await view('Form').click();
		await form().getByText('This JSON cannot be shown as a form', { exact: false }).waitFor();
		await form().getByRole('button', { name: 'Edit the JSON' }).click();
		await editor().fill('');
		await view('Form').click();
	});

	it('is filled in by keyboard alone: objects in lists, and conditions within conditions', async () => {
		await goTo('#/run?plugin=group-by');
		const add = form().getByRole('button', { name: 'Add to Columns' });
		await add.focus();
		await page.keyboard.press('Enter');
		await form()
			.getByRole('combobox', { name: /^Function/ })
			.selectOption('quantile');
		await form().getByText('This is required.').first().waitFor();
		await form()
			.getByRole('textbox', { name: /^Field/ })
			.fill('delay');
		await form()
			.getByRole('textbox', { name: /^Quantile/ })
			.fill('0.05');
		await expect.poll(() => json()).toEqual({ aggregates: [{ op: 'quantile', field: 'delay', q: 0.05 }] });

		await goTo('#/run?plugin=row-filter');
		await form().getByRole('combobox', { name: 'Kind of Condition' }).selectOption({ label: 'All of these' });
		await form().getByRole('button', { name: 'Add to Conditions' }).focus();
		await page.keyboard.press('Enter');
		await form()
			.getByRole('textbox', { name: /^Field/ })
			.fill('delay');
		await form()
			.getByRole('combobox', { name: /^Comparison/ })
			.last()
			.selectOption('gt');
		await form().getByRole('combobox', { name: 'Kind of Value' }).selectOption({ label: 'Number' });
		await form().getByRole('textbox', { name: 'Value', exact: true }).fill('15');
		await shoot('conditions');
		await expect.poll(() => json()).toEqual({ where: { and: [{ field: 'delay', op: 'gt', value: 15 }] } });
	});

	it('begins no run that the plugin’s schema refuses, and says so at the configuration', async () => {
		await goTo('#/run?plugin=pii-redactor');
		await form()
			.getByRole('combobox', { name: /^Email addresses/ })
			.selectOption('hash');
		await page.getByRole('textbox', { name: 'Input file', exact: true }).fill(join(face.folder, 'dataflare.db'));
		await page.getByRole('radio', { name: 'Only keep the beginning' }).press('Space');
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		await form()
			.getByText('The configuration of pii-redactor is not valid at config.salt.', { exact: false })
			.waitFor();
	});

	it('is in the test console, too, for the calls from there', async () => {
		await goTo('#/plugins/pii-redactor/test');
		await page.getByRole('button', { name: 'Configuration', exact: true }).click();
		const inConsole = page.getByRole('region', { name: 'Configuration', exact: true });
		await inConsole.getByRole('combobox', { name: /^Email addresses/ }).selectOption('off');
		await page.getByRole('textbox', { name: 'Input', exact: true }).fill('{"to":"bob@example.org"}');
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		await page.getByText('bob@example.org').nth(1).waitFor();
		await shoot('console');
		const runs = await face.core?.request('runs.list', {});
		const [last] = runs?.ok === true ? runs.data.runs : [];
		const run = await face.core?.request('runs.get', { id: last?.id ?? '' });
		expect(run?.ok === true && run.data.request).toMatchObject({ config: { email: 'off' } });
		await expectNoAxeViolations(page);
	});

	it.each([
		[1280, 800],
		[900, 640],
		[640, 400],
	])('is whole at %i by %i', async (width, height) => {
		await page.setViewportSize({ width, height });
		for (const plugin of ['csv-source', 'row-filter', 'group-by', 'http-json-source']) {
			await goTo(`#/run?plugin=${plugin}`);
			await form().waitFor();
			await form().getByRole('radio', { name: 'Form' }).scrollIntoViewIfNeeded();
			await shoot(`${plugin}-${width}`);
			expect([plugin, await whatIsCut(page)]).toEqual([plugin, []]);
		}
	});
});
