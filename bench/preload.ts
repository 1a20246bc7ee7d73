import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Core, createCore } from '../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../src/shared/api/routes.ts';
import { median } from './measure.ts';
import { report } from './report.ts';

const root = resolve(import.meta.dirname, '..');
const plugin = 'pii-redactor';
/** Starts of the program, with and without preloading in turn, so that whatever else the machine does meets both alike. */
const STARTS = 9;
/** Calls after the first, whose median is what a later call costs. */
const LATER = 15;

interface Times {
	readonly first: number[];
	readonly later: number[];
}

/** What the first call to a plugin costs after the program's start, against a later one. Both of the whole route. ms */
export async function preloadBench(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));
	const open = (preload: readonly string[] | false): Promise<Core> =>
		createCore({
			dataDir: folder,
			sandboxEntry: join(root, 'out/main/sandbox.mjs'),
			reaperEntry: join(root, 'out/main/reaper.mjs'),
			watch: false,
			preload,
		});
	try {
		const core = await open(false);
		await ask(core, 'plugins.install', { path: join(root, 'resources/plugins', plugin) });
		await core.close();
		const [preloaded, plain]: readonly [Times, Times] = [
			{ first: [], later: [] },
			{ first: [], later: [] },
		];
		for (let start = 0; start < STARTS; start++) {
			await oneStart(await open([plugin]), preloaded);
			await oneStart(await open(false), plain);
		}
		const later = median([...preloaded.later, ...plain.later]);
		const [ahead, cold] = [median(preloaded.first), median(plain.first)];
		report('first call after a start, preloaded, median', `${ahead.toFixed(1)} ms`);
		report('  a later call', `${later.toFixed(1)} ms`);
		report('  ratio', (ahead / later).toFixed(1), 'at most 5', ahead / later <= 5);
		report('  first call without preloading', `${cold.toFixed(1)} ms`);
		report('  ratio to a later call', (cold / later).toFixed(1));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function oneStart(core: Core, times: Times): Promise<void> {
	const { active } = await ask(core, 'preload.list', {});
	while (active && (await ask(core, 'preload.list', {})).plugins.some(({ state }) => state !== 'ready'))
		await pause(20);
	// The program's own start is over for both.
	await pause(300);
	times.first.push(await timeOf(core));
	for (let call = 0; call < LATER; call++) times.later.push(await timeOf(core));
	await core.close();
}

async function timeOf(core: Core): Promise<number> {
	const start = performance.now();
	await ask(core, 'plugins.call', { name: plugin, fn: 'process_data', input: '{"note":"mail bob@example.com"}' });
	return performance.now() - start;
}

async function ask<N extends RouteName>(core: Core, route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
	const answer = await core.request(route, input);
	if (answer.ok) return answer.data;
	throw new Error(`${route}: ${answer.error.message}`);
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
