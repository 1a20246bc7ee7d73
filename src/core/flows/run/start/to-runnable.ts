import { componentFunctions } from '../../../../shared/plugin/component-type.ts';
import { limitsOf } from '../../../../shared/plugin/component-words.ts';
import { traitsOf } from '../../../../shared/plugin/module/guest-abi.ts';
import type { RunDeps } from '../../../runs/run-deps.ts';
import type { RunRecorder } from '../../../runs/run-recorder.ts';
import type { CallSink, GuestSpec } from '../../../runtime/runtime.ts';
import type { CheckDeps } from '../../check/check-flow.ts';
import { lastResortOf } from '../../check/connections.ts';
import type { FlowPlan, PlannedComponent } from '../../check/plan.ts';
import type { FlowReader } from '../../io/flow-io.ts';
import type { PreviewKeeper } from '../../io/preview-keeper.ts';
import type { StateKeeper } from '../checkpoint.ts';
import type { RecordWorker } from '../record-worker.ts';
import type { RunnableComponent, RunnableFlow } from '../runnable-flow.ts';
import { createRecordWorker, keptBetween } from '../worker/create-record-worker.ts';
import { openRestingWorker, type RestOptions } from '../worker/resting-worker.ts';
import type { WorkerOptions } from '../worker/worker-options.ts';
import { type BuiltInDeps, builtInComponent } from './open-built-in.ts';

export interface RunnableDeps extends Pick<RunDeps, 'loader' | 'runtime'>, BuiltInDeps {
	readonly check: Pick<CheckDeps, 'savesState'>;
}

/** What every plugin of a flow is started with, by place; null: a part of the program. */
export function specsOf({ loader }: Pick<RunnableDeps, 'loader'>, plan: FlowPlan): readonly (GuestSpec | null)[] {
	return plan.components.map(({ unit, component }) =>
		unit.use === null
			? loader.spec(unit.plugin, { config: component.config ?? undefined, limits: limitsOf(component) })
			: null,
	);
}

/** So often a component's rest is noted in its run: a flow may wait for years. */
const MOST_TOLD = 50;

/** How components rest that nothing comes to; what is told of it, by their places. */
interface Rest extends Pick<RestOptions, 'afterMs'> {
	readonly states: StateKeeper;
	readonly told: (position: number, isResting: boolean) => void;
}

/** What a run opens, and who hears of it. */
export interface Opening {
	readonly plan: FlowPlan;
	/** As `specsOf` tells them. */
	readonly specs: readonly (GuestSpec | null)[];
	readonly recorder: RunRecorder;
	readonly rest: Rest;
	/** Hears of what keeps a preview. */
	readonly onPreview: (position: number, keeper: PreviewKeeper) => void;
	/** What stands in the place of components that read files, by place. */
	readonly readers?: ReadonlyMap<number, () => Promise<FlowReader>> | undefined;
}

/** Everything of a flow that is opened when it starts. */
export function toRunnable(deps: RunnableDeps, opening: Opening): RunnableFlow {
	const { plan, specs, recorder, onPreview, readers } = opening;
	const cannotResume = new Set(plan.notResumable);
	const components = plan.components.map((planned): RunnableComponent => {
		const { unit, position, component } = planned;
		const common = { name: component.name, resumes: !cannotResume.has(position) };
		const reader = readers?.get(position);
		if (reader !== undefined) return { ...common, kind: 'reader', open: reader };
		if (unit.use !== null) return builtInComponent(deps, { planned, unit, recorder, onPreview }, common);
		const spec = specs[position];
		if (spec === null || spec === undefined) throw new Error(`component ${position} has no specification`);
		const { type } = unit.plugin.manifest;
		const open = (signal: AbortSignal, recordsBefore: number): Promise<RecordWorker> =>
			openWorker(deps, opening, { planned, spec }, recordsBefore, signal);
		if (type === 'source') return { ...common, kind: 'source', open, endless: unit.plugin.manifest.endless === true };
		return {
			...common,
			kind: 'work',
			open,
			batchRecords: planned.batchRecords,
			batchBytes: planned.batchBytes,
			workers: planned.workers,
			finishes: type === 'aggregator' || traitsOf(spec.guest.abi).isProgram,
			passesOn: type !== 'destination',
			failsFlow: lastResortOf(planned.onError) === 'fail',
			hidesRecords: !recorder.keepsInput,
		};
	});
	return { components, edges: plan.graph.edges };
}

/** `recordsBefore`, `signal`: as an `OpenWorker` is given them. */
function openWorker(
	deps: RunnableDeps,
	{ plan, recorder, rest }: Opening,
	{ planned, spec }: { readonly planned: PlannedComponent; readonly spec: GuestSpec },
	recordsBefore: number,
	signal: AbortSignal,
): Promise<RecordWorker> {
	const { position, onError, workers, batchRecords, batchBytes, unit } = planned;
	if (unit.use !== null) throw new Error(`component ${position} is no plugin`);
	const { type } = unit.plugin.manifest;
	const options = {
		spec,
		type,
		fn: componentFunctions[type][0] ?? '',
		onError,
		workers,
		batchRecords,
		batchBytes,
		wantsDropped: plan.graph.edges.some(({ from, port }) => from === position && port === 'dropped'),
		savesState: deps.check.savesState(unit.plugin.sha256),
		hidesRecords: !recorder.keepsInput,
		sink: recorder.sink(position),
		onCount: ({ busyMs, memoryBytes }) => recorder.spent(position, busyMs, memoryBytes),
	} satisfies WorkerOptions;
	let opened = 0;
	const open = (until: AbortSignal, before: number): Promise<RecordWorker> => {
		const sink = opened++ < MOST_TOLD ? options.sink : untoldStarts(options.sink);
		return createRecordWorker(deps.runtime, { ...options, sink, recordsBefore: before }, until);
	};
	// What comes into a flow comes from here: nobody else would notice that there is something.
	if (type === 'source') return open(signal, recordsBefore);
	const log = (level: 'info' | 'warn', message: string): void => {
		recorder.sink(position).onLog?.({ at: Date.now(), level, message });
	};
	const resting: RestOptions = {
		open,
		keeps: keptBetween(options),
		afterMs: rest.afterMs,
		hold: (state) => rest.states.hold(position, state),
		read: (saved) => rest.states.read(saved),
		told(isResting) {
			rest.told(position, isResting);
			if (!isResting || opened > MOST_TOLD) return;
			recorder.event({ kind: 'rest', stage: position, detail: 'nothing came to it', ms: null });
		},
		stays(why) {
			log(
				'info',
				`This component keeps its sandbox while nothing comes, because what it keeps could not be saved: ${why.message}`,
			);
		},
		startsLate(why, pauseMs) {
			log(
				'warn',
				`This component was let go while nothing came, and cannot be started again yet: ${why.message}. It is tried again in ${pauseMs / 1000} s.`,
			);
		},
		endedBadly(why) {
			log(
				'warn',
				`The cleanup of this component failed as it was let go while nothing came: ${why.message}. The run works all that comes, and fails with that at its end.`,
			);
		},
	};
	return openRestingWorker(resting, signal, recordsBefore);
}

/** All but that its process is started once more. */
function untoldStarts(sink: CallSink): CallSink {
	return {
		...sink,
		onEvent(event) {
			if (event.kind !== 'load' && event.kind !== 'init') sink.onEvent?.(event);
		},
	};
}
