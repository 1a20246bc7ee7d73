import type { RunStage } from '../../shared/run/run.ts';
import type { FlowProgress, RunEdge } from '../../shared/run/run-edge.ts';

/** Below it, nobody waits for a component. */
const LEAST_BUSY = 0.25;

type Counted = Pick<RunStage, 'component' | 'recordsDropped' | 'recordsFailed' | 'time'>;

/** How far a flow is, with the component that works for the greatest share of the time, so that others wait for it. */
export function flowProgress(
	stages: readonly Counted[],
	{
		edges,
		resting,
	}: { readonly edges: readonly (RunEdge & { readonly waiting: number })[]; readonly resting: readonly boolean[] },
	elapsedMs: number,
): FlowProgress {
	const components = stages.map((stage, position) => ({
		name: stage.component ?? '',
		recordsDropped: stage.recordsDropped,
		recordsFailed: stage.recordsFailed,
		busyShare: busyShareOf(stage, elapsedMs),
		isResting: resting[position] === true,
	}));
	const most = Math.max(0, ...components.map(({ busyShare }) => busyShare));
	return {
		components,
		edges: edges.map(({ sample: _, ...edge }) => edge),
		slowest: most < LEAST_BUSY ? null : components.findIndex(({ busyShare }) => busyShare === most),
	};
}

/** Handing records over and taking them back is part of the work: who waits for a component waits for that as well. */
function busyShareOf({ time }: Counted, elapsedMs: number): number {
	return elapsedMs <= 0 ? 0 : Math.min(1, (time?.workedMs ?? 0) / elapsedMs);
}
