import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oneTimeReads } from '../support/browser/one-time-reads.ts';

const root = resolve(import.meta.dirname, '../..');
const files = ['test/e2e', 'test/support/browser'].flatMap((folder) =>
	readdirSync(join(root, folder))
		.filter((name) => name.endsWith('.ts'))
		.map((name) => `${folder}/${name}`),
);
/** What is found in the body of a test. */
const foundIn = (...lines: readonly string[]): readonly string[] =>
	oneTimeReads(['it("is so", async () => {', ...lines, '});'].join('\n'));

describe('what the tests of pages say of a page', () => {
	it('is waited for: nothing is read once and held to something, decided by, or pressed before it has come', () => {
		expect(files.length).toBeGreaterThan(30);
		const found = files.flatMap((file) =>
			oneTimeReads(readFileSync(join(root, file), 'utf8')).map((text) => `${file}:${text}`),
		);
		expect(found).toEqual([]);
	});

	it.each([
		['expect(await box.isChecked()).toBe(true);'],
		['expect(Number(await grid().getAttribute("aria-rowcount"))).toBeGreaterThan(1);'],
		['expect((await heads.allInnerTexts()).slice(1)).toEqual([]);'],
		['expect([1, await rows.count()]).toEqual([1, 2]);'],
		['expect(page.url()).toMatch(/runs/);'],
		['const text = await row.innerText(); expect(text).toBe("x");'],
		['const box = await row.boundingBox(); const wide = box?.width; expect(wide).toBe(3);'],
		['const { length } = await rows.allInnerTexts(); expect(length).toBe(3);'],
		['const shown = () => page.evaluate("shown"); expect(await shown()).toBe(1);'],
		['const shown = async () => { const now = await row.count(); return now; }; expect(await shown()).toBe(1);'],
		['if (await button.isVisible()) await button.click();'],
		['while ((await rows.count()) > 0) await remove();'],
		['const row = await page.$("tr");'],
		['await page.waitForTimeout(100);'],
		['await goTo("#/runs"); await page.keyboard.press("Enter");'],
		['await page.waitForURL(/runs/);', 'await page.keyboard.press("g");'],
	])('is found where it is read once: %s', (...lines) => {
		expect(foundIn(...lines).length).toBeGreaterThan(0);
	});

	it.each([
		['await expect.poll(() => box.isChecked()).toBe(true);'],
		['const before = await rows.count(); await expect.poll(() => rows.count()).toBe(before + 1);'],
		['const answer = await page.evaluate(async () => bridge.request("x")); expect(answer.ok).toBe(true);'],
		['expect(await core.request("runs.get", { id })).toMatchObject({ ok: true });'],
		['await list.waitFor();', 'await page.keyboard.press("j");', 'await page.keyboard.press("k");'],
		['const open = async () => { await list.waitFor(); }; await open(); await page.keyboard.press("j");'],
		['// Read once: what was run has left this for good.', 'expect(await page.title()).toBe("x");'],
	])('is left alone where it is waited for, or told why not: %s', (...lines) => {
		expect(foundIn(...lines)).toEqual([]);
	});

	it('needs a reason to be read once', () => {
		expect(foundIn('// Read once: so.', 'expect(await page.title()).toBe("x");')).toHaveLength(1);
		expect(foundIn('// Read once', 'expect(await page.title()).toBe("x");')).toHaveLength(1);
	});
});
