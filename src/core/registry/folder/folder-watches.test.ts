import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freshFolder, markedModule, markedPlugin } from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { FolderWatches } from './folder-watches.ts';
import { fingerprints, type PluginsFolderWatch, watchPluginsFolder } from './watch-plugins-folder.ts';

const { path: root } = scratchFolder();
const open: { close(): void }[] = [];
afterEach(() => {
	for (const one of open.splice(0)) one.close();
});

async function watched(folder: string): Promise<{ readonly watches: FolderWatches; changes(): number }> {
	let changes = 0;
	const watches = new FolderWatches(folder, () => changes++);
	open.push(watches);
	await watches.arm();
	return { watches, changes: () => changes };
}

async function settling(folder: string, settled: (entry: string) => void): Promise<PluginsFolderWatch> {
	const initial = await fingerprints(folder);
	return watchPluginsFolder(folder, { initial, settleMs: 50 }, { settled, stateChanged: () => {} });
}

describe.runIf(process.platform === 'linux')('the watches on the plugins folder', () => {
	it('are few for one plugin of thousands of folders, wide or deep', async () => {
		const folder = freshFolder(root);
		for (let count = 0; count < 3_000; count++)
			mkdirSync(join(folder, `wide/${count % 50}/${count}`), { recursive: true });
		mkdirSync(join(folder, 'deep', ...Array.from({ length: 300 }, () => 'd')), { recursive: true });
		const { watches } = await watched(folder);
		expect(watches.count).toBeLessThan(40);
	});

	it('are bounded for thousands of plugins', async () => {
		const folder = freshFolder(root);
		for (let count = 0; count < 2_000; count++) mkdirSync(join(folder, `${count}/in`), { recursive: true });
		const { watches } = await watched(folder);
		expect(watches.count).toBe(500);
	});

	it('are given back for what is gone, and all of them at the end', async () => {
		const folder = freshFolder(root);
		mkdirSync(join(folder, 'a/in'), { recursive: true });
		const { watches } = await watched(folder);
		expect(watches.count).toBe(3);
		rmSync(join(folder, 'a'), { recursive: true });
		await watches.arm();
		expect(watches.count).toBe(1);
		watches.close();
		expect(watches.count).toBe(0);
	});

	it('hear of a folder that another took the place of', async () => {
		const folder = freshFolder(root);
		mkdirSync(join(folder, 'a'));
		mkdirSync(join(folder, '.next'));
		const { watches, changes } = await watched(folder);
		rmSync(join(folder, 'a'), { recursive: true });
		renameSync(join(folder, '.next'), join(folder, 'a'));
		await expect.poll(changes).toBeGreaterThan(0);
		await watches.arm();
		const before = changes();
		writeFileSync(join(folder, 'a/file'), '');
		await expect.poll(changes).toBeGreaterThan(before);
	});

	it('leave the program its time, however many folders a plugin has', async () => {
		const folder = freshFolder(root);
		for (let count = 0; count < 6_000; count++)
			mkdirSync(join(folder, `big/${count % 40}/${count}`), { recursive: true });
		const still = monitorEventLoopDelay({ resolution: 5 });
		still.enable();
		const settled = vi.fn();
		const watch = await settling(folder, settled);
		open.push(watch);
		markedPlugin(folder, 'tool');
		await expect.poll(() => settled.mock.calls.length).toBeGreaterThan(0);
		still.disable();
		// Generous: on a machine with nothing else to do it is below 20 ms.
		expect(still.max / 1e6).toBeLessThan(1_000);
		expect(settled.mock.calls.map(([entry]) => entry)).toEqual(['tool']);
	});
});

it('what lies deeper than is watched is found by reading again', async () => {
	const folder = freshFolder(root);
	const deep = join(folder, 'tool/1/2/3/4');
	mkdirSync(deep, { recursive: true });
	writeFileSync(join(deep, 'm.wasm'), markedModule('a'));
	const settled = vi.fn();
	open.push(await settling(folder, settled));
	writeFileSync(join(deep, 'm.wasm'), markedModule('another'));
	await expect.poll(() => settled.mock.calls.length).toBeGreaterThan(0);
});
