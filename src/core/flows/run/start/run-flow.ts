import type { RouteParsed } from '../../../../shared/api/routes.ts';
import { DataFlareError, type JsonValue } from '../../../../shared/errors/errors.ts';
import { componentFunctions } from '../../../../shared/plugin/component-type.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { newRunId } from '../../../../shared/run/run-id.ts';
import { recordedStage } from '../../../runs/recorded.ts';
import { refuseReplacing } from '../../../runs/replaced-output.ts';
import type { RunDeps } from '../../../runs/run-deps.ts';
import { type RunPlan, RunRecorder } from '../../../runs/run-recorder.ts';
import type { GuestSpec } from '../../../runtime/runtime.ts';
import { type CheckDeps, checkFlow } from '../../check/check-flow.ts';
import type { FlowPlan, PlannedBuiltIn } from '../../check/plan.ts';
import { type Found, toProblem } from '../../check/problem.ts';
import { FlowRecord, namedFailure } from '../record/flow-record.ts';
import { runParts } from '../run-parts.ts';
import { FlowTally } from '../tally/flow-tally.ts';
import { specsOf, toParts } from './to-parts.ts';

export interface FlowRunDeps extends RunDeps {
	readonly check: CheckDeps;
	readonly now: () => number;
}

/** How often a checkpoint is taken, ms. */
const CHECKPOINT_MS = 5_000;

/** Runs a flow as one run with counts per component and edge. Resolves when it ended well; a failed run is an error with its id. */
export async function runFlow(deps: FlowRunDeps, request: RouteParsed<'flows.run'>): Promise<RunDetail> {
	const { plan, found } = await checkFlow(deps.check, request.flow);
	if (plan === null) throw notRunnable(found);
	if (!request.replace) await refuseReplacingAny(plan);
	return startFlow(deps, plan, request);
}

/** The first of what keeps it from running, with all of them in the details. */
function notRunnable(found: readonly Found[]): DataFlareError {
	const first = found[0]?.error ?? new DataFlareError('configuration', 'The flow cannot run.');
	return first.with({ details: { problems: found.map((each) => toProblem(each) as unknown as JsonValue) } });
}

/** Rejects with `conflict` where a file that would be written is there. */
async function refuseReplacingAny(plan: FlowPlan): Promise<void> {
	for (const { part } of plan.components) {
		if (part.use === 'write-file') await refuseReplacing(part.config.path, null, 'none');
	}
}

type Asked = Pick<RouteParsed<'flows.run'>, 'previews' | 'logs' | 'runId' | 'trigger'>;

async function startFlow(deps: FlowRunDeps, plan: FlowPlan, asked: Asked): Promise<RunDetail> {
	const plugins = plan.components.flatMap(({ part }) => (part.use === null ? [part.plugin] : []));
	const recording = deps.recording(asked, plugins);
	const specs = specsOf(deps, plan);
	let record: FlowRecord | null = null;
	const recorder = new RunRecorder(recording, {
		id: asked.runId ?? newRunId(),
		kind: 'flow',
		label: plan.flow.name,
		fn: null,
		trigger: asked.trigger,
		request: { flow: plan.flow as JsonValue },
		stages: plan.components.map((_, position) => recordedComponent(plan, position, specs[position] ?? null)),
		figures: () => (record as FlowRecord).figures(),
	});
	const parts = toParts(deps, plan, specs, recorder);
	const isKept = recording.keeping.input === 'kept' && recording.keeping.output === 'kept';
	const tally = new FlowTally(parts, isKept ? Math.min(recording.previewBytes, MAX_SAMPLE_BYTES) : 0, null, deps.now);
	record = new FlowRecord(tally, entrancesOf(plan), exitsOf(plan));
	warnOfUntaken(plan, recorder, deps.now);
	const listener = record.listener(
		recorder,
		async () => undefined,
		() => undefined,
	);
	return deps.active.track(recorder.id, async ({ signal }) => {
		recorder.event({ kind: 'start', stage: 0, detail: 'records', ms: null });
		const save = (): void => undefined;
		const every = { ms: CHECKPOINT_MS };
		const failure = await runParts({ plan: parts, tally, listener, from: null, save, every, signal, now: deps.now });
		if (failure === null) return recorder.finish('succeeded', null);
		const { position } = failure;
		const stage = position === null ? undefined : plan.components[position];
		const plugin = stage?.part.use === null ? stage.part.plugin.manifest.name : '';
		const name = stage?.component.name;
		const error = namedFailure(failure.error, position, name === undefined ? null : { name, plugin });
		if (position !== null) recorder.blame(position, error);
		recorder.finish(error.code === 'cancelled' ? 'cancelled' : 'failed', error);
		throw error.with({ details: { runId: recorder.id } });
	});
}

/** Of what went along one edge, as much is kept at most, bytes. */
const MAX_SAMPLE_BYTES = 16 * 1024;

const builtInTypes = { 'read-file': 'source', 'write-file': 'destination', preview: 'destination' } as const;

function recordedComponent(plan: FlowPlan, position: number, spec: GuestSpec | null): RunPlan['stages'][number] {
	const planned = plan.components[position];
	if (planned === undefined) throw new Error(`there is no component ${position}`);
	const { component, part, workers } = planned;
	const named = { component: component.name, workers };
	if (part.use === null) {
		const fn = componentFunctions[part.plugin.manifest.type][0] ?? '';
		const config = JSON.parse(spec?.guest.config ?? '{}') as JsonValue;
		return { ...recordedStage(part.plugin, fn, config), ...named, builtIn: null };
	}
	return { ...builtInStage(part), ...named };
}

function builtInStage(part: PlannedBuiltIn): RunPlan['stages'][number] {
	return {
		plugin: '',
		builtIn: part.use,
		type: builtInTypes[part.use],
		fn: '',
		madeReadyBy: null,
		versionHash: '',
		version: null,
		grantVersion: 0,
		config: part.config as unknown as JsonValue,
	};
}

/** Components that nothing comes to, in the order of the file. */
function entrancesOf({ graph, components }: FlowPlan): readonly number[] {
	return components.map(({ position }) => position).filter((each) => !graph.edges.some(({ to }) => to === each));
}

/** Components that nothing is taken from by others, and that are made for that. */
function exitsOf({ components }: FlowPlan): readonly number[] {
	return components.filter(isExit).map(({ position }) => position);
}

function isExit({ part }: FlowPlan['components'][number]): boolean {
	return part.use === null ? part.plugin.manifest.type === 'destination' : part.use !== 'read-file';
}

function warnOfUntaken(plan: FlowPlan, recorder: RunRecorder, now: () => number): void {
	for (const planned of plan.components) {
		const { position, component } = planned;
		const isTaken = plan.graph.edges.some(({ from, port }) => from === position && port === 'out');
		if (isTaken || isExit(planned)) continue;
		const message = `Nothing takes what "${component.name}" gives: its records are counted but not saved.`;
		recorder.sink(position).onLog?.({ at: now(), level: 'warn', message });
	}
}
