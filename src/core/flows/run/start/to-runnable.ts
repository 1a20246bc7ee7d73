import { componentFunctions } from '../../../../shared/plugin/component-type.ts';
import { limitsOf } from '../../../../shared/plugin/component-words.ts';
import { traitsOf } from '../../../../shared/plugin/module/guest-abi.ts';
import type { RunDeps } from '../../../runs/run-deps.ts';
import type { RunRecorder } from '../../../runs/run-recorder.ts';
import type { GuestSpec } from '../../../runtime/runtime.ts';
import type { CheckDeps } from '../../check/check-flow.ts';
import { lastResortOf } from '../../check/connections.ts';
import type { FlowPlan, PlannedComponent } from '../../check/plan.ts';
import type { FlowReader } from '../../io/flow-io.ts';
import type { PreviewKeeper } from '../../io/preview-keeper.ts';
import type { RecordWorker } from '../record-worker.ts';
import type { RunnableComponent, RunnableFlow } from '../runnable-flow.ts';
import { createRecordWorker } from '../worker/create-record-worker.ts';
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

/** Everything of a flow that is opened when it starts. `readers` stand in the place of components that read files. */
export function toRunnable(
	deps: RunnableDeps,
	plan: FlowPlan,
	specs: readonly (GuestSpec | null)[],
	recorder: RunRecorder,
	onPreview: (position: number, keeper: PreviewKeeper) => void,
	readers: ReadonlyMap<number, () => Promise<FlowReader>> = new Map(),
): RunnableFlow {
	const cannotResume = new Set(plan.notResumable);
	const components = plan.components.map((planned): RunnableComponent => {
		const { unit, position, component } = planned;
		const common = { name: component.name, resumes: !cannotResume.has(position) };
		const reader = readers.get(position);
		if (reader !== undefined) return { ...common, kind: 'reader', open: reader };
		if (unit.use !== null) return builtInComponent(deps, planned, unit, recorder, common, onPreview);
		const spec = specs[position];
		if (spec === null || spec === undefined) throw new Error(`component ${position} has no specification`);
		const { type } = unit.plugin.manifest;
		const open = (signal: AbortSignal, recordsBefore: number): Promise<RecordWorker> =>
			openWorker(deps, plan, planned, spec, recorder, recordsBefore, signal);
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

function openWorker(
	deps: RunnableDeps,
	plan: FlowPlan,
	planned: PlannedComponent,
	spec: GuestSpec,
	recorder: RunRecorder,
	recordsBefore: number,
	signal: AbortSignal,
): Promise<RecordWorker> {
	const { position, onError, workers, batchRecords, batchBytes, unit } = planned;
	if (unit.use !== null) throw new Error(`component ${position} is no plugin`);
	const { type } = unit.plugin.manifest;
	const options: WorkerOptions = {
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
		recordsBefore,
		sink: recorder.sink(position),
		onCount: ({ busyMs, memoryBytes }) => recorder.spent(position, busyMs, memoryBytes),
	};
	return createRecordWorker(deps.runtime, options, signal);
}
