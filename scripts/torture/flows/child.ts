/**
 * A program that runs a flow to its end, or goes on with the run that the program before it left, made to be killed.
 * Arguments: the ground as JSON, and since when (Unix ms) a run is one to go on with. It says `ready` before it begins, and
 * `done` with the run's figures once it ended well.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Engine from '../../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/api/routes.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import type { FlowGround } from './ground.ts';

const ground = JSON.parse(process.argv[2] ?? '') as FlowGround;
const since = Number(process.argv[3]);
const {
	dataDir,
	sandboxEntry,
	reaperEntry,
	resourcesDir,
	checkpointMs: checkpointEveryMs,
	restMs: restAfterMs,
} = ground;

const say = (word: string, value: object): void => void writeSync(1, `${word} ${JSON.stringify(value)}\n`);

const { createCore } = (await import(pathToFileURL(ground.core).href)) as typeof Engine;
const core = await createCore({
	...{ dataDir, sandboxEntry, reaperEntry, resourcesDir, checkpointEveryMs, restAfterMs },
	spares: 0,
});

async function ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
	const answer = await core.request(route, input);
	if (answer.ok) return answer.data;
	say('problem', { route, error: answer.error });
	process.exit(1);
}

const there = new Set((await ask('plugins.list', {})).map(({ name, state }) => `${name} ${state}`));
for (const [name, path] of [
	['row-filter', join(resourcesDir, 'plugins/row-filter')],
	['summing', ground.summing],
] as const) {
	if (there.has(`${name} ready`)) continue;
	await ask('plugins.install', { path, grant: ground.grant, replace: true });
}
const { runs } = await ask('runs.list', { kind: 'flow', limit: 1, since });
const [last] = runs;
const flow = { definition: ground.definition as never };
const told = last !== undefined && last.status !== 'succeeded' ? await ask('flows.resumable', { run: last.id }) : null;
say('ready', { checkpointAt: told?.checkpointAt ?? null, recordsIn: told?.recordsIn ?? 0 });
let run: RunDetail;
if (last === undefined) run = await ask('flows.run', { flow });
else if (last.status === 'succeeded') run = await ask('runs.get', { id: last.id });
else run = await ask('flows.resume', { run: last.id });
const { total } = await ask('quarantine.list', { runId: run.id, limit: 1 });
const all = await ask('quarantine.list', { limit: 1 });
say('done', {
	setAside: total,
	setAsideInAll: all.total,
	stages: run.stages.map(({ recordsIn, recordsOut, recordsDropped, recordsFailed }) => [
		recordsIn,
		recordsOut,
		recordsDropped,
		recordsFailed,
	]),
	edges: run.edges.map(({ records, bytes }) => [records, bytes]),
});
await core.close();
