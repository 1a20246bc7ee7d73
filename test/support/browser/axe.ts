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

/** What of axe's rules looks at colours; everything else is the same in either theme. */
const OF_COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/**
 * Fails on any accessibility violation that axe finds in what the page shows now, in either theme: in the dark one it
 * looks at the colours alone. The script goes in as a debugger's own, which the page's content security policy does not
 * hold back, and once for each page: it is half a megabyte.
 */
export async function expectNoAxeViolations(page: Page, within?: string): Promise<void> {
	const before = await page.evaluate('document.documentElement.dataset.theme');
	const isThere = await page.evaluate(`typeof axe !== 'undefined'`);
	// Read once: a page has it or not.
	if (isThere !== true) await page.evaluate(`void (() => { ${source} })()`);
	for (const theme of ['light', 'dark']) {
		await page.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(theme)}; ${SETTLED}`);
		const options = { resultTypes: ['violations'], ...(theme === 'dark' ? { runOnly: OF_COLOURS } : {}) };
		const { violations } = (await page.evaluate(
			`axe.run(${within === undefined ? 'document' : JSON.stringify(within)}, ${JSON.stringify(options)})`,
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
