import { componentFunctions } from '../../../../shared/plugin/component-type.ts';
import { limitsOf } from '../../../../shared/plugin/component-words.ts';
import { traitsOf } from '../../../../shared/plugin/module/guest-abi.ts';
import type { RunDeps } from '../../../runs/run-deps.ts';
import type { RunRecorder } from '../../../runs/run-recorder.ts';
import type { GuestSpec } from '../../../runtime/runtime.ts';
import { lastResortOf } from '../../check/connections.ts';
import type { FlowPlan, PlannedComponent } from '../../check/plan.ts';
import type { FlowPart, FlowParts } from '../flow-parts.ts';
import type { RecordWorker } from '../record-worker.ts';
import { type BuiltInDeps, builtInPart } from './open-built-in.ts';
import { plainWorker } from './plain-worker.ts';

export interface PartDeps extends Pick<RunDeps, 'loader' | 'runtime'>, BuiltInDeps {}

/** What every plugin of a flow is started with, by place; null: a part of the program. */
export function specsOf({ loader }: Pick<PartDeps, 'loader'>, plan: FlowPlan): readonly (GuestSpec | null)[] {
	return plan.components.map(({ part, component }) =>
		part.use === null
			? loader.spec(part.plugin, { config: component.config ?? undefined, limits: limitsOf(component) })
			: null,
	);
}

/** Everything of a flow that is opened when it starts. */
export function toParts(
	deps: PartDeps,
	plan: FlowPlan,
	specs: readonly (GuestSpec | null)[],
	recorder: RunRecorder,
): FlowParts {
	const cannotResume = new Set(plan.notResumable);
	const parts = plan.components.map((planned): FlowPart => {
		const { part, position, component } = planned;
		const common = { name: component.name, resumes: !cannotResume.has(position) };
		if (part.use !== null) return builtInPart(deps, planned, part, recorder, common);
		const spec = specs[position];
		if (spec === null || spec === undefined) throw new Error(`component ${position} has no specification`);
		const { type } = part.plugin.manifest;
		const open = (signal: AbortSignal): Promise<RecordWorker> => openWorker(deps, planned, spec, recorder, signal);
		if (type === 'source') return { ...common, kind: 'source', open };
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
		};
	});
	return { parts, edges: plan.graph.edges };
}

async function openWorker(
	{ runtime }: PartDeps,
	planned: PlannedComponent,
	spec: GuestSpec,
	recorder: RunRecorder,
	signal: AbortSignal,
): Promise<RecordWorker> {
	const { position, batchRecords, batchBytes, part } = planned;
	if (part.use !== null) throw new Error(`component ${position} is no plugin`);
	const sink = recorder.sink(position);
	const lease = await runtime.lease(spec, { signal, sink });
	const { type } = part.plugin.manifest;
	const records = componentFunctions[type][0] ?? '';
	const finish = type === 'aggregator' ? 'aggregate_result' : records;
	return plainWorker(lease, { records, finish }, { maxRecords: batchRecords, maxBytes: batchBytes }, sink, (outcome) =>
		recorder.spent(position, outcome.busyMs, outcome.memoryBytes),
	);
}
