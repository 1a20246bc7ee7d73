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
import type { HandlerDeps } from '../handler-deps.ts';
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

export function flowRunHandlers(deps: HandlerDeps): FlowRunHandlers {
	const running = flowDeps(deps);
	return {
		'flows.run': (asked) => runFlow(running, asked),
		'flows.finish': ({ run }) => ({ finishing: endRun(deps, run, 'finish') }),
		'flows.resumable': ({ run }) => resumable(running, run),
		'flows.resume': (asked) => resumeFlow(running, asked),
		'flows.try': (asked) => tryComponent(running, asked),
		'quarantine.list': (asked) => listAside(deps, asked),
		'quarantine.edit': (asked) => editAside(deps, asked),
		'quarantine.remove': (asked) => removeAside(deps, asked),
		'quarantine.export': (asked) => exportAside(deps, asked),
		'quarantine.preview': (asked) => previewReplay(running, asked),
		'quarantine.replay': (asked) => replayAside(running, asked),
	};
}

/** Runs what a trigger starts, under a run id that is known before. */
export function triggeredRuns(deps: HandlerDeps): TriggerDeps['run'] {
	const running = flowDeps(deps);
	return ({ flow, found, ...asked }) =>
		runFlow({ ...running, found }, { flow: { definition: flow }, replace: true, ...asked });
}

function flowDeps(deps: HandlerDeps): ResumeDeps {
	const { resourcesDir } = deps;
	return {
		...deps,
		check: checkDeps(deps),
		now: Date.now,
		requireRun: (id) => requireRun(deps, id),
		threads: {
			entry: () => builtEntry('flows.mjs'),
			pluginsDir: resourcesDir === null ? null : join(resourcesDir, 'plugins'),
		},
	};
}
