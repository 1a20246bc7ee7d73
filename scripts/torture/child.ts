/**
 * A program at work on the built engine, made to be killed. Every line on standard output is written before the next
 * step is taken, so that whoever holds the other end of the pipe knows what was reported when the kill came.
 * Arguments: the ground as JSON, and the seed. It begins to work when a line arrives on standard input.
 */
import { copyFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type * as Engine from '../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type Ground, INSTALLED, VERSIONS } from './ground.ts';
import { seeded } from './random.ts';

const ground = JSON.parse(process.argv[2] ?? '') as Ground;
const random = seeded(Number(process.argv[3]));
const { dataDir, sandboxEntry, reaperEntry, made, output, folder } = ground;

const say = (...words: readonly (string | number)[]): void => {
	const line = Buffer.from(`${words.join(' ')}\n`);
	for (let at = 0; at < line.length; ) at += writeSync(1, line, at);
};

const { createCore } = (await import(pathToFileURL(ground.core).href)) as typeof Engine;
const began = performance.now();
const core = await createCore({ dataDir, sandboxEntry, reaperEntry });
const opened = performance.now() - began;
const { user, system } = process.cpuUsage();

async function ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
	const answer = await core.request(route, input);
	if (answer.ok) return answer.data;
	throw new Error(`${route} ${JSON.stringify(input)}: ${answer.error.code}: ${answer.error.message}`);
}

core.on('run.finished', ({ run }) => say('run', run.id, run.status));
core.on('plugin.changed', (change) => {
	if (change.kind === 'update_failed') say('problem', change.plugin.name, 'update_failed', change.message);
});

/** What is there from the first start on. */
async function furnish(): Promise<void> {
	const there = new Map((await ask('plugins.list', {})).map((plugin) => [plugin.name, plugin.state]));
	for (const name of ['steady', 'swapped', 'passes', 'writes', 'spins']) {
		if (there.get(name) === 'ready') continue;
		const path = ['steady', 'swapped'].includes(name) ? join(made, name, '0') : join(made, name);
		const grant = name === 'writes' ? { ...lockedDown, allow_file_system: true, allowed_paths: ['./'] } : lockedDown;
		// Also where the last program was killed before it had recorded the decision.
		await ask('plugins.install', { path, grant, replace: true });
	}
}

const call = { fn: 'process_data', input: '1' } as const;
const jobs: readonly (() => Promise<void>)[] = [
	async () => {
		const answer = await ask('plugins.call', { name: 'steady', ...call });
		say('run', answer.runId, answer.run.status);
	},
	async () => {
		await ask('plugins.call', { name: 'writes', ...call });
	},
	async () => {
		// What spins is ended by its deadline; a kill of the parent meets it in its loop.
		await core.request('plugins.call', { name: 'spins', fn: 'process_data', input: '100', timeoutMs: 150 });
	},
	async () => {
		const path = join(output, `${random.int(1e9)}.ndjson`);
		say('stream', path);
		const run = await ask('streams.run', {
			plugin: 'passes',
			input: { kind: 'file', path: join(folder, 'records.ndjson') },
			output: { kind: 'file', path },
		});
		say('run', run.id, run.status);
		say('streamed', path);
	},
	async () => {
		const name = random.pick(INSTALLED);
		const version = random.int(VERSIONS);
		say('installing', name, version);
		await ask('plugins.install', { path: join(made, name, String(version)), grant: lockedDown, replace: true });
		say('installed', name, version);
		if (!random.chance(0.3)) return;
		say('uninstalling', name);
		await ask('plugins.uninstall', { name });
		say('uninstalled', name);
	},
	async () => {
		// As a build tool does it: written beside, then renamed into place.
		const version = random.int(VERSIONS);
		const target = join(dataDir, 'plugins/swapped/swapped.wasm');
		copyFileSync(join(made, 'swapped', String(version), 'swapped.wasm'), `${target}.new`);
		renameSync(`${target}.new`, target);
		say('swapping', version);
		await ask('plugins.call', { name: 'swapped', ...call });
		await pause(random.int(200));
	},
	async () => {
		const policy = { ...lockedDown, max_execution_time: 1000 + random.int(5000) };
		const grant = await ask('policy.set', { name: 'steady', policy, note: 'torture' });
		say('granted', 'steady', grant.version, policy.max_execution_time);
		const bytes = random.int(100_000);
		await ask('settings.set', { key: 'preview_bytes', value: bytes });
		say('setting', bytes);
		await ask('runs.list', { limit: 50 });
		await ask('runs.stats', {});
		await pause(random.int(100));
	},
];

say('ready', Math.round(opened), Math.round((user + system) / 1000));
process.stdin.once('data', async () => {
	try {
		await furnish();
		say('furnished');
		await Promise.all(
			jobs.map(async (job) => {
				for (;;) await job();
			}),
		);
	} catch (error) {
		say('problem', String(error));
	}
});
