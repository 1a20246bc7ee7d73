import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { settled } from '../support/browser/room.ts';
import { resourcesDir } from '../support/built.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();
const offered = scratchFolder();
/** More stops than any screen has. */
const MOST_STOPS = 90;

/** What is on its way to another colour has arrived; what moves without end is left alone. */
const STEADY = `Promise.allSettled(document.getAnimations()
	.filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
	.map((each) => each.finished))`;

interface Stop {
	readonly what: string;
	/** Where Tab began again. */
	readonly isEnd: boolean;
	/** Something is drawn around what has the focus, or around the row that its keys act on. */
	readonly isSeen: boolean;
	/** Of the ring against what is behind it. */
	readonly contrast: number;
}

/** Looks at what has the focus, into shadow roots, as a person does: is something drawn around it, and can it be told from the ground. */
const LOOK = `(() => {
	let at = document.activeElement;
	while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
	globalThis.__stops?.push(at);
	const what = at === null ? '' : (at.getAttribute('role') ?? at.tagName) + ' ' + (at.getAttribute('aria-label') ?? at.textContent ?? '').trim().slice(0, 40);
	if (at === null || at === document.body) return { what, isEnd: true, isSeen: true, contrast: 21 };
	const known = (globalThis.__channels ??= new Map());
	const channels = (colour) => {
		if (!known.has(colour)) {
			const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
			canvas.fillStyle = colour;
			canvas.fillRect(0, 0, 1, 1);
			known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
		}
		return known.get(colour);
	};
	const light = (colour) => channels(colour).slice(0, 3)
		.map((value) => value / 255)
		.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
		.reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
	const groundOf = (element) => {
		for (let here = element; here !== null; here = here.parentElement ?? here.getRootNode().host ?? null) {
			const colour = getComputedStyle(here).backgroundColor;
			if (channels(colour)[3] === 255) return colour;
		}
		return 'white';
	};
	const ringOf = (element) => {
		const style = getComputedStyle(element);
		if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) return style.outlineColor;
		return null;
	};
	const seenOn = [at, ...at.querySelectorAll('[data-active-row]')];
	for (let here = at.parentElement ?? at.getRootNode().host ?? null; here !== null; here = here.parentElement ?? here.getRootNode().host ?? null) {
		if (here === document.body) break;
		if (here.matches(':focus-within') && seenOn.length < 8) seenOn.push(here);
	}
	const drawn = seenOn.find((element) => ringOf(element) !== null);
	if (drawn === undefined) return { what, isEnd: false, isSeen: false, contrast: 0 };
	const [one, other] = [light(ringOf(drawn)), light(groundOf(drawn.parentElement ?? drawn))].toSorted((a, b) => b - a);
	return { what, isEnd: false, isSeen: true, contrast: (one + 0.05) / (other + 0.05) };
})()`;

/** Looks again at what Tab has led to, in the other theme. */
const AGAIN_IN_THE_DARK = `(async () => {
	const stops = globalThis.__stops.slice(0, -1);
	delete globalThis.__stops;
	document.documentElement.dataset.theme = 'dark';
	const found = [];
	for (const stop of stops) {
		stop.focus();
		await ${STEADY};
		found.push(${LOOK});
	}
	document.documentElement.dataset.theme = 'light';
	return found;
})()`;

