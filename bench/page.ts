/** How soon the page can be used, against a bare page in the same browser, and what scrolling costs. `node bench/page.ts`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Core, createCore } from '../src/core/index.ts';
import { createLoopback, type Loopback } from '../src/loopback/create-loopback.ts';
import { pagesLaunch } from '../test/support/browser/chromium.ts';
import { fillHistory } from './fill-history.ts';
import { median } from './measure.ts';
import { scriptPerFrame } from './page/scroll.ts';
import {
	firstStart,
	gzippedBytes,
	laterStart,
	type PressedStart,
	pressedStart,
	type Start,
	serveBarePage,
	watch,
} from './page/starts.ts';
import { report } from './report.ts';

const root = resolve(import.meta.dirname, '..');
const rendererDir = join(root, 'out/renderer');
/** Starts of each page, in turn, so that whatever else the machine does meets both alike. */
const STARTS = 15;
const RUNS = 100_000;
/** From an address until a browser that is started with it asks for the page, at least. ms */
const BROWSER_STARTS_MS = 500;

export async function pageBench(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));
	const open = (): Promise<Core> =>
		createCore({
			dataDir: folder,
			sandboxEntry: join(root, 'out/main/sandbox.mjs'),
			reaperEntry: join(root, 'out/main/reaper.mjs'),
			resourcesDir: join(root, 'resources'),
			watch: false,
			preload: false,
		});
	try {
		await (await open()).close();
		fillHistory(join(folder, 'dataflare.db'), RUNS);
		const core = await open();
		const installed = await core.request('samples.install', {});
		if (!installed.ok) throw new Error(installed.error.message);
		const loopback = await createLoopback({ core, rendererDir, scratchDir: join(folder, 'scratch'), port: 0 });
		const browser = await chromium.launch(await pagesLaunch());
		try {
			await starts(browser, loopback);
			await scrolling(browser, loopback);
		} finally {
			await browser.close();
			await loopback.close();
			await core.close();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function starts(browser: Browser, loopback: Loopback): Promise<void> {
	const bare = await serveBarePage();
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await page.goto(loopback.startUrl());
	await watch(page);
	const all = { bare: [] as Start[], first: [] as PressedStart[], later: [] as Start[] };
	// No browser is open sooner after its address was made.
	loopback.startUrl();
	await delay(BROWSER_STARTS_MS);
	for (let turn = 0; turn < STARTS; turn++) {
		all.bare.push(await firstStart(browser, bare.url));
		all.first.push(await pressedStart(browser, loopback.startUrl()));
		all.later.push(await laterStart(page));
	}
	bare.close();
	await page.close();
	const timeOf = (of: readonly Start[]): number => median(of.map(({ usableMs }) => usableMs));
	const ratio = timeOf(all.first) / timeOf(all.bare);
	const bytes = gzippedBytes(rendererDir, all.first[0]?.scripts ?? []);
	report('a bare page can be used after, median', `${timeOf(all.bare).toFixed(0)} ms`);
	report('  the list of plugins, never opened before', `${timeOf(all.first).toFixed(0)} ms`);
	report('  ratio', ratio.toFixed(1), 'at most 4', ratio <= 4);
	const opened = median(all.first.map(({ openedMs }) => openedMs));
	report('  a click made then has opened its row after', `${opened.toFixed(0)} ms`);
	report('  ratio', (opened / timeOf(all.bare)).toFixed(1));
	report('  the list of plugins, opened before', `${timeOf(all.later).toFixed(0)} ms`);
	report('  ratio', (timeOf(all.later) / timeOf(all.bare)).toFixed(1));
	report('  scripts until then, gzipped', `${(bytes / 1000).toFixed(0)} kB`, 'at most 205', bytes <= 205_000);
}

async function scrolling(browser: Browser, loopback: Loopback): Promise<void> {
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await page.goto(`${loopback.startUrl()}`);
	await page.getByRole('row').first().waitFor();
	await page.evaluate(() => {
		location.hash = '#/runs';
	});
	// The list of plugins may still be the picture that came before the page's code, and has rows as well.
	await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
	const box = await gridOf(page);
	const session = await page.context().newCDPSession(page);
	const scroll = async (distance: number, speed: number): Promise<void> => {
		await session.send('Input.synthesizeScrollGesture', {
			...box,
			yDistance: -distance,
			speed,
			gestureSourceType: 'mouse',
		});
	};
	const ways: Readonly<Record<string, () => Promise<void>>> = {
		slowly: () => scroll(3_000, 800),
		fast: () => scroll(30_000, 8_000),
		'by the bar': () => page.evaluate(dragBar),
	};
	for (const [way, work] of Object.entries(ways)) {
		const { frames, longestMs, p99Ms } = await scriptPerFrame(browser, page, work);
		report(
			`scrolling ${RUNS.toLocaleString('en')} runs ${way}: script in a frame, most`,
			`${longestMs.toFixed(1)} ms`,
			'at most 33 ms',
			longestMs <= 33,
		);
		report(`  99 of 100 of its ${frames} frames`, `${p99Ms.toFixed(1)} ms`);
	}
	await page.close();
}

/** The middle of the table. */
async function gridOf(page: Page): Promise<{ readonly x: number; readonly y: number }> {
	const grid = page.getByRole('grid');
	await grid.getByRole('row').nth(5).waitFor();
	const box = await grid.boundingBox();
	if (box === null) throw new Error('The table of runs is not drawn.');
	return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
}

/** Runs in the page: goes from the top to the end as somebody does who drags the bar, in two seconds. */
async function dragBar(): Promise<void> {
	const grid = document.querySelector('[role="grid"]');
	if (grid === null) throw new Error('There is no table.');
	const begun = performance.now();
	for (let share = 0; share < 1; ) {
		await new Promise(requestAnimationFrame);
		share = Math.min(1, (performance.now() - begun) / 2_000);
		grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
	}
}

if (import.meta.main) await pageBench();
