import type { Handlers } from '../../../shared/api/routes.ts';
import { type FlowRunDeps, runFlow } from '../../flows/run/start/run-flow.ts';
import type { TriggerDeps } from '../../flows/triggers/flow-triggers.ts';
import type { EngineParts } from '../engine-parts.ts';
import { checkDeps } from './keep-flows.ts';

type FlowRunHandlers = Pick<Handlers, 'flows.run'>;

export function flowRunHandlers(parts: EngineParts): FlowRunHandlers {
	const deps: FlowRunDeps = { ...parts, check: checkDeps(parts), now: Date.now };
	return { 'flows.run': (asked) => runFlow(deps, asked) };
}

/** Runs what a trigger starts, under a run id that is known before. */
export function triggeredRuns(parts: EngineParts): TriggerDeps['run'] {
	const deps: FlowRunDeps = { ...parts, check: checkDeps(parts), now: Date.now };
	return ({ flow, ...asked }) => runFlow(deps, { flow: { definition: flow }, replace: true, ...asked });
}
