/** Many plugins at work, half of them crashing: what becomes of the other half, and of the engine. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCore } from '../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { leftoversIn, prepareGround, processesNaming } from './ground.ts';
import { compileText, processKiller, versioned, writePackage } from './guests.ts';

export interface StormOptions {
	/** Half of them crash. */
	readonly plugins: number;
	/** How long the calm is measured, ms. */
	readonly calmMs: number;
	/** The storm lasts until every crashing plugin is quarantined, and at least this long, ms. */
	readonly stormMs: number;
	readonly onPhase?: (name: string) => void;
}

/** What the steady half did in one phase. */
export interface Phase {
	readonly calls: number;
	readonly callsPerSecond: number;
	/** Times of single calls, ms. */
	readonly callMs: readonly number[];
	/** Times of `plugins.list`, asked every 25 ms, ms. */
	readonly listMs: readonly number[];
}

export interface StormReport {
	readonly calm: Phase;
	/** While there was a plugin that crashed and was not in quarantine yet. */
	readonly storm: Phase;
	/** When all of them were. */
	readonly after: Phase;
	readonly stormMs: number;
	readonly crashes: number;
	readonly quarantined: number;
	/** The reason that the first one was given. */
	readonly reason: string;
	readonly problems: readonly string[];
}

const LANES = 4;
/** Crashing plugins that are called at the same time. */
const CRASHING_AT_ONCE = 8;
/** A plugin is in quarantine after three crashes; one that is not after so many calls never will be. */
const MOST_CALLS = 12;
const LIST_EVERY_MS = 25;

export async function storm(options: StormOptions): Promise<StormReport> {
	const ground = prepareGround();
	const { dataDir, sandboxEntry, reaperEntry, made } = ground;
	const core = await createCore({ dataDir, sandboxEntry, reaperEntry });
	const problems: string[] = [];
	const names = (kind: string): readonly string[] =>
		Array.from({ length: options.plugins / 2 }, (_, index) => `${kind}-${index}`);
	const [steady, crashing] = [names('steady'), names('crashing')];

	async function ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
		const answer = await core.request(route, input);
		if (answer.ok) return answer.data;
		throw new Error(`${route}: ${answer.error.code}: ${answer.error.message}`);
	}

	async function install(): Promise<void> {
		const [good, bad] = [compileText(versioned(1)), compileText(processKiller)];
		for (const [list, module] of [
			[steady, good],
			[crashing, bad],
		] as const) {
			for (const name of list) {
				const folder = join(made, 'storm', name);
				writePackage(folder, name, module);
				await ask('plugins.install', { path: folder, grant: lockedDown });
			}
		}
	}

	/** Calls the steady plugins, one after another in each lane, until `over`. */
	async function measured(over: AbortSignal): Promise<Phase> {
		const [callMs, listMs]: [number[], number[]] = [[], []];
		const began = performance.now();
		const lane = async (offset: number): Promise<void> => {
			for (let turn = offset; !over.aborted; turn += LANES) {
				const name = steady[turn % steady.length] ?? '';
				const at = performance.now();
				const answer = await core.request('plugins.call', { name, fn: 'process_data', input: '1' });
				callMs.push(performance.now() - at);
				if (!answer.ok) problems.push(`${name}: ${answer.error.code}: ${answer.error.message}`);
				else if (answer.data.value !== 'v1') problems.push(`${name} answered ${JSON.stringify(answer.data.value)}`);
			}
		};
		const lister = async (): Promise<void> => {
			while (!over.aborted) {
				const at = performance.now();
				await ask('plugins.list', {});
				// A turn of the event loop: a window's answer has to get out, too.
				await new Promise(setImmediate);
				listMs.push(performance.now() - at);
				await pause(LIST_EVERY_MS);
			}
		};
		await Promise.all([...Array.from({ length: LANES }, (_, index) => lane(index)), lister()]);
		const seconds = (performance.now() - began) / 1000;
		return { calls: callMs.length, callsPerSecond: callMs.length / seconds, callMs, listMs };
	}

	let crashes = 0;
	async function crash(): Promise<void> {
		const left = [...crashing];
		const lane = async (): Promise<void> => {
			for (let name = left.shift(); name !== undefined; name = left.shift()) {
				for (let turn = 0; turn < MOST_CALLS; turn++) {
					const answer = await core.request('plugins.call', { name, fn: 'process_data', input: '1' });
					if (answer.ok) problems.push(`${name} did not crash`);
					else crashes += 1;
					if ((await ask('plugins.get', { name })).state === 'quarantined') break;
				}
			}
		};
		await Promise.all(Array.from({ length: CRASHING_AT_ONCE }, lane));
	}

	const after = (ms: number): AbortSignal => AbortSignal.timeout(Math.max(1, ms));
	try {
		options.onPhase?.('installing');
		await install();
		options.onPhase?.('starting the steady half');
		for (const name of steady) await ask('plugins.call', { name, fn: 'process_data', input: '1' });
		options.onPhase?.('calm');
		const calm = await measured(after(options.calmMs));
		options.onPhase?.('storm');
		const over = new AbortController();
		const began = performance.now();
		const [during] = await Promise.all([measured(over.signal), crash().finally(() => over.abort())]);
		const stormMs = performance.now() - began;
		options.onPhase?.('after the storm');
		const afterwards = await measured(after(Math.max(options.calmMs, options.stormMs - stormMs)));
		const records = (await ask('plugins.list', {})).filter(({ name }) => crashing.includes(name));
		const quarantined = records.filter(({ state }) => state === 'quarantined');
		for (const { name, state, problem } of records) {
			const told = /crashed 3 times within 60 s/.test(problem?.message ?? '');
			if (state !== 'quarantined') problems.push(`${name} is ${state}`);
			else if (!told) problems.push(`${name} is quarantined without a reason: ${problem?.message ?? ''}`);
		}
		return {
			calm,
			storm: during,
			after: afterwards,
			stormMs,
			crashes,
			quarantined: quarantined.length,
			reason: quarantined[0]?.problem?.message ?? '',
			problems,
		};
	} finally {
		await core.close();
		const stray = processesNaming(ground.folder).filter((pid) => pid !== process.pid);
		if (stray.length > 0) problems.push(`processes outlived the engine: ${stray.join(', ')}`);
		problems.push(...leftoversIn(dataDir).map((path) => `left behind: ${path}`));
		rmSync(ground.folder, { recursive: true, force: true });
	}
}
