import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Appearance } from '../../../src/shared/api/appearance.ts';
import { askCore } from '../scratch/plugin-folder.ts';
import type { BrowserFace } from './faces.ts';
import { settled, whatIsCut } from './room.ts';

/** A window as it usually is, a small one, and the smallest. CSS px */
const sizes = [
	[1280, 800],
	[900, 640],
	[640, 400],
] as const;

/** Where pictures go, for whoever looks at them. Absent: none is taken. */
const shots = process.env['PAGE_SHOTS'];

/** Holds that nothing is cut at any size; a picture of each in both themes, where pictures are asked for. */
export async function wholeAtEverySize(page: Page, name: string): Promise<void> {
	await atEverySize(page, async (width) => {
		expect(await whatIsCut(page), `${name} at ${width}`).toEqual([]);
		await drawInBothThemes(page, `${name}-${width}`);
	});
}

/** The pictures alone, in both languages. Does nothing where none are asked for. */
export async function drawEverywhere(face: BrowserFace, name: string): Promise<void> {
	if (shots === undefined) return;
	await inBothLanguages(face, (language) =>
		atEverySize(face.page, (width) => drawInBothThemes(face.page, `${name}-${language}-${width}`)),
	);
}

/** One picture of what is there now, where pictures are asked for. */
export async function draw(page: Page, name: string, fullPage = false): Promise<void> {
	if (shots === undefined) return;
	const path = join(shots, `${name}.png`);
	mkdirSync(dirname(path), { recursive: true });
	await page.screenshot({ path, fullPage });
}

/** Shows the page in Chinese, then in English, and stays with that. */
export async function inBothLanguages(
	{ core, page }: BrowserFace,
	step: (language: Exclude<Appearance['language'], 'system'>) => Promise<void>,
): Promise<void> {
	for (const language of ['zh-CN', 'en'] as const) {
		await askCore(core, 'settings.set', { key: 'language', value: language });
		await page.locator(`html[lang="${language}"]`).waitFor();
		await step(language);
	}
}

async function atEverySize(page: Page, step: (width: number) => Promise<void>): Promise<void> {
	for (const [width, height] of sizes) {
		await page.setViewportSize({ width, height });
		await settled(page);
		await step(width);
	}
	await page.setViewportSize({ width: 1280, height: 800 });
	await settled(page);
}

async function drawInBothThemes(page: Page, name: string): Promise<void> {
	if (shots === undefined) return;
	for (const theme of ['light', 'dark']) {
		await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
		await settled(page);
		await draw(page, `${name}-${theme}`);
	}
	await page.evaluate(`document.documentElement.dataset.theme = 'light'`);
}
