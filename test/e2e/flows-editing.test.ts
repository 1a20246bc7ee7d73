import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptFlow } from '../../src/shared/api/flow-routes.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { flowCanvas, middleOf, withFlows } from '../support/browser/flow-canvas.ts';
import { settled } from '../support/browser/room.ts';
import { absent, chooseByKey, hasFocus } from '../support/browser/steady.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';

describe('the canvas, worked on', () => {
	let face: BrowserFace;
	let page: Page;
	beforeAll(async () => {
		const components = [
			{ name: 'read', use: 'read-file', config: { path: 'rows.csv' } },
			{ name: 'map', plugin: 'field-mapper', inputs: ['read'], on_error: 'skip' },
			{ name: 'keep', plugin: 'row-filter', inputs: ['map'], on_error: 'skip' },
			{ name: 'kept', use: 'preview', inputs: ['keep'] },
			{ name: 'rest', use: 'preview', inputs: ['keep.dropped'] },
		];
		const flows = { pointer: components, keys: components, panel: components, empty: components };
		face = await openFace('browser', (core) => withFlows(core, flows));
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	});
	afterAll(() => face.close());

	const { canvas, component, openFlow, portOf, drag, saidLast } = flowCanvas(() => page);
	const said = () => expect.poll(saidLast);
	const link = (name: string) => canvas().getByRole('button', { name, exact: true });
	const panel = () => page.getByRole('region', { name: 'Details' });
	const dialog = () => page.locator('[role=dialog]:not([data-type])');
	/** What each component takes, once the flow is saved as it is. */
	async function inputs(name: string): Promise<Readonly<Record<string, readonly string[] | undefined>>> {
		const before = await askCore(face.core, 'flows.get', { name });
		// Read once: what is kept is asked of the engine, and nobody else saves it.
		await page.keyboard.press('Control+s');
		let now: KeptFlow = before;
		await expect
			.poll(async () => {
				now = await askCore(face.core, 'flows.get', { name });
				return now.version;
			})
			.toBe(before.version + 1);
		return Object.fromEntries(now.flow.components.map((each) => [each.name, each.inputs]));
	}

	it('is connected by the pointer: a port dropped on nothing offers what can follow, on a component connects it', async () => {
		await openFlow('pointer');
		const failed = await portOf('map', 'failed');
		await drag(failed, { x: failed.x + 330, y: failed.y - 60 });
		await dialog().getByText('Behind map').waitFor();
		await expect.poll(() => dialog().getByLabel('Takes').inputValue()).toBe('failed');
		// What takes nothing cannot follow.
		await dialog()
			.getByRole('button', { name: /^preview/ })
			.waitFor();
		await absent(
			dialog().getByRole('button', { name: /^read-file/ }),
			dialog().getByRole('button', { name: /^preview/ }),
		);
		await hasFocus(dialog().getByRole('searchbox'));
		await page.keyboard.type('preview');
		await page.keyboard.press('Enter');
		await hasFocus(component('preview'));
		await settled(page);

		await drag(await portOf('keep', 'failed'), middleOf(await component('preview').boundingBox()));
		await said().toBe('connected: keep · failed to preview');
		await settled(page);

		// Its end is taken to another component, or off.
		const end = await portOf('rest', null);
		await drag({ x: end.x, y: end.y - 13 }, middleOf(await component('preview').boundingBox()));
		await said().toBe('connected: keep · dropped to preview');
		await settled(page);
		await link('From keep · failed to preview').waitFor();
		await link('From keep · dropped to preview').waitFor();
		const out = await portOf('kept', null);
		await drag({ x: out.x, y: out.y - 13 }, { x: out.x - 160, y: out.y + 40 });
		await said().toBe('disconnected: keep to kept');
		await page.keyboard.press('Control+z');
		await said().toBe('Undone: disconnected: keep to kept');
		await settled(page);

		// What goes before, from what a component takes.
		const taking = await portOf('rest', null);
		await drag(taking, { x: taking.x + 120, y: taking.y - 60 });
		await dialog().getByText('Before rest').waitFor();
		await absent(
			dialog().getByRole('button', { name: /^write-file/ }),
			dialog().getByRole('button', { name: /^read-file/ }),
		);
		await hasFocus(dialog().getByRole('searchbox'));
		await page.keyboard.type('read-file');
		await page.keyboard.press('Enter');
		await hasFocus(component('read-file'));
		expect(await inputs('pointer')).toEqual({
			read: undefined,
			map: ['read'],
			keep: ['map'],
			kept: ['keep'],
			preview: ['map.failed', 'keep.failed', 'keep.dropped'],
			'read-file': undefined,
			rest: ['read-file'],
		});
	});

	it('selects what a frame is drawn round, moves it together, and selects no text of the page', async () => {
		await openFlow('pointer');
		const placesNow = async () => {
			await settled(page);
			const [map, keep] = [await component('map').boundingBox(), await component('keep').boundingBox()];
			// Read once: the canvas has settled, and nothing moves it but what follows.
			if (map === null || keep === null) throw new Error('They are not drawn.');
			return { map, keep };
		};
		const drawn = await placesNow();
		// Read once: the places are those of a canvas that has settled.
		await page.keyboard.down('Shift');
		await canvas().locator('.react-flow__pane.selection').waitFor();
		await drag({ x: drawn.map.x - 12, y: drawn.map.y - 12 }, { x: drawn.keep.x + 60, y: drawn.keep.y + 20 });
		// Read once: the frame is drawn, whatever became of it.
		await page.keyboard.up('Shift');
		await panel().getByRole('heading', { name: '2 components selected' }).waitFor();
		await canvas().locator('.react-flow__pane.selection').waitFor({ state: 'detached' });
		await expect.poll(() => page.evaluate('getSelection().toString()')).toBe('');
		// The panel beside it may have given the canvas another size.
		const { map: first, keep: second } = await placesNow();
		const before = middleOf(first);
		await drag(before, { x: before.x + 80, y: before.y });
		await expect.poll(async () => (await component('map').boundingBox())?.x).toBeGreaterThan(first.x + 40);
		await expect.poll(async () => (await component('keep').boundingBox())?.x).toBeGreaterThan(second.x + 40);
		await page.keyboard.press('Control+z');
		await said().toBe('Undone: 2 components moved');
		await expect.poll(async () => (await component('keep').boundingBox())?.x).toBeCloseTo(second.x, 0);
	});

	it('is gone through, changed and asked by keys, and says what happened', async () => {
		await openFlow('keys');
		// Read once: the canvas has come, opening it has waited for that.
		await page.keyboard.press('/');
		await hasFocus(dialog().getByRole('searchbox'));
		await page.keyboard.type('filter');
		await page.keyboard.press('Enter');
		await hasFocus(component('keep'));
		await page.keyboard.press('ArrowUp');
		await hasFocus(component('map'));
		await page.keyboard.press('ArrowLeft');
		await said().toBe('Nothing in this direction');

		// Its connections, one beside the other; what is inserted there, and what is removed.
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('e');
		await hasFocus(link('From keep to kept'));
		await page.keyboard.press('ArrowRight');
		await hasFocus(link('From keep · dropped to rest'));
		await expectNoAxeViolations(page);
		await page.keyboard.press('Delete');
		await said().toBe('disconnected: keep · dropped to rest');
		await hasFocus(component('keep'));
		await page.keyboard.press('Control+z');
		await link('From keep · dropped to rest').waitFor();
		await component('keep').focus();
		await page.keyboard.press('e');
		await hasFocus(link('From keep to kept'));
		await page.keyboard.press('a');
		await hasFocus(dialog().getByRole('searchbox'));
		await page.keyboard.type('field-mapper');
		await page.keyboard.press('Enter');
		await hasFocus(component('field-mapper'));

		// A connection taken elsewhere in its dialog.
		await component('keep').focus();
		await page.keyboard.press('e');
		await page.keyboard.press('ArrowRight');
		await hasFocus(link('From keep · dropped to rest'));
		await page.keyboard.press('Enter');
		await dialog().getByLabel('From', { exact: true }).selectOption({ label: 'keep · failed' });
		await dialog().getByRole('button', { name: 'Reconnect' }).press('Enter');
		await said().toBe('connected: keep · failed to rest');

		// Several at once: moved, cut, and brought back with the keys on them.
		await component('map').focus();
		await page.keyboard.press('Control+ArrowDown');
		await said().toBe('2 components selected');
		await hasFocus(component('keep'));
		const before = (await component('map').boundingBox())?.x ?? 0;
		// Read once: it stands still until it is moved.
		await page.keyboard.press('Shift+ArrowRight');
		await said().toBe('Moved right');
		await expect.poll(async () => (await component('map').boundingBox())?.x).toBeCloseTo(before + 20, 0);
		await page.keyboard.press('Control+x');
		await said().toBe('2 components removed');
		await page.keyboard.press('Control+z');
		await said().toBe('Undone: 2 components removed');
		await component('keep').waitFor();
		await page.keyboard.press('Control+z');
		await said().toBe('Undone: 2 components moved');
		expect(await inputs('keys')).toEqual({
			read: undefined,
			map: ['read'],
			keep: ['map'],
			'field-mapper': ['keep'],
			kept: ['field-mapper'],
			rest: ['keep.failed'],
		});

		// The size of the picture is said as well.
		await component('read').focus();
		await page.keyboard.press('-');
		await said().toMatch(/^Zoom \d+%$/);
		await page.keyboard.press('0');
		await said().toBe('The whole flow is shown');
	});

	it('copies from one flow into another, and gives the keys back to what undo brings back', async () => {
		await openFlow('keys');
		await component('read').focus();
		await page.keyboard.press('Control+a');
		await said().toBe('6 components selected');
		await page.keyboard.press('Control+c');
		await said().toBe('6 components copied');
		await openFlow('empty');
		await component('read').focus();
		await page.keyboard.press('Control+a');
		await page.keyboard.press('Delete');
		await hasFocus(page.getByRole('button', { name: 'Read a file' }));
		await page.keyboard.press('Control+z');
		await expect.poll(() => canvas().locator('[data-flow-component]:focus').count()).toBe(1);
		await page.keyboard.press('Control+v');
		await said().toBe('6 components pasted');
		await expect.poll(() => canvas().locator('[data-flow-component]').count()).toBe(11);
		expect(await inputs('empty')).toMatchObject({
			'map-2': ['read-2'],
			'keep-2': ['map-2'],
			'kept-2': ['field-mapper'],
		});
	});

	it('has a menu for each component, at the pointer and by keys, and a name that F2 leads to', async () => {
		await openFlow('panel');
		await component('keep').focus();
		await page.keyboard.press('Shift+F10');
		await chooseByKey(page, 'Duplicate');
		await said().toBe('keep-2 duplicated');
		await page.keyboard.press('Control+z');
		await component('keep-2').waitFor({ state: 'detached' });
		await component('map').click({ button: 'right' });
		await page.getByRole('menuitem', { name: 'Cut' }).click();
		await said().toBe('map removed');
		await page.keyboard.press('Control+z');
		await component('map').focus();
		await page.keyboard.press('F2');
		await hasFocus(panel().getByLabel('Name', { exact: true }));
		await page.keyboard.press('Control+a');
		await page.keyboard.type('mapped');
		await page.keyboard.press('Escape');
		await hasFocus(component('mapped'));
		// Whoever takes from it goes on doing so.
		await panel().getByRole('button', { name: 'keep', exact: true }).waitFor();
		await panel().getByRole('button', { name: 'Stop giving to keep' }).press('Enter');
		await said().toBe('disconnected: mapped to keep');
		await hasFocus(panel().getByRole('button', { name: 'Connect to…' }));
		await page.keyboard.press('Control+z');
		expect(await inputs('panel')).toMatchObject({ mapped: ['read'], keep: ['mapped'] });
	});

	it('tries a component on input of one’s own, which stays while others are looked at', async () => {
		await openFlow('panel');
		await component('mapped').focus();
		await panel().getByText('No run has recorded what it takes yet.').waitFor();
		await panel().getByRole('button', { name: 'Edit the input…' }).press('Enter');
		const input = panel().getByLabel('Input', { exact: true });
		await hasFocus(input);
		await page.keyboard.type('{"n":1}\n{"n":');
		await panel().getByText('Line 2 is not JSON.').waitFor();
		await expect.poll(() => panel().getByRole('button', { name: 'Try on this input' }).isDisabled()).toBe(true);
		await page.keyboard.type('2}');
		await panel().getByText('With your own input (2 records)').waitFor();
		await component('keep').focus();
		await input.waitFor({ state: 'detached' });
		await component('mapped').focus();
		await expect.poll(() => input.inputValue()).toBe('{"n":1}\n{"n":2}');
		// It is of the component, whatever that is called.
		for (const name of ['tried', 'mapped']) {
			await panel().getByLabel('Name', { exact: true }).fill(name);
			await component(name).focus();
			await expect.poll(() => input.inputValue()).toBe('{"n":1}\n{"n":2}');
		}
		await input.fill(`"${'x'.repeat(4 * 1024 * 1024)}"`);
		await panel()
			.getByText(/^A trial takes 4 MB at most\./)
			.waitFor();
		await expect.poll(() => input.inputValue()).toBe('{"n":1}\n{"n":2}');
		await panel().getByRole('button', { name: 'Try on this input' }).press('Enter');
		await panel().getByRole('heading', { name: 'Out: 2 records' }).waitFor();
		await expectNoAxeViolations(page);
		await panel().getByRole('button', { name: 'Discard this input' }).press('Enter');
		await input.waitFor({ state: 'detached' });
	});

	it('is read in the order in which records go through it, with connections behind components', async () => {
		await openFlow('empty');
		const names = () =>
			canvas()
				.getByRole('application')
				.getByRole('button')
				.evaluateAll((all) => all.map((each) => each.textContent?.trim() ?? ''));
		const places = async (...starts: readonly string[]): Promise<readonly number[]> => {
			const all = await names();
			return starts.map((start) => all.findIndex((each) => each.startsWith(start)));
		};
		const rises = (numbers: readonly number[]): boolean =>
			numbers.every((number, at) => number >= 0 && (at === 0 || number > (numbers[at - 1] ?? 0)));
		await expect.poll(async () => rises(await places('read', 'map', 'keep', 'kept', 'From '))).toBe(true);
		await expect
			.poll(async () => (await names()).slice((await places('From '))[0]).every((name) => name.startsWith('From ')))
			.toBe(true);
		await expect.poll(() => canvas().getByRole('img').count()).toBeLessThanOrEqual(1);
	});
});
