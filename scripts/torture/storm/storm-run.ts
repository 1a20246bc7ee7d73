/** Many plugins at work, half of them crashing: what becomes of the other half, and of the engine. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCore } from '../../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/api/routes.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { leftoversIn, prepareGround, processesNaming } from '../ground.ts';
import { compileText, processKiller, versioned, writePackage } from '../guests.ts';
import { type Phase, Phases } from './phases.ts';

export interface StormOptions {
	/** Half of them crash. */
	readonly plugins: number;
	/** How long the calm before and after is measured, ms. */
	readonly calmMs: number;
	/** How long a lull between two squalls may be at the most, ms. */
	readonly lullMs: number;
	readonly onPhase?: (name: string) => void;
}

export interface StormReport {
	readonly calm: Phase;
	/** While crashing plugins were called, a squall of eight after the other. */
	readonly storm: Phase;
	/** Between the squalls: the same minutes and the same machine as the storm, whatever else it does. */
	readonly lull: Phase;
	/** When all of them were in quarantine. */
	readonly after: Phase;
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
	const phases = new Phases();
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
	async function work(over: AbortSignal): Promise<void> {
		const lane = async (offset: number): Promise<void> => {
			for (let turn = offset; !over.aborted; turn += LANES) {
				const name = steady[turn % steady.length] ?? '';
				const [phase, at] = [phases.now, performance.now()];
				const answer = await core.request('plugins.call', { name, fn: 'process_data', input: '1' });
				phases.call(phase, performance.now() - at);
				if (!answer.ok) problems.push(`${name}: ${answer.error.code}: ${answer.error.message}`);
				else if (answer.data.value !== 'v1') problems.push(`${name} answered ${JSON.stringify(answer.data.value)}`);
			}
		};
		const lister = async (): Promise<void> => {
			while (!over.aborted) {
				const [phase, at] = [phases.now, performance.now()];
				await ask('plugins.list', {});
				// A turn of the event loop: a window's answer has to get out, too.
				await new Promise(setImmediate);
				phases.list(phase, performance.now() - at);
				await pause(LIST_EVERY_MS);
			}
		};
		await Promise.all([...Array.from({ length: LANES }, (_, index) => lane(index)), lister()]);
	}

	let crashes = 0;
	async function crash(name: string): Promise<void> {
		for (let turn = 0; turn < MOST_CALLS; turn++) {
			const answer = await core.request('plugins.call', { name, fn: 'process_data', input: '1' });
			if (answer.ok) problems.push(`${name} did not crash`);
			else crashes += 1;
			if ((await ask('plugins.get', { name })).state === 'quarantined') break;
		}
	}

	/** Squalls of eight plugins that crash until they are in quarantine, each followed by a lull as long. */
	async function squalls(): Promise<void> {
		for (let from = 0; from < crashing.length; from += CRASHING_AT_ONCE) {
			phases.enter('storm');
			const began = performance.now();
			await Promise.all(crashing.slice(from, from + CRASHING_AT_ONCE).map(crash));
			phases.enter('lull');
			await pause(Math.min(options.lullMs, performance.now() - began));
		}
	}

	const after = (ms: number): AbortSignal => AbortSignal.timeout(Math.max(1, ms));
	try {
		options.onPhase?.('installing');
		await install();
		options.onPhase?.('starting the steady half');
		for (const name of steady) await ask('plugins.call', { name, fn: 'process_data', input: '1' });
		options.onPhase?.('calm');
		phases.enter('calm');
		await work(after(options.calmMs));
		options.onPhase?.('storm');
		const over = new AbortController();
		await Promise.all([work(over.signal), squalls().finally(() => over.abort())]);
		options.onPhase?.('after the storm');
		phases.enter('after');
		await work(after(options.calmMs));
		phases.enter('over');
		const records = (await ask('plugins.list', {})).filter(({ name }) => crashing.includes(name));
		const quarantined = records.filter(({ state }) => state === 'quarantined');
		for (const { name, state, problem } of records) {
			const told = /crashed 3 times within 60 s/.test(problem?.message ?? '');
			if (state !== 'quarantined') problems.push(`${name} is ${state}`);
			else if (!told) problems.push(`${name} is quarantined without a reason: ${problem?.message ?? ''}`);
		}
		return {
			calm: phases.of('calm'),
			storm: phases.of('storm'),
			lull: phases.of('lull'),
			after: phases.of('after'),
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