describe('where the keys go', () => {
	let face: OpenFace;
	let run = '';
	let template = '';
	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			await core.request('samples.run', {});
			await core.request('plugins.uninstall', { name: 'row-filter' });
			await core.request('settings.set', { key: 'first_start_done', value: true });
			const policy = { allow_file_system: true, allowed_paths: ['/srv/reports:ro'] };
			const kept = await core.request('templates.save', { name: 'reports', policy });
			template = kept.ok ? kept.data.id : '';
			const definition = { name: 'by-state', components: [{ name: 'csv-source' }, { name: 'group-by' }] };
			await core.request('flows.save', { flow: { definition } });
			const gone = await core.request('templates.save', { name: 'gone', policy });
			if (gone.ok) await core.request('templates.remove', { id: gone.data.id });
			const packages = join(offered.path, 'packages');
			mkdirSync(packages);
			for (const name of ['row-filter', 'field-mapper'])
				await core.request('plugins.pack', { path: join(resourcesDir, 'plugins', name), to: packages });
			await core.request('settings.set', { key: 'update_source', value: packages });
			await core.request('catalogue.read', {});
			const runs = await core.request('runs.list', {});
			run = runs.ok ? (runs.data.runs[0]?.id ?? '') : '';
		});
	});
	afterAll(() => face.close());
	const look = (): Promise<Stop> => face.page.evaluate(`${STEADY}.then(() => ${LOOK})`);
	const go = async (hash: string): Promise<void> => {
		await face.page.evaluate(`location.hash = ${JSON.stringify(hash)}; document.activeElement?.blur()`);
		await settled(face.page);
	};

	it.each([
		'#/plugins',
		'#/plugins/csv-source',
		'#/plugins/csv-source/policy',
		'#/plugins/csv-source/policy?view=json',
		'#/plugins/csv-source/test',
		'#/plugins/csv-source/runs',
		'#/plugins/csv-source/versions',
		'#/plugins/csv-source/logs',
		'#/plugins/csv-source/develop',
		'#/run?plugin=csv-source',
		'#/flows',
		'#/flows/edit?name=by-state',
		'#/runs',
		'#/runs/{run}',
		'#/runs/quarantine',
		'#/runs/trash',
		'#/runs/trash?of=plugins',
		'#/runs/trash?of=templates',
		'#/policies',
		'#/policies/templates',
		'#/policies/templates/{template}',
		'#/catalogue',
		'#/catalogue/updates',
		'#/settings',
		'#/welcome',
	])('is seen at every stop of %s, in both themes', async (place) => {
		await go(place.replace('{run}', run).replace('{template}', template));
		await face.page.evaluate('globalThis.__stops = []; document.activeElement?.blur()');
		const stops: Stop[] = [];
		while (stops.length < MOST_STOPS) {
			// Read once: the page stands still, and each stop is looked at after its key.
			await face.page.keyboard.press('Tab');
			const stop = await look();
			// Read once: it is of the stop that was come to.
			if (stop.isEnd) break;
			stops.push(stop);
		}
		// Read once: Tab has led to all that there is.
		expect(stops.length).toBeGreaterThan(5);
		// Keys lead to the same places in the dark; how they look there is all that may differ.
		const dark = (await face.page.evaluate(AGAIN_IN_THE_DARK)) as readonly Stop[];
		// Read once: the last place still has the keys, and behind it Tab begins again.
		await face.page.keyboard.press('Tab');
		// Read once: the page stands still, and a stop is looked at after its key.
		expect(await look()).toMatchObject({ isEnd: true });
		// Read once: the page stands still.
		expect(dark.map(({ what }) => what)).toEqual(stops.map(({ what }) => what));
		const unseen = Object.entries({ light: stops, dark }).flatMap(([theme, each]) =>
			each
				.filter(({ isSeen, contrast }) => !isSeen || contrast < 3)
				.map(({ what, contrast }) => `${theme}: ${what} (${contrast.toFixed(1)})`),
		);
		// Read once: each is of the stop that was come to.
		expect(unseen).toEqual([]);
	});

	it('is seen on the row that the arrows move to, in every list', async () => {
		for (const [place, role, name] of [
			['#/plugins', 'grid', 'Plugins'],
			['#/runs', 'grid', 'Runs, newest first'],
			['#/plugins/file-writer/logs', 'listbox', /./],
		] as const) {
			await go(place);
			const list = face.page.getByRole(role, { name }).first();
			await list.focus();
			await face.page.keyboard.press('ArrowDown');
			await face.page.keyboard.press('ArrowUp');
			await expect.poll(() => look()).toMatchObject({ isSeen: true });
			const row = list.locator('[data-active-row]');
			await expect.poll(() => row.evaluate((each) => getComputedStyle(each).outlineStyle)).toBe('solid');
		}
	});

	it('is seen in a menu, in the palette and in the list of a file chooser', async () => {
		await go('#/plugins');
		await face.page.getByRole('button', { name: /^Filter/ }).focus();
		await face.page.keyboard.press('Enter');
		await face.page.getByRole('menuitemcheckbox').first().waitFor();
		await face.page.keyboard.press('ArrowDown');
		await expect.poll(() => look()).toMatchObject({ isSeen: true });
		await face.page.keyboard.press('Escape');
		await face.page.keyboard.press('Control+k');
		await face.page.getByRole('combobox').waitFor();
		await expect.poll(() => look()).toMatchObject({ isSeen: true });
		await face.page.keyboard.press('Escape');
		writeFileSync(join(scratch.path, 'rows.ndjson'), '{}\n');
		await go('#/run?plugin=csv-source');
		await face.page.getByRole('button', { name: 'Browse…' }).press('Enter');
		const dialog = face.page.getByRole('dialog');
		await dialog.getByRole('textbox').fill(scratch.path);
		await dialog.getByRole('textbox').press('Enter');
		await dialog.getByRole('option', { name: 'rows.ndjson' }).waitFor();
		await dialog.getByRole('listbox').focus();
		await face.page.keyboard.press('ArrowDown');
		await expect.poll(() => look()).toMatchObject({ isSeen: true });
	});
});
