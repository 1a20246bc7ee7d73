/** Everything that people and pipelines do, for as long as it is wanted. */
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '../../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/api/routes.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { type Ground, INSTALLED, startedProcessesNaming, VERSIONS } from '../ground.ts';
import type { Random } from '../random.ts';

export interface Counts {
	calls: number;
	streams: number;
	installs: number;
	swaps: number;
	policies: number;
	kills: number;
	queries: number;
	/** Requests that failed because a sandbox was killed under them. */
	killed: number;
	readonly problems: string[];
}

const call = { fn: 'process_data', input: '1' } as const;
/** What a request may fail with when its sandbox is killed, or another job has its plugin just now. */
const expected = new Set([
	'plugin_execution',
	'plugin_load',
	'runtime',
	'timeout',
	'conflict',
	'not_found',
	'cancelled',
]);

export async function furnish(core: Core, { made }: Ground): Promise<void> {
	for (const name of ['steady', 'swapped', 'passes', 'writes', 'spins']) {
		const path = ['steady', 'swapped'].includes(name) ? join(made, name, '0') : join(made, name);
		const grant = name === 'writes' ? { ...lockedDown, allow_file_system: true, allowed_paths: ['./'] } : lockedDown;
		const answer = await core.request('plugins.install', { path, grant, replace: false, author: 'you', note: '' });
		if (!answer.ok) throw new Error(answer.error.message);
	}
}

/** Works until `over`; resolves when everything that was begun has ended. */
export async function work(
	core: Core,
	ground: Ground,
	random: Random,
	counts: Counts,
	over: AbortSignal,
): Promise<void> {
	const { made, output, folder, dataDir, sandboxEntry } = ground;

	/** Null where it failed as it may; a quarantined plugin is let back. */
	async function ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N> | null> {
		const answer = await core.request(route, input);
		if (answer.ok) return answer.data;
		if (expected.has(answer.error.code)) counts.killed += 1;
		else counts.problems.push(`${route}: ${answer.error.code}: ${answer.error.message}`);
		return null;
	}

	const jobs: readonly (() => Promise<void>)[] = [
		async () => {
			await ask('plugins.call', { name: random.pick(['steady', 'writes', 'swapped']), ...call });
			counts.calls += 1;
			await pause(random.int(10));
		},
		async () => {
			// A deadline that passes, or a caller that gives up.
			const runId = random
				.int(2 ** 31)
				.toString(16)
				.padStart(12, '0');
			const answer = core.request('plugins.call', {
				name: 'spins',
				fn: 'process_data',
				input: '100',
				timeoutMs: 200,
				runId,
			});
			if (random.chance(0.5)) await pause(50).then(() => ask('runs.cancel', { id: runId }));
			await answer;
			counts.calls += 1;
			await pause(300);
		},
		async () => {
			const path = join(output, 'streamed.ndjson');
			await ask('streams.run', {
				plugin: 'passes',
				input: { kind: 'file', path: join(folder, 'records.ndjson') },
				output: { kind: 'file', path },
			});
			counts.streams += 1;
			await pause(random.int(100));
		},
		async () => {
			const name = random.pick(INSTALLED);
			const path = join(made, name, String(random.int(VERSIONS)));
			await ask('plugins.install', { path, grant: lockedDown, replace: true });
			await ask('plugins.call', { name, ...call });
			if (random.chance(0.4)) await ask('plugins.uninstall', { name });
			counts.installs += 1;
			await pause(200);
		},
		async () => {
			const target = join(dataDir, 'plugins/swapped/swapped.wasm');
			copyFileSync(join(made, 'swapped', String(random.int(VERSIONS)), 'swapped.wasm'), `${target}.new`);
			renameSync(`${target}.new`, target);
			counts.swaps += 1;
			await pause(600);
		},
		async () => {
			const policy = { ...lockedDown, max_execution_time: random.pick([2000, 3000, 4000]) };
			await ask('policy.set', { name: 'steady', policy });
			counts.policies += 1;
			await pause(1_500);
		},
		async () => {
			// A person's machine ends one, too; a plugin that met it three times in a row is let back.
			const sandboxes = startedProcessesNaming(sandboxEntry).filter((pid) => pid !== process.pid);
			try {
				if (sandboxes.length > 0) process.kill(random.pick(sandboxes), 'SIGKILL');
				counts.kills += 1;
			} catch {
				// It ended by itself in between.
			}
			for (const { name, state } of (await ask('plugins.list', {})) ?? []) {
				if (state === 'quarantined') await ask('plugins.reload', { name });
			}
			await pause(700);
		},
		async () => {
			const runs = await ask('runs.list', { limit: 100, ...(random.chance(0.5) ? { status: 'failed' } : {}) });
			await ask('runs.stats', {});
			await ask('runs.search', { text: 'called' });
			await ask('plugins.activity', { since: 0 });
			await ask('logs.list', { limit: 100 });
			const last = runs?.runs[0];
			if (last !== undefined) await ask('runs.get', { id: last.id });
			await ask('runs.export', { format: 'ndjson' });
			counts.queries += 7;
			await pause(250);
		},
	];

	await Promise.all(
		jobs.map(async (job) => {
			while (!over.aborted) await job();
		}),
	);
}
