import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createCore } from '../../src/core/index.ts';
import { median } from '../measure.ts';
import { report } from '../report.ts';
import type { StartTimes } from './preload-start.ts';

const root = resolve(import.meta.dirname, '../..');
const plugin = 'pii-redactor';
/**
 * Starts of a program, each in a process of its own that has run nothing before; with and without preloading in turn, so
 * that whatever else the machine does meets both alike.
 */
const STARTS = 11;

/** What the first call to a plugin costs after the program's start, against a later one. Both of the whole route. ms */
export async function preloadBench(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));
	try {
		await install(folder);
		const [preloaded, plain]: readonly [StartTimes[], StartTimes[]] = [[], []];
		for (let start = 0; start < STARTS; start++) {
			preloaded.push(oneStart(folder, 'preload'));
			plain.push(oneStart(folder, 'plain'));
		}
		const starts = [...preloaded, ...plain];
		const later = median(starts.flatMap((times) => times.later));
		const rested = median(starts.flatMap((times) => times.rested));
		const [ahead, cold] = [preloaded, plain].map((times) => median(times.map(({ first }) => first))) as [
			number,
			number,
		];
		report('first call after a start, preloaded, median', `${ahead.toFixed(1)} ms`);
		// Before the first call there is always a pause, and any call after one pays for caches that went cold in it.
		report('  a later call after as long a pause', `${rested.toFixed(1)} ms`);
		report('  ratio', (ahead / rested).toFixed(2), 'at most 1.3', ahead / rested <= 1.3);
		report('  a later call right after another', `${later.toFixed(1)} ms`);
		report('  ratio', (ahead / later).toFixed(2));
		report('  first call without preloading', `${cold.toFixed(1)} ms`);
		report('  ratio to a later call', (cold / later).toFixed(1));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function install(dataDir: string): Promise<void> {
	const core = await createCore({
		dataDir,
		sandboxEntry: join(root, 'out/main/sandbox.mjs'),
		reaperEntry: join(root, 'out/main/reaper.mjs'),
		watch: false,
		preload: false,
	});
	const answer = await core.request('plugins.install', { path: join(root, 'resources/plugins', plugin) });
	await core.close();
	if (!answer.ok) throw new Error(answer.error.message);
}

function oneStart(folder: string, way: 'preload' | 'plain'): StartTimes {
	const script = join(import.meta.dirname, 'preload-start.ts');
	const { stdout, status } = spawnSync(process.execPath, ['--no-warnings', script, folder, plugin, way], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (status !== 0) throw new Error(`a start ended with ${status}`);
	return JSON.parse(stdout) as StartTimes;
}
