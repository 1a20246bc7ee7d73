import type { FlowResume } from '../../../shared/api/flow-routes.ts';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError, type JsonValue, toDataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { checkPlaced } from '../check/check-flow.ts';
import type { FlowPlan } from '../check/plan.ts';
import { inputDifference } from '../io/input-difference.ts';
import { assertStates } from '../run/checkpoint/state-files.ts';
import type { Checkpoint } from '../run/checkpoint.ts';
import { countsOf } from '../run/run-to-end.ts';
import { type FlowRunDeps, notRunnable } from '../run/start/run-flow.ts';
import { startFlow } from '../run/start/start-flow.ts';
import { specsOf } from '../run/start/to-runnable.ts';
import { type Difference, differencesOf } from './differences.ts';
import { flowOf, isReplay } from './flow-of.ts';

export interface ResumeDeps extends FlowRunDeps {
	/** By id or unambiguous prefix. Throws `not_found`. */
	readonly requireRun: (id: string) => RunDetail;
}

interface Resumable {
	readonly run: RunDetail;
	readonly checkpoint: Checkpoint | null;
	readonly differences: readonly Difference[];
	/** Why it cannot go on, whatever a person accepts; with neither, it can. */
	readonly problem: DataFlareError | null;
	readonly plan: FlowPlan | null;
}

/** Whether a run that ended early can go on, from where, and what is not as it was. */
export async function resumable(deps: ResumeDeps, id: string): Promise<FlowResume> {
	const { run, checkpoint, differences, problem } = await look(deps, id);
	return {
		run: run.id,
		continuedBy: run.continuedBy,
		checkpointAt: checkpoint?.at ?? null,
		recordsIn: enteredBy(run, checkpoint),
		differences: differences.map(({ component, error }) => ({ component, error: error.toWire() })),
		problem: problem?.toWire() ?? null,
	};
}

/** Goes on behind the last checkpoint of a run that ended early, as a run of its own; where it has none, from the beginning. */
export async function resumeFlow(deps: ResumeDeps, asked: RouteParsed<'flows.resume'>): Promise<RunDetail> {
	const { run, checkpoint, differences, problem, plan } = await look(deps, asked.run);
	if (problem !== null) throw problem;
	if (plan === null) throw notFound(run.id);
	const first = differences[0];
	if (first !== undefined && !asked.accept) {
		throw new DataFlareError('conflict', `Not all is as it was when run ${run.id} ended: ${first.error.message}`, {
			hint: 'Look at what differs, then accept it or run the flow again from its beginning.',
			details: {
				...because('resume_differs', { run: run.id }),
				differences: differences.map(
					({ component, error }) => JSON.parse(JSON.stringify({ component, error: error.toWire() })) as JsonValue,
				),
			},
		});
	}
	return startFlow(deps, plan, asked, { run: run.id, checkpoint, confirm: () => confirm(deps, run.id, checkpoint) });
}

/** What was looked at may have been resumed, or forgotten, while the flow was checked: by this program or by another one. */
function confirm(deps: ResumeDeps, id: string, checkpoint: Checkpoint | null): void {
	const problem = stateProblem(deps.requireRun(id));
	if (problem !== null) throw problem;
	if (deps.store.checkpoints.takenAt(id) !== (checkpoint?.at ?? null)) throw notFound(id);
}

async function look(deps: ResumeDeps, id: string): Promise<Resumable> {
	const run = deps.requireRun(id);
	const checkpoint = deps.store.checkpoints.latest(run.id);
	const none = { run, checkpoint, differences: [], plan: null };
	const flow = isReplay(run) ? null : flowOf(run);
	const problem = stateProblem(run) ?? (flow === null ? notFound(run.id) : null);
	if (problem !== null || flow === null) return { ...none, problem };
	try {
		const { plan, found } = await checkPlaced(deps.check, { flow, folder: null });
		if (plan === null) return { ...none, problem: notRunnable(found) };
		const differences = differencesOf(plan, specsOf(deps, plan), run.stages);
		await assertStates(deps.stateFolder, checkpoint);
		return { run, checkpoint, differences, problem: await inputProblem(plan, checkpoint), plan };
	} catch (thrown) {
		return { ...none, problem: toDataFlareError(thrown) };
	}
}

function stateProblem({ id, kind, status, continuedBy }: RunDetail): DataFlareError | null {
	const problem = (message: string, details: ReturnType<typeof because>, hint: string): DataFlareError =>
		new DataFlareError('conflict', message, { details, hint });
	if (kind !== 'flow') {
		return problem(
			`Run ${id} is not a run of a flow.`,
			because('not_a_flow_run', { run: id }),
			'Choose a run of a flow.',
		);
	}
	if (status === 'running') {
		return problem(
			`Run ${id} is still under way.`,
			because('run_goes_on', { run: id }),
			'Wait for its end, or cancel it.',
		);
	}
	if (status === 'succeeded') {
		return problem(`Run ${id} ended well.`, because('run_ended_well', { run: id }), 'Run the flow again.');
	}
	if (continuedBy === null) return null;
	return problem(
		`Run ${id} was resumed already, as ${continuedBy}.`,
		because('run_continued', { run: id, by: continuedBy }),
		'Look at that run; if it ended early as well, it is the one to resume.',
	);
}

function notFound(run: string): DataFlareError {
	return new DataFlareError('conflict', `Run ${run} does not hold what it would go on with.`, {
		details: because('run_not_resumable', { run }),
		hint: 'Run the flow again from its beginning.',
	});
}

/** Another file than the one that was read half-way is nothing to go on in. */
async function inputProblem(plan: FlowPlan, checkpoint: Checkpoint | null): Promise<DataFlareError | null> {
	const ended = countsOf(checkpoint)?.ended ?? [];
	for (const { position, component, unit } of plan.components) {
		const kept = checkpoint?.components.get(position)?.position;
		if (unit.use !== 'read-file' || kept === undefined || ended[position] === true) continue;
		const why = await inputDifference(unit.config.path, kept.at);
		if (why === null) continue;
		const facts = because('resume_other_file', { component: component.name, path: unit.config.path });
		return new DataFlareError('conflict', `"${component.name}": ${why.message}`, {
			details: { ...why.details, ...facts, component: position },
			hint: 'Put the file back that was there, or run the flow again from its beginning.',
			cause: why,
		});
	}
	return null;
}

/** Records that had left the flow's sources by then. */
function enteredBy(run: RunDetail, checkpoint: Checkpoint | null): number {
	const counts = countsOf(checkpoint);
	if (counts === null) return 0;
	const taking = new Set(run.edges.map(({ to }) => to));
	return counts.parts.reduce((sum, unit, position) => (taking.has(position) ? sum : sum + unit.recordsOut), 0);
}
