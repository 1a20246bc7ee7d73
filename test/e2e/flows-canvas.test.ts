import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { flowCanvas, withFlows } from '../support/browser/flow-canvas.ts';
import { absent, hasFocus } from '../support/browser/steady.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';

/** As windows are, and one of 1280 px at 150 and at 200 % zoom. CSS px */
const sizes = [
	[1280, 800],
	[1100, 700],
	[900, 640],
	[853, 533],
	[640, 400],
] as const;
const ranks = [3, 5, 8, 12] as const;

/** A flow of so many components one after the other, with two that branch off, and from five on with one where two meet. */
function flowOf(count: number): readonly object[] {
	const nameOf = (at: number): string => (at === 0 ? 'read' : at === count - 1 ? 'end' : `step-${at}`);
	const line = Array.from({ length: count }, (_, at) => ({
		name: nameOf(at),
		...(at === 0
			? { use: 'read-file', config: { path: 'rows.csv' } }
			: at === count - 1
				? { use: 'preview', inputs: [nameOf(at - 1)] }
				: { plugin: at % 2 === 0 ? 'field-mapper' : 'row-filter', inputs: [nameOf(at - 1)], on_error: 'skip' }),
	}));
	const merged = count < 5 ? ['step-1.failed'] : ['step-1.failed', 'step-3.failed'];
	return [
		...line,
		{ name: 'let-go', use: 'preview', inputs: ['step-1.dropped'] },
		{ name: 'bad', use: 'preview', inputs: merged },
	];
}

/** Every text that is drawn on the canvas and is smaller on the screen than 12 CSS px, with how large it is. */
const SMALL = `(() => {
	const canvas = document.querySelector('[data-flow-canvas]');
	const viewport = canvas.querySelector('.react-flow__viewport');
	const zoom = new DOMMatrix(getComputedStyle(viewport).transform).a;
	const found = [];
	const walk = document.createTreeWalker(canvas, NodeFilter.SHOW_TEXT);
	let count = 0;
	for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
		const element = node.parentElement;
		if (node.data.trim() === '' || element.closest('.sr-only, title') !== null) continue;
		count++;
		const size = parseFloat(getComputedStyle(element).fontSize) * (viewport.contains(element) ? zoom : 1);
		if (size < 12) found.push(node.data + ': ' + size);
	}
	return count === 0 ? ['no text at all'] : found;
})()`;

/** Whether what has the keys is a component, is seen whole on the canvas, and lies under nothing. Null: it does. */
const HIDDEN = `(() => {
	const button = document.activeElement;
	const card = button?.closest('.react-flow__node');
	if (card == null) return 'the keys are on no component';
	const frame = document.querySelector('[data-flow-canvas]').getBoundingClientRect();
	const box = card.getBoundingClientRect();
	const is = card.textContent.slice(0, 30) + ' ' + JSON.stringify(box) + ' in ' + JSON.stringify(frame);
	if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) return 'outside: ' + is;
	for (const [x, y] of [[box.left + 8, box.top + 8], [box.right - 8, box.top + 8], [box.left + 8, box.bottom - 8], [box.right - 8, box.bottom - 8]]) {
		const on = document.elementFromPoint(x, y);
		if (on === null || !card.contains(on)) return 'under ' + (on?.outerHTML.slice(0, 80) ?? 'the edge of the window') + ': ' + is;
	}
	return null;
})()`;

/** Whether the first component is in view. Null: it is. */
const FIRST_OUTSIDE = `(() => {
	const frame = document.querySelector('[data-flow-canvas]').getBoundingClientRect();
	const box = document.querySelector('[data-flow-canvas] .react-flow__node').getBoundingClientRect();
	const isIn = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
	return isIn && box.width > 0 ? null : JSON.stringify(box) + ' in ' + JSON.stringify(frame);
})()`;

const FOCUSED = `document.activeElement?.closest('[data-flow-component]')?.dataset.flowComponent ?? null`;

describe('the canvas of a flow', () => {
	let face: BrowserFace;
	let page: Page;
	beforeAll(async () => {
		const flows = Object.fromEntries(ranks.map((count) => [`of-${count}`, flowOf(count)]));
		face = await openFace('browser', (core) => withFlows(core, flows));
		page = face.page;
	});
	afterAll(() => face.close());

	const { canvas, component, saidLast, ...on } = flowCanvas(() => page);
	/** Opens a flow on the canvas, as at first, at a size. */
	async function openFlow(count: number, [width, height]: readonly [number, number], word = 'Canvas'): Promise<void> {
		await page.setViewportSize({ width, height });
		// Read once: nobody else goes anywhere.
		if (page.url().endsWith(`#/flows/edit?name=of-${count}`)) {
			await page.evaluate(`location.hash = '#/flows'`);
			await page.getByRole('link', { name: `of-${count}` }).waitFor();
		}
		await on.openFlow(`of-${count}`, word);
	}

	for (const [language, word] of [
		['en', 'Canvas'],
		['zh-CN', '画布'],
	] as const) {
		it(`is legible at first, from the first component on, at every size and of every length: ${language}`, async () => {
			await askCore(face.core, 'settings.set', { key: 'language', value: language });
			for (const size of sizes) {
				for (const count of ranks) {
					await openFlow(count, size, word);
					const where = `${count} ranks at ${size.join('×')}`;
					await expect.poll(() => page.evaluate(SMALL), { message: where }).toEqual([]);
					await expect.poll(() => page.evaluate(FIRST_OUTSIDE), { message: where }).toBeNull();
				}
			}
		});
	}

	it('shows every component that keys lead to whole and under nothing, and all can be reached by arrows', async () => {
		await askCore(face.core, 'settings.set', { key: 'language', value: 'en' });
		for (const size of [sizes[0], sizes[2], sizes[4]]) {
			await openFlow(12, size);
			await component('read').focus();
			const ids = (await canvas()
				.locator('[data-flow-component]')
				.evaluateAll((all) => all.map((each) => each.getAttribute('data-flow-component')))) as readonly string[];
			const reached = new Set([await page.evaluate(FOCUSED)]);
			for (const id of reached) {
				for (const key of ['ArrowDown', 'ArrowRight'] as const) {
					await canvas()
						.locator(`[data-flow-component="${String(id)}"]`)
						.focus();
					await expect.poll(() => page.evaluate(HIDDEN), { message: `at ${size.join('×')}` }).toBeNull();
					await page.keyboard.press(key);
					await expect.poll(() => page.evaluate(HIDDEN), { message: `at ${size.join('×')}` }).toBeNull();
					reached.add(await page.evaluate(FOCUSED));
				}
			}
			// Read once: which components there are does not change while the keys go through them.
			expect([...reached].toSorted(), `at ${size.join('×')}`).toEqual(ids.toSorted());
		}
	});

	it('says where there is more than is seen, and shows the whole flow on demand', async () => {
		await openFlow(3, [1280, 800]);
		await absent(canvas().locator('[data-more]'), component('read'));
		await openFlow(12, [1280, 800]);
		await canvas().locator('[data-more="below"]').waitFor();
		await canvas().getByRole('img', { name: 'Map of the flow' }).waitFor();
		await expectNoAxeViolations(page);
		const whole = canvas().getByRole('button', { name: /^Whole flow, \d+ more$/ });
		await whole.press('Enter');
		await whole.waitFor({ state: 'detached' });
		await expect.poll(() => canvas().locator('[data-more]').count()).toBe(0);
		await expect.poll(saidLast).toBe('The whole flow is shown');
		// What had the keys keeps them, whatever the button is called now.
		await hasFocus(canvas().getByRole('button', { name: 'Whole flow', exact: true }));
	});
});
