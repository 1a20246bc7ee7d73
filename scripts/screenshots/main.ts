/**
 * `npm run screenshots`: pictures of the running program, over real data, in both themes and both languages.
 * `--out DIR` (default docs/screenshots), `--only NAME` (repeatable), `--place '#/…'` for a place that is not in the list,
 * `--theme`, `--language`, `--width`, `--height` for less.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { createCore } from '../../src/core/index.ts';
import { createLoopback } from '../../src/loopback/create-loopback.ts';
import { toSettingChange } from '../../src/shared/api/settings.ts';
import { chromiumLaunch } from '../../test/support/browser/chromium.ts';
import { reaperEntry, rendererDir, resourcesDir, sandboxEntry } from '../../test/support/built.ts';
import { ensureBuilt } from '../build/ensure-built.ts';
import { canDraw } from './glyphs.ts';
import { type Shot, shots } from './places.ts';
import { prepare } from './prepare.ts';

const { values } = parseArgs({
	options: {
		out: { type: 'string', default: 'docs/screenshots' },
		only: { type: 'string', multiple: true },
		place: { type: 'string' },
		theme: { type: 'string', multiple: true, default: ['light', 'dark'] },
		language: { type: 'string', multiple: true, default: ['en', 'zh-CN'] },
		width: { type: 'string', default: '1280' },
		height: { type: 'string', default: '800' },
	},
});

const wanted: readonly Shot[] =
	values.place !== undefined
		? [{ name: 'place', place: values.place }]
		: shots.filter(({ name }) => values.only?.includes(name) ?? true);

ensureBuilt();
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'dataflare-shots-'));
const core = await createCore({ dataDir: join(folder, 'data'), sandboxEntry, reaperEntry, resourcesDir });
const loopback = await createLoopback({ core, rendererDir, scratchDir: join(folder, 'scratch'), port: 0 });
const browser = await chromium.launch(await chromiumLaunch());
try {
	await prepare(core, folder);
	const ids = await newestRuns();
	const page = await browser.newPage({ viewport: { width: Number(values.width), height: Number(values.height) } });
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) process.stderr.write(`page: ${message.text()}\n`);
	});
	page.on('pageerror', (error) => process.stderr.write(`page: ${error.stack ?? error.message}\n`));
	await page.goto(loopback.startUrl());
	await page.locator('main').waitFor();
	if (values.language.includes('zh-CN') && !(await canDraw(page, '中', '文'))) {
		process.stderr.write(
			'No installed font has Chinese characters, so they appear as boxes (Debian: fonts-noto-cjk).\n',
		);
	}
	for (const language of values.language) {
		for (const theme of values.theme) {
			await core.request('settings.set', toSettingChange('language', language));
			await core.request('settings.set', toSettingChange('theme', theme));
			// What another program changed is asked for anew by a fresh page.
			await page.reload();
			await page.locator('main').waitFor();
			for (const shot of wanted)
				await take(page, { ...shot, place: fill(shot.place, ids) }, `${shot.name}.${language}.${theme}.png`);
		}
	}
} finally {
	await browser.close();
	await loopback.close();
	await core.close();
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function newestRuns(): Promise<Readonly<Record<string, string>>> {
	const one = async (query: object): Promise<string> => {
		const answer = await core.request('runs.list', { ...query, limit: 1 });
		return answer.ok ? (answer.data.runs[0]?.id ?? '') : '';
	};
	return {
		run: await one({ status: 'succeeded' }),
		failed: await one({ status: 'failed' }),
		denied: await one({ withDenials: true }),
		chain: await one({ kind: 'chain' }),
		flow: await one({ kind: 'flow' }),
	};
}

function fill(place: string, ids: Readonly<Record<string, string>>): string {
	return place.replace(/\{(\w+)\}/g, (_, key: string) => ids[key] ?? '');
}

async function take(page: Page, { place, until }: Shot, file: string): Promise<void> {
	// A text, not a function: this file is checked without the page's globals.
	await page.evaluate(`location.assign(${JSON.stringify(place)})`);
	if (until !== undefined) await page.locator('main').locator(until).filter({ hasText: /\S/ }).first().waitFor();
	// Whatever the screen asks of the engine is there, and nothing moves any more.
	await page.waitForTimeout(700);
	await page.evaluate('document.fonts.ready.then(() => true)');
	await page.screenshot({ path: join(out, file), animations: 'disabled' });
	process.stdout.write(`${join(values.out, file)}\n`);
}
