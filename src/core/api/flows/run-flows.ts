import { join } from 'node:path';
import type { Handlers } from '../../../shared/api/routes.ts';
import { type ResumeDeps, resumable, resumeFlow } from '../../flows/resume/resume-flow.ts';
import { runFlow } from '../../flows/run/start/run-flow.ts';
import type { TriggerDeps } from '../../flows/triggers/flow-triggers.ts';
import { requireRun } from '../../runs/history/require-run.ts';
import { builtEntry } from '../../runtime/process/built-entries.ts';
import type { EngineParts } from '../engine-parts.ts';
import { checkDeps } from './keep-flows.ts';

/** How often a checkpoint is taken, ms. */
const CHECKPOINT_MS = 5_000;

type FlowRunHandlers = Pick<Handlers, 'flows.run' | 'flows.resumable' | 'flows.resume'>;

export function flowRunHandlers(parts: EngineParts): FlowRunHandlers {
	const deps = flowDeps(parts);
	return {
		'flows.run': (asked) => runFlow(deps, asked),
		'flows.resumable': ({ run }) => resumable(deps, run),
		'flows.resume': (asked) => resumeFlow(deps, asked),
	};
}

/** Runs what a trigger starts, under a run id that is known before. */
export function triggeredRuns(parts: EngineParts): TriggerDeps['run'] {
	const deps = flowDeps(parts);
	return ({ flow, ...asked }) => runFlow(deps, { flow: { definition: flow }, replace: true, ...asked });
}

function flowDeps(parts: EngineParts): ResumeDeps {
	const { resourcesDir } = parts;
	return {
		...parts,
		check: checkDeps(parts),
		now: Date.now,
		requireRun: (id) => requireRun(parts, id),
		threads: {
			entry: () => builtEntry('flows.mjs'),
			pluginsDir: resourcesDir === null ? null : join(resourcesDir, 'plugins'),
		},
		checkpointEvery: { ms: CHECKPOINT_MS },
	};
}
