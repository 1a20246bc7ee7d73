import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanStaging, removeEntry } from './install-files.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-staging-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plugin(name: string): string {
	const path = join(folder, name);
	mkdirSync(path);
	writeFileSync(join(path, 'plugin.json'), '{}');
	writeFileSync(join(path, 'module.wasm'), 'x');
	return path;
}

const there = (): readonly string[] => readdirSync(folder).toSorted();
const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('what an installation that was cut short left', () => {
	it('is removed, with the plugin that was in use put back where its place is empty', async () => {
		const pid = dead();
		plugin(`.staging-${pid}-half-00000000`);
		plugin(`.staging-${pid}-my-plugin-11111111.old`);
		plugin(`.staging-${pid}-replaced-22222222.old`);
		plugin('replaced');
		await cleanStaging(folder);
		expect(there()).toEqual(['my-plugin', 'replaced']);
	});

	it('is left alone while the program that is at it lives', async () => {
		const name = `.staging-${process.ppid}-half-00000000`;
		plugin(name);
		await cleanStaging(folder);
		expect(there()).toEqual([name]);
	});
});

describe('removing a plugin’s files', () => {
	it('takes them away at once, after it was forgotten and not before', async () => {
		const path = plugin('gone');
		let seen: boolean | null = null;
		await removeEntry(path, () => {
			seen = existsSync(path);
		});
		expect(seen).toBe(false);
		expect(there()).toEqual([]);
	});

	it('puts them back whole when it cannot be forgotten', async () => {
		const path = plugin('stays');
		const full = new Error('the disk is full');
		await expect(
			removeEntry(path, () => {
				throw full;
			}),
		).rejects.toBe(full);
		expect(there()).toEqual(['stays']);
		expect(readdirSync(path).toSorted()).toEqual(['module.wasm', 'plugin.json']);
	});

	it('that are gone already forgets the plugin all the same', async () => {
		let forgotten = false;
		await removeEntry(join(folder, 'never'), () => {
			forgotten = true;
		});
		expect(forgotten).toBe(true);
	});
});
