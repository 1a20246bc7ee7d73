import { type DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import type { RunRecorder } from '../../runs/run-recorder.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { type FlowFailure, type FlowListener, runToEnd } from '../run/run-to-end.ts';
import { FlowTally } from '../run/tally/flow-tally.ts';
import type { Line } from './line.ts';
import { runnableLine } from './runnable-line.ts';
import { inStage } from './stage-worker.ts';

const unasked = (): Promise<never> => Promise.reject(new Error('Where no checkpoint is taken, no state is kept.'));

/** None of its components can go on from a checkpoint, so none is taken. */
const withoutCheckpoints = {
	from: null,
	save: () => undefined,
	states: { keep: unasked, hold: unasked, read: unasked },
	every: { ms: 60_000 },
} as const;

/**
 * Runs records from a reader or a source through stages to a writer or a destination, as one recorded run.
 * Resolves when it finished well; any failure ends every stage, leaves no partial output, is recorded, and is thrown
 * with the run's id in its details.
 */
export async function runLine(
	line: Line,
	recorder: RunRecorder,
	runtime: Runtime,
	signal: AbortSignal,
): Promise<RunDetail> {
	const failure = await run(line, recorder, runtime, signal).catch(
		(thrown: unknown): FlowFailure => ({ position: null, error: toDataFlareError(thrown) }),
	);
	if (failure === null) return recorder.finish('succeeded', null);
	const error = told(failure, line, recorder);
	recorder.finish(error.code === 'cancelled' ? 'cancelled' : 'failed', error);
	throw error.with({ details: { runId: recorder.id } });
}

async function run(
	line: Line,
	recorder: RunRecorder,
	runtime: Runtime,
	signal: AbortSignal,
): Promise<FlowFailure | null> {
	const now = Date.now;
	const plan = runnableLine(line, recorder, runtime);
	const tally = new FlowTally(plan.edges, plan.components.length, 0, null, now);
	const listener: FlowListener = {
		begun: () => recorder.event({ kind: 'start', stage: 0, detail: 'records', ms: null }),
		entered: (_, { ends, data }) => recorder.entered(ends.length, data),
		left(position, { ends, data }) {
			if (position === plan.writer) recorder.left(ends.length, data);
		},
		// Records that are refused end it; what it counts, its stages tell.
		refused: () => Promise.resolve(),
		changed: () => undefined,
		lingers: () => undefined,
		another: () => undefined,
		wentBack: () => undefined,
		noCheckpoint: () => undefined,
	};
	// It goes on to the end of its input.
	const { signal: finishing } = new AbortController();
	return runToEnd({ ...withoutCheckpoints, plan, tally, listener, signal, finishing, now });
}

/** What it ended with; where that is a stage's, the stage is blamed, and in a chain named. */
function told({ position, error }: FlowFailure, { stages, nameOf }: Line, recorder: RunRecorder): DataFlareError {
	const stage = position === null ? undefined : stages[position];
	if (position === null || stage === undefined) return error;
	const failed = inStage(stage, position, error);
	recorder.blame(position, failed);
	return nameOf === undefined ? failed : inComponent(failed, position, nameOf);
}

/** The failure of a chain's component says which it was. */
export function inComponent(
	error: DataFlareError,
	component: number,
	nameOf: (component: number) => string,
): DataFlareError {
	return error.with({ message: `${nameOf(component)}: ${error.message}`, details: { component } });
}
