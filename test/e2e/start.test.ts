import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { faces, type OpenFace, openFace } from '../support/browser/faces.ts';

describe.each(faces)('the first start, in the %s face', (name) => {
	let face: OpenFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace(name, async () => {});
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

	it('comes to a finished run over real data with one press', async () => {
		await page.getByRole('button', { name: 'Run the example' }).click();
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}$/);
		await page.getByText('damage-by-state').first().waitFor();
		await page
			.getByText('Succeeded')
			.or(page.getByText(/10,000/))
			.first()
			.waitFor();
	});

	it('greets nobody twice', async () => {
		await page.evaluate(() => {
			location.hash = '#/';
		});
		await page.waitForURL(/#\/plugins/);
		await page.getByRole('row').filter({ hasText: 'csv-source' }).waitFor();
	});
});

it('a run that a person’s own policy refuses is explained, with the way to the run', async () => {
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
