import type { FlowResume } from '../../../../shared/api/flow-routes.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { useRoute } from '../../../client/engine.tsx';

/** How a flow's run can go on that ended early; undefined: it is none, or that is not known. */
export function useResumable(run: RunDetail): FlowResume | undefined {
	return useFound(run).data;
}

/** Whether going on where it was is what a person is after; while that is being found out of a run that ended early, it is. */
export function useResumesFirst(run: RunDetail): boolean {
	const { data, isFinding } = useFound(run);
	return isFinding || (data !== undefined && canGoOn(data));
}

/** Behind its last checkpoint, once a person accepts what differs; one without begins anew. */
export function canGoOn({ problem, checkpointAt }: FlowResume): boolean {
	return problem === null && checkpointAt !== null;
}

function useFound(run: RunDetail): { readonly data: FlowResume | undefined; readonly isFinding: boolean } {
	const isEarly = run.status === 'failed' || run.status === 'cancelled' || run.status === 'interrupted';
	const enabled = run.kind === 'flow' && isEarly && run.continuedBy === null;
	const { data, isPending } = useRoute('flows.resumable', { run: run.id }, { enabled, ofDisk: true });
	return enabled ? { data, isFinding: isPending } : { data: undefined, isFinding: false };
}
