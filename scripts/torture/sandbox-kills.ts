/** `kill -9` of sandboxes, and now and then of the reaper, at random moments under load; the engine must go on. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Core, createCore } from '../../src/core/index.ts';
import type { Envelope } from '../../src/shared/errors/result.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type Ground, leftoversIn, prepareGround, processesNaming, startedProcessesNaming } from './ground.ts';
import { type Random, seeded } from './random.ts';

export interface SandboxKillReport {
	readonly kills: number;
	readonly reaperKills: number;
	/** Requests that were answered well while sandboxes were killed. */
	readonly succeeded: number;
	readonly failed: number;
	readonly quarantines: number;
	readonly problems: readonly string[];
}

export interface SandboxKillOptions {
	readonly kills: number;
	readonly seed: number;
	/** Stops early, ms from now. */
	readonly withinMs?: number | undefined;
}

/** What a call may fail with when its sandbox, or the next one while it loads, is killed. */
const expected = new Set(['plugin_execution', 'plugin_load', 'runtime', 'timeout', 'conflict']);
const PLUGINS = ['steady', 'writes', 'spins', 'passes'] as const;
/** One in this many kills meets the reaper. */
const REAPER_SHARE = 0.03;
/** A reaper is not killed more often than this, ms: three quick deaths in a row are taken for a broken installation. */
const REAPER_EVERY_MS = 1_500;
/** ms */
const BREATHING_MS = 3_000;
/** Processes that are on their way out must be gone by then, ms. */
const SETTLED_WITHIN_MS = 10_000;

type Counts = { -readonly [K in keyof SandboxKillReport]: SandboxKillReport[K] } & { problems: string[] };

export async function killSandboxes(options: SandboxKillOptions): Promise<SandboxKillReport> {
	const ground = prepareGround();
	const random = seeded(options.seed);
	const { dataDir, sandboxEntry, reaperEntry } = ground;
	const core = await createCore({ dataDir, sandboxEntry, reaperEntry });
	const counts: Counts = { kills: 0, reaperKills: 0, succeeded: 0, failed: 0, quarantines: 0, problems: [] };
	const over = new AbortController();
	try {
		await furnish(core, ground);
		const work = PLUGINS.map((name) => workOn(core, ground, name, counts, over.signal));
		await killAtRandom(ground, random, options, counts);
		over.abort();
		await Promise.all(work);
		await checkRecovery(core, ground, counts.problems);
	} finally {
		over.abort();
		await core.close();
		const left = processesNaming(ground.folder).filter((pid) => pid !== process.pid);
		if (left.length > 0) counts.problems.push(`processes outlived the engine: ${left.join(', ')}`);
		for (const path of leftoversIn(dataDir, ground.output)) counts.problems.push(`left behind: ${path}`);
		if (counts.problems.length === 0) rmSync(ground.folder, { recursive: true, force: true });
	}
	return counts;
}

async function furnish(core: Core, { made }: Ground): Promise<void> {
	for (const name of PLUGINS) {
		const path = name === 'steady' ? join(made, name, '0') : join(made, name);
		const grant = name === 'writes' ? { ...lockedDown, allow_file_system: true, allowed_paths: ['./'] } : lockedDown;
		const answer = await core.request('plugins.install', { path, grant, replace: false, author: 'you', note: '' });
		if (!answer.ok) throw new Error(answer.error.message);
	}
}

/** One request after another; what fails must fail in a way that says so, and be recorded as failed. */
async function workOn(
	core: Core,
	ground: Ground,
	name: (typeof PLUGINS)[number],
	counts: Counts,
	over: AbortSignal,
): Promise<void> {
	for (let turn = 0; !over.aborted; turn++) {
		const answer = await request(core, ground, name, turn);
		if (answer.ok) {
			counts.succeeded += 1;
			continue;
		}
		counts.failed += 1;
		const { code, message, details } = answer.error;
		if (!expected.has(code)) counts.problems.push(`${name}: ${code}: ${message}`);
		const { runId } = (details ?? {}) as { readonly runId?: string };
		if (runId !== undefined) {
			const run = await core.request('runs.get', { id: runId });
			if (!run.ok || run.data.status !== 'failed') counts.problems.push(`the failed run ${runId} is not recorded so`);
		}
		const record = await core.request('plugins.get', { name });
		if (record.ok && record.data.state === 'quarantined') {
			counts.quarantines += 1;
			if (!/crashed (3|10) times within/.test(record.data.problem?.message ?? ''))
				counts.problems.push(`${name}: no reason is given`);
			await core.request('plugins.reload', { name });
		}
	}
}

