import type { RouteParsed } from '../../../../shared/api/routes.ts';
import { DataFlareError, type JsonValue } from '../../../../shared/errors/errors.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { refuseReplacing } from '../../../runs/replaced-output.ts';
import { type CheckDeps, checkFlow } from '../../check/check-flow.ts';
import type { FlowPlan } from '../../check/plan.ts';
import { type Found, toProblem } from '../../check/problem.ts';
import { type StartDeps, startFlow } from './start-flow.ts';

export interface FlowRunDeps extends StartDeps {
	readonly check: CheckDeps;
}

/** Runs a flow as one run with counts per component and edge. Resolves when it ended well; a failed run is an error with its id. */
export async function runFlow(deps: FlowRunDeps, request: RouteParsed<'flows.run'>): Promise<RunDetail> {
	const { plan, found } = await checkFlow(deps.check, request.flow);
	if (plan === null) throw notRunnable(found);
	if (!request.replace) await refuseReplacingAny(plan);
	return startFlow(deps, plan, request);
}

/** The first of what keeps it from running, with all of them in the details. */
export function notRunnable(found: readonly Found[]): DataFlareError {
	const first = found[0]?.error ?? new DataFlareError('configuration', 'The flow cannot run.');
	const problems = found.map((each) => JSON.parse(JSON.stringify(toProblem(each))) as JsonValue);
	return first.with({ details: { problems } });
}

/** Rejects with `conflict` where a file that would be written is there. */
async function refuseReplacingAny(plan: FlowPlan): Promise<void> {
	for (const { unit } of plan.components) {
		if (unit.use === 'write-file') await refuseReplacing(unit.config.path, null, 'none');
	}
}
