import type { RunDetail, RunStage } from '../../../../shared/run/run.ts';

/**
 * What goes into the first stage and comes out of the last is what the run counts, as every list of runs tells it: a call
 * that failed is not counted to its plugin, and of a run that was cancelled the plugin had more ready than was taken.
 */
export function endsOf(
	run: Pick<RunDetail, 'stages' | 'recordsIn' | 'recordsOut' | 'bytesIn' | 'bytesOut'>,
): readonly RunStage[] {
	const { recordsIn, recordsOut, bytesIn, bytesOut } = run;
	const last = run.stages.length - 1;
	return run.stages.map((stage, index) => ({
		...stage,
		...(index === 0 && stage.type !== 'source' ? { recordsIn, bytesIn } : {}),
		...(index === last && stage.type !== 'destination' ? { recordsOut, bytesOut } : {}),
	}));
}