async function request(core: Core, ground: Ground, name: string, turn: number): Promise<Envelope<unknown>> {
	if (name === 'passes') {
		return core.request('streams.run', {
			plugin: name,
			input: { kind: 'file', path: join(ground.folder, 'records.ndjson') },
			output: { kind: 'file', path: join(ground.output, 'passed.ndjson') },
		});
	}
	const spins = name === 'spins' && turn % 4 === 0;
	return core.request('plugins.call', {
		name,
		fn: 'process_data',
		input: spins ? '100' : '1',
		...(spins ? { timeoutMs: 100 } : {}),
	});
}

async function killAtRandom(
	ground: Ground,
	random: Random,
	options: SandboxKillOptions,
	counts: Counts,
): Promise<void> {
	const until = performance.now() + (options.withinMs ?? Number.POSITIVE_INFINITY);
	let reaperAt = performance.now();
	while (counts.kills < options.kills && performance.now() < until && counts.problems.length < 20) {
		await pause(random.int(40));
		// On a slow machine nothing would ever come up if there were no breathing space.
		if (random.chance(0.5)) await progress(counts);
		const reaper = random.chance(REAPER_SHARE) && performance.now() - reaperAt > REAPER_EVERY_MS;
		// The command line of the reaper names its own entry alone, that of a sandbox the sandbox's.
		const found = processesNaming(reaper ? ground.reaperEntry : ground.sandboxEntry).filter(
			(pid) => pid !== process.pid,
		);
		if (found.length === 0) continue;
		try {
			process.kill(random.pick(found), 'SIGKILL');
		} catch {
			// It ended by itself in between.
			continue;
		}
		if (reaper) {
			reaperAt = performance.now();
			counts.reaperKills += 1;
		} else counts.kills += 1;
	}
}

/** Resolves when one more request was answered well, or after a while. */
async function progress(counts: Counts): Promise<void> {
	const before = counts.succeeded;
	for (const until = performance.now() + BREATHING_MS; counts.succeeded === before && performance.now() < until; ) {
		await pause(5);
	}
}

/** When nobody kills any more, every plugin answers, every run has ended, and no process is there that is not listed. */
async function checkRecovery(core: Core, ground: Ground, problems: string[]): Promise<void> {
	for (const name of PLUGINS) {
		await core.request('plugins.reload', { name });
		// The last kills may still be on their way through.
		let answer = await request(core, ground, name, 1);
		for (let again = 0; !answer.ok && again < 5; again++) answer = await request(core, ground, name, 1);
		if (!answer.ok) problems.push(`${name} does not answer any more: ${answer.error.message}`);
	}
	const running = await core.request('runs.list', { status: 'running' });
	if (!running.ok || running.data.total > 0) problems.push('runs still run after all were answered');
	const until = performance.now() + SETTLED_WITHIN_MS;
	for (;;) {
		const listed = await core.request('sandboxes.list', {});
		const pids = listed.ok ? listed.data.map(({ pid }) => pid) : [];
		const found = startedProcessesNaming(ground.sandboxEntry).filter((pid) => pid !== process.pid);
		const strays = found.filter((pid) => !pids.includes(pid));
		if (listed.ok && strays.length === 0 && pids.length === found.length) return;
		if (performance.now() > until) {
			problems.push(`${pids.length} sandboxes are listed, ${found.length} are there`);
			return;
		}
		await pause(50);
	}
}
