import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';

describe('the first start', () => {
	let face: OpenFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace('browser', async () => {});
		page = face.page;
	});
	afterAll(() => face.close());

	it('greets who has nothing yet, says what this is and offers the samples', async () => {
		await page.waitForURL(/#\/welcome$/);
		await page.getByText('may only do what you grant').waitFor();
		await page.getByRole('button', { name: 'Install csv-source' }).waitFor();
		await expectNoAxeViolations(page);
	});

	it('installs one sample, with everything denied', async () => {
		await page.getByRole('button', { name: 'Install pii-redactor' }).click();
		await page.getByRole('link', { name: 'pii-redactor' }).waitFor();
		await page.getByText('The sample is installed.').waitFor();
	});

	it('comes to a result over real data with one press: its records as a table, and the way to the run', async () => {
		await page.getByRole('button', { name: 'Run the example' }).click();
		const table = page.getByRole('grid', { name: /damage-by-state/ });
		await table.getByRole('row').nth(5).waitFor();
		await page.waitForURL(/#\/welcome\?run=[0-9a-f]{12}$/);
		// The same component as everywhere: it sorts.
		await table.getByRole('columnheader', { name: 'state' }).click();
		await table.locator('[role=columnheader][aria-sort=ascending]').waitFor();
		await expectNoAxeViolations(page);
	});

	it('shows the result again after a reload, and leads to the whole run', async () => {
		await page.reload();
		await page.getByRole('grid', { name: /damage-by-state/ }).waitFor();
		await page.getByRole('link', { name: 'Open the run' }).click();
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}$/);
	});

	it('greets nobody twice', async () => {
		await page.evaluate(() => {
			location.hash = '#/';
		});
		await page.waitForURL(/#\/plugins/);
		await page.getByRole('row').filter({ hasText: 'csv-source' }).waitFor();
	});
});

it('a run that a person’s own policy refuses is explained, with the way to the run; samples speak Chinese, too', async () => {
	const face = await openFace('browser', async (core) => {
		await core.request('samples.install', { names: ['csv-source'] });
		await core.request('policy.set', { name: 'csv-source', policy: lockedDown, author: 'me', note: 'nothing' });
	});
	try {
		const { page } = face;
		await page.evaluate(() => {
			location.hash = '#/welcome';
		});
		await page.getByRole('button', { name: 'Run the example' }).click();
		await page.getByRole('alert').waitFor();
		await page.getByRole('link', { name: 'See what happened' }).click();
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}$/);
		// What plugins say of themselves is read in the window's language, before they are installed and after.
		await face.core?.request('settings.set', { key: 'language', value: 'zh-CN' });
		await page.evaluate(() => {
			location.hash = '#/welcome';
		});
		await page.reload();
		await page.getByText('按字段对记录分组').waitFor();
		await page.evaluate(() => {
			location.hash = '#/plugins/csv-source';
		});
		await page.getByText('自动识别分隔符').first().waitFor();
	} finally {
		await face.close();
	}
});

it('who skips it is not asked again', async () => {
	const face = await openFace('browser', async () => {});
	try {
		const { page } = face;
		await page.getByRole('button', { name: 'Skip' }).click();
		await page.waitForURL(/#\/plugins$/);
		await page.getByText('No plugins installed').waitFor();
		await page.evaluate(() => {
			location.hash = '#/';
		});
		await page.waitForURL(/#\/plugins$/);
	} finally {
		await face.close();
	}
});
