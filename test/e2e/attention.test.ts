import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { absent } from '../support/browser/steady.ts';
import { pluginFolder } from '../support/scratch/plugin-folder.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();
const hostile = (name: string): string => readFileSync(join(import.meta.dirname, `../hostile/${name}.wat`), 'utf8');

/** What a notification would have said, and a way to press it: a headless browser shows none. */
const NOTICES = `
	globalThis.shownNotices = [];
	globalThis.Notification = class extends EventTarget {
		static permission = 'default';
		static requestPermission = async () => (globalThis.Notification.permission = 'granted');
		constructor(title, { body, tag }) {
			super();
			globalThis.shownNotices.push({ title, body, tag, press: () => this.dispatchEvent(new Event('click')) });
		}
		close() {}
	};
`;

describe('what calls for a person', () => {
	let face: OpenFace;
	let page: Page;
	const ask = async <N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> => {
		const answer = await face.core?.request(route, input);
		if (answer?.ok !== true) throw new Error(route);
		return answer.data;
	};
	const fail = (name = 'traps'): Promise<unknown> | undefined =>
		face.core?.request('plugins.call', { name, fn: 'process_data', input: '1' });
	const go = (hash: string): Promise<void> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
	const badge = (name: RegExp) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
	const rows = () =>
		page
			.getByRole('grid')
			.getByRole('row')
			.filter({ has: page.locator('[data-tick]') });

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			for (const name of ['traps', 'loops'] as const) {
				const text = hostile(name === 'traps' ? 'divide-by-zero' : 'call-loops');
				const path = await pluginFolder(scratch.path, name, text);
				await core.request('plugins.install', { path });
			}
			await core.request('settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
		await page.addInitScript(NOTICES);
		await page.reload();
	});
	afterAll(() => face.close());

	it('is counted beside its place, and the count leads to just that', async () => {
		await pluginFolder(join(face.folder, 'plugins'), 'newcomer', hostile('call-loops'));
		await go('#/settings');
		await badge(/^1 plugin waits for review$/).click();
		await page.waitForURL(/#\/plugins\?states=waiting_for_review$/);
		await page.getByRole('grid').getByText('newcomer').waitFor();
		await go('#/settings');
		await fail();
		await fail();
		const failed = badge(/^2 runs failed since you last looked$/);
		await failed.waitFor();
		// It is the engine that knows, not this tab.
		await page.reload();
		await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
		await failed.waitFor();
		await expectNoAxeViolations(page);
		await failed.click();
		await page.waitForURL(/#\/runs\?unseenAt=\d+$/);
		await rows().nth(1).waitFor();
		await expect.poll(() => rows().count()).toBe(2);
		// Looked at, they call no more, and the list stays as it is.
		await failed.waitFor({ state: 'detached' });
		await expect.poll(() => ask('runs.unseen', {})).toMatchObject({ failed: 0 });
		await expect.poll(() => rows().count()).toBe(2);
	});

	it('is not what they are looking at', async () => {
		await go('#/runs');
		await fail();
		await rows().nth(2).waitFor();
		await page.waitForFunction(() => document.title.startsWith('Runs'));
		await absent(badge(/failed/), rows().nth(2));
		await go('#/settings');
		await fail();
		await badge(/^1 run failed/).waitFor();
		const { runs } = await ask('runs.list', { limit: 1 });
		await go(`#/runs/${runs[0]?.id}`);
		await badge(/failed/).waitFor({ state: 'detached' });
	});

	it('has room in the bar of icons', async () => {
		await fail();
		await page.setViewportSize({ width: 640, height: 400 });
		await go('#/policies');
		await badge(/^1 plugin waits/).waitFor();
		const box = () => badge(/^1 plugin waits/).boundingBox();
		await expect.poll(async () => (await box())?.width).toBeLessThanOrEqual(48);
		await expect.poll(async () => (await box())?.height).toBeGreaterThanOrEqual(24);
		await page.setViewportSize({ width: 1280, height: 800 });
	});

	it('is in the title: the screen, and what runs', async () => {
		for (const [hash, title] of [
			['#/plugins', 'Plugins'],
			['#/plugins/traps/policy', 'traps · Policy'],
			['#/run', 'Run on a file'],
			['#/policies', 'Policies'],
			['#/settings', 'Settings'],
			['#/welcome', 'Welcome'],
			['#/nowhere', 'There is nothing here'],
			['#/runs', 'Runs'],
		] as const) {
			await go(hash);
			await page.waitForFunction((wanted) => document.title.startsWith(wanted), title);
			await expect.poll(() => page.title()).toMatch(/ – DataFlare$/);
		}
		const running = face.core?.request('plugins.call', {
			name: 'loops',
			fn: 'process_data',
			input: '1',
			timeoutMs: 30_000,
			runId: '00000000000a',
		});
		await page.waitForFunction(() => document.title === 'loops is running · Runs – DataFlare');
		await ask('runs.cancel', { id: '00000000000a' });
		await running;
		await page.waitForFunction(() => document.title === 'Runs – DataFlare');
	});

	it('is told once the browser was asked, of what took long enough, and a press leads there', async () => {
		await go('#/settings');
		await page.getByRole('button', { name: 'Allow notifications in this browser' }).click();
		await page.getByText('This browser shows them.').waitFor();
		const shown = (): Promise<readonly { readonly title: string; readonly body: string }[]> =>
			page.evaluate('shownNotices.map(({ title, body }) => ({ title, body }))');
		const after = page.getByRole('textbox', { name: 'Runs of at least' });
		await after.fill('0');
		// A run that ends before the page heard of the setting goes by the one before.
		const heard = page.waitForResponse(
			async (response) => response.ok() && (await response.text()).includes('"notify_after_ms":0,'),
		);
		await after.press('Enter');
		await heard;
		await page.getByText('Saved', { exact: true }).first().waitFor();
		await page.evaluate('document.hasFocus = () => false');
		await fail();
		await expect.poll(async () => (await shown()).length).toBe(1);
		await expect
			.poll(() => shown())
			.toEqual([{ title: 'traps failed', body: expect.stringContaining('divided by zero') }]);
		await Promise.all([fail(), fail()]);
		await expect.poll(async () => (await shown()).length).toBe(2);
		await expect.poll(async () => (await shown())[1]).toEqual({ title: '2 runs ended, 2 failed', body: 'traps' });
		await page.evaluate('shownNotices[0].press()');
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}$/);
	});

	it('is told of one run where they asked for it, however short it was and though they look here', async () => {
		await page.evaluate(`{
			document.hasFocus = () => true;
			shownNotices.length = 0;
			Notification.permission = 'default';
		}`);
		await ask('settings.set', { key: 'notify_runs', value: false });
		const [wanted, other] = ['00000000000b', '00000000000c'] as const;
		const start = (runId: string): Promise<unknown> | undefined =>
			face.core?.request('plugins.call', { name: 'loops', fn: 'process_data', input: '1', timeoutMs: 60_000, runId });
		const running = [start(wanted), start(other)];
		await go(`#/runs/${wanted}`);
		const tell = (where: Page) => where.getByRole('button', { name: 'Tell me when it ends' });
		await expect.poll(() => tell(page).getAttribute('aria-pressed')).toBe('false');
		await expect.poll(() => page.evaluate('Notification.permission')).toBe('default');
		await tell(page).focus();
		await page.keyboard.press('Enter');
		await expect.poll(() => tell(page).getAttribute('aria-pressed')).toBe('true');
		await expectNoAxeViolations(page);
		// Another tab of the program knows of it, and tells it no second time.
		const [second] = await Promise.all([
			page.context().waitForEvent('page'),
			page.evaluate('void open(location.href, "_blank")'),
		]);
		await second.addInitScript(NOTICES);
		await second.reload();
		await expect.poll(() => tell(second).getAttribute('aria-pressed')).toBe('true');
		await second.evaluate("Notification.permission = 'granted'");
		await page.evaluate(`location.hash = '#/runs/${other}'`);
		await expect.poll(() => tell(page).getAttribute('aria-pressed')).toBe('false');
		for (const id of [other, wanted]) await ask('runs.cancel', { id });
		await Promise.all(running);
		const shown = async () => [
			...(await page.evaluate<{ readonly tag: string }[]>('shownNotices.map(({ title, tag }) => ({ title, tag }))')),
			...(await second.evaluate<{ readonly tag: string }[]>('shownNotices.map(({ title, tag }) => ({ title, tag }))')),
		];
		await expect.poll(async () => (await shown()).length).toBeGreaterThan(0);
		// Tabs that hear of it in the same moment may each show it: their one tag makes it one notice.
		await expect
			.poll(async () => [...new Set((await shown()).map((notice) => JSON.stringify(notice)))])
			.toEqual([JSON.stringify({ title: 'loops was cancelled', tag: wanted })]);
		await second.close();
	});
});
