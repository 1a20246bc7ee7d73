import { join } from 'node:path';
import type { Handlers } from '../../../shared/api/routes.ts';
import { exportAside } from '../../flows/quarantine/export-records.ts';
import { previewReplay, replayAside } from '../../flows/quarantine/replay-records.ts';
import { editAside, listAside, removeAside } from '../../flows/quarantine/told-records.ts';
import { type ResumeDeps, resumable, resumeFlow } from '../../flows/resume/resume-flow.ts';
import { runFlow } from '../../flows/run/start/run-flow.ts';
import { tryComponent } from '../../flows/trial/try-component.ts';
import type { TriggerDeps } from '../../flows/triggers/flow-triggers.ts';
import { endRun } from '../../runs/end-run.ts';
import { requireRun } from '../../runs/history/require-run.ts';
import { builtEntry } from '../../runtime/process/built-entries.ts';
import type { EngineParts } from '../engine-parts.ts';
import { checkDeps } from './keep-flows.ts';

type FlowRunHandlers = Pick<
	Handlers,
	| 'flows.run'
	| 'flows.finish'
	| 'flows.resumable'
	| 'flows.resume'
	| 'flows.try'
	| 'quarantine.list'
	| 'quarantine.edit'
	| 'quarantine.remove'
	| 'quarantine.export'
	| 'quarantine.preview'
	| 'quarantine.replay'
>;

export function flowRunHandlers(parts: EngineParts): FlowRunHandlers {
	const deps = flowDeps(parts);
	return {
		'flows.run': (asked) => runFlow(deps, asked),
		'flows.finish': ({ run }) => ({ finishing: endRun(parts, run, 'finish') }),
		'flows.resumable': ({ run }) => resumable(deps, run),
		'flows.resume': (asked) => resumeFlow(deps, asked),
		'flows.try': (asked) => tryComponent(deps, asked),
		'quarantine.list': (asked) => listAside(parts, asked),
		'quarantine.edit': (asked) => editAside(parts, asked),
		'quarantine.remove': (asked) => removeAside(parts, asked),
		'quarantine.export': (asked) => exportAside(parts, asked),
		'quarantine.preview': (asked) => previewReplay(deps, asked),
		'quarantine.replay': (asked) => replayAside(deps, asked),
	};
}

/** Runs what a trigger starts, under a run id that is known before. */
export function triggeredRuns(parts: EngineParts): TriggerDeps['run'] {
	const deps = flowDeps(parts);
	return ({ flow, found, ...asked }) =>
		runFlow({ ...deps, found }, { flow: { definition: flow }, replace: true, ...asked });
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
	};
}
