import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const source = readFileSync(resolve(import.meta.dirname, '../../../node_modules/axe-core/axe.min.js'), 'utf8');

interface Violation {
	readonly id: string;
	readonly help: string;
	readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What the transitions from one theme to the other are waited for with; what moves without end is left alone. */
const SETTLED = `Promise.allSettled(document.getAnimations()
	.filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
	.map((each) => each.finished))`;

export const bothThemes = ['light', 'dark'] as const;

/**
 * The page is the same in both faces, so one theme is looked at in each: the light one in the browser mode, the dark
 * one in the Electron shell. A test that runs in one face alone names both.
 */
async function themesOf(page: Page): Promise<readonly string[]> {
	return (await page.evaluate(`'bridge' in window`)) ? ['dark'] : ['light'];
}

/**
 * Fails on any accessibility violation that axe finds in what the page shows now, in the face's theme or those given.
 * The script goes in as a debugger's own, which the page's content security policy does not hold back.
 */
export async function expectNoAxeViolations(page: Page, within?: string, inThemes?: typeof bothThemes): Promise<void> {
	const before = await page.evaluate('document.documentElement.dataset.theme');
	for (const theme of inThemes ?? (await themesOf(page))) {
		await page.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(theme)}; ${SETTLED}`);
		await page.evaluate(`typeof axe === 'undefined' ? void (() => { ${source} })() : undefined`);
		const { violations } = (await page.evaluate(
			`axe.run(${within === undefined ? 'document' : JSON.stringify(within)}, { resultTypes: ['violations'] })`,
		)) as { readonly violations: readonly Violation[] };
		const found = violations.map(({ id, help, nodes }) => ({
			id,
			help,
			where: nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} — ${failureSummary ?? ''}`),
		}));
		// Read once: axe looks at what stands there, which its caller has waited for.
		expect(found, `axe, ${theme} theme`).toEqual([]);
	}
	await page.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(before)}`);
}
