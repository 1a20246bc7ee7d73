import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { settled, whatIsCut } from './room.ts';

/** A window as it usually is, a small one, and the smallest. */
const sizes = [
	[1280, 800],
	[900, 640],
	[640, 400],
] as const;

const shots = process.env['ROOM_SHOTS'];

/** Holds that nothing is cut at any size; draws it in both themes where pictures are asked for (`ROOM_SHOTS`). */
export async function wholeAtEverySize(page: Page, name: string): Promise<void> {
	for (const [width, height] of sizes) {
		await page.setViewportSize({ width, height });
		await settled(page);
		expect(await whatIsCut(page), `${name} at ${width}`).toEqual([]);
		if (shots !== undefined) await draw(page, join(shots, `${name}-${width}`));
	}
	await page.setViewportSize({ width: 1280, height: 800 });
}

async function draw(page: Page, path: string): Promise<void> {
	mkdirSync(join(path, '..'), { recursive: true });
	for (const theme of ['light', 'dark']) {
		await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
		await settled(page);
		await page.screenshot({ path: `${path}-${theme}.png` });
	}
	await page.evaluate(`document.documentElement.dataset.theme = 'light'`);
}
