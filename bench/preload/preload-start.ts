/**
 * One start of a program that calls the plugin `argv[3]` of the data in `argv[2]`, which is made ready before where
 * `argv[4]` is "preload". Prints what its calls took as one line of JSON, ms.
 */
import { join, resolve } from 'node:path';
import { type Core, createCore } from '../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';

export interface StartTimes {
	readonly first: number;
	/** One after the other. */
	readonly later: readonly number[];
	/** Each after a pause as long as the one before the first. */
	readonly rested: readonly number[];
}

const LATER = 15;
const RESTED = 5;
/** Between what went before and a call, ms. */
const REST_MS = 300;

const out = resolve(import.meta.dirname, '../../out/main');
const [, , dataDir = '', plugin = '', way] = process.argv;
const core: Core = await createCore({
	dataDir,
	sandboxEntry: join(out, 'sandbox.mjs'),
	reaperEntry: join(out, 'reaper.mjs'),
	watch: false,
	preload: way === 'preload' ? [plugin] : false,
});
if (way === 'preload') {
	while ((await ask('preload.list', {})).plugins.some(({ state }) => state !== 'ready')) await pause(20);
	// The one that was kept in reserve became the plugin's: the start is over once there is another.
	while (!(await ask('sandboxes.list', {})).some(({ role, state }) => role === 'spare' && state === 'idle'))
		await pause(20);
}
await pause(REST_MS);
const first = await timeOfCall();
const later: number[] = [];
for (let call = 0; call < LATER; call++) later.push(await timeOfCall());
const rested: number[] = [];
for (let call = 0; call < RESTED; call++) {
	await pause(REST_MS);
	rested.push(await timeOfCall());
}
await core.close();
process.stdout.write(`${JSON.stringify({ first, later, rested } satisfies StartTimes)}\n`);

async function timeOfCall(): Promise<number> {
	const start = performance.now();
	await ask('plugins.call', { name: plugin, fn: 'process_data', input: '{"note":"mail bob@example.com"}' });
	return performance.now() - start;
}

async function ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
	const answer = await core.request(route, input);
	if (answer.ok) return answer.data;
	throw new Error(`${route}: ${answer.error.message}`);
}

function pause(ms: number): Promise<void> {
	return new Promise((done) => setTimeout(done, ms));
}
