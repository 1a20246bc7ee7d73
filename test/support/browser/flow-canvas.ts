import type { Locator, Page } from 'playwright-core';
import type { Core } from '../../../src/core/index.ts';
import { askCore } from '../scratch/plugin-folder.ts';
import { sample } from '../scratch/samples.ts';
import { settled } from './room.ts';

/** A place on the page. CSS px */
interface Point {
	readonly x: number;
	readonly y: number;
}

/** Saves flows of a filter and a mapper, which are installed; the window that opens then has been started before. */
export async function withFlows(core: Core, flows: Readonly<Record<string, readonly object[]>>): Promise<void> {
	for (const name of ['row-filter', 'field-mapper']) await askCore(core, 'plugins.install', { path: sample(name) });
	for (const [name, components] of Object.entries(flows))
		await askCore(core, 'flows.save', { flow: { definition: { name, components } as never } });
	await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
}

/** The canvas of a flow: what is on it, and what is done there by the pointer. */
export interface FlowCanvas {
	canvas(): Locator;
	component(name: string): Locator;
	/** What was said last to who cannot see it. */
	saidLast(): Promise<string>;
	/** Opens a saved flow on the canvas, and waits until nothing moves any more. `word` is what the canvas is called. */
	openFlow(name: string, word?: string): Promise<void>;
	/** The middle of a port, or of what a component takes. */
	portOf(name: string, port: string | null): Promise<Point>;
	drag(from: Point, to: Point): Promise<void>;
}

/** The canvas on a page, which may be opened later. */
export function flowCanvas(pageNow: () => Page): FlowCanvas {
	const canvas = () => pageNow().locator('[data-flow-canvas]');
	const component = (name: string) => canvas().getByRole('button', { name: new RegExp(`^${name} `) });
	return {
		canvas,
		component,
		saidLast: () => pageNow().locator('p.sr-only[aria-live=polite]').first().innerText(),
		async openFlow(name, word = 'Canvas') {
			const page = pageNow();
			await page.evaluate(`location.hash = '#/flows/edit?name=${name}'`);
			await page.getByRole('heading', { level: 1, name }).waitFor();
			await page.getByRole('radio', { name: word }).click();
			await component('read').waitFor();
			await settled(page);
		},
		async portOf(name, port) {
			const page = pageNow();
			const card = page
				.locator('.react-flow__node')
				.filter({ has: page.getByRole('button', { name: new RegExp(`^${name} `) }) });
			const handle = card.locator(
				port === null ? '.react-flow__handle.target' : `.react-flow__handle[data-handleid="${port}"]`,
			);
			return middleOf(await handle.boundingBox());
		},
		async drag(from, to) {
			const { mouse } = pageNow();
			await mouse.move(from.x, from.y);
			await mouse.down();
			await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
			await mouse.move(to.x, to.y, { steps: 6 });
			await mouse.up();
		},
	};
}

/** The middle of what is drawn. */
export function middleOf(
	box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null,
): Point {
	if (box === null) throw new Error('It is not drawn.');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
