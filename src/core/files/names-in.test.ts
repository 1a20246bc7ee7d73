import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namesIn } from './names-in.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-names-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the names in a folder', () => {
	it('are all there are, up to so many', async () => {
		expect(await namesIn(folder, 0)).toEqual({ names: [], isAll: true });
		const made = Array.from({ length: 600 }, (_, at) => `${at}.txt`);
		for (const name of made) writeFileSync(join(folder, name), '');
		const all = await namesIn(folder, 600);
		expect(all.isAll).toBe(true);
		expect(all.names.toSorted()).toEqual(made.toSorted());
		const some = await namesIn(folder, 599);
		expect(some).toMatchObject({ isAll: false });
		expect(new Set(some.names).size).toBe(599);
		expect(await namesIn(folder, 0)).toEqual({ names: [], isAll: false });
	});

	it('are none where there is no such folder, or a file', async () => {
		writeFileSync(join(folder, 'file'), '');
		await expect(namesIn(join(folder, 'other'), 10)).rejects.toMatchObject({ code: 'ENOENT' });
		await expect(namesIn(join(folder, 'file'), 10)).rejects.toMatchObject({ code: 'ENOTDIR' });
	});
});
