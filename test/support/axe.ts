import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const source = readFileSync(resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

interface Violation {
	readonly id: string;
	readonly help: string;
	readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Colours change within this time at the most, ms. */
const SETTLED_MS = 250;

/**
 * Fails on any accessibility violation that axe finds in what the page shows now, in the light and in the dark theme.
 * The script goes in as a debugger's own, which the page's content security policy does not hold back.
 */
export async function expectNoAxeViolations(page: Page, within?: string): Promise<void> {
	const before = await page.evaluate('document.documentElement.dataset.theme');
	for (const theme of ['light', 'dark']) {
		await page.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(theme)}`);
		await page.waitForTimeout(SETTLED_MS);
		await page.evaluate(`typeof axe === 'undefined' ? void (() => { ${source} })() : undefined`);
		const { violations } = (await page.evaluate(
			`axe.run(${within === undefined ? 'document' : JSON.stringify(within)}, { resultTypes: ['violations'] })`,
		)) as { readonly violations: readonly Violation[] };
		const found = violations.map(({ id, help, nodes }) => ({
			id,
			help,
			where: nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} — ${failureSummary ?? ''}`),
		}));
		expect(found, `axe, ${theme} theme`).toEqual([]);
	}
	await page.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(before)}`);
}
