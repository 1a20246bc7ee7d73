import { hostStatus } from '../../../shared/host/abi.ts';
import type { RunDetail, RunStage } from '../../../shared/run/run.ts';

/** How a run stands or ended, in the terms of a sentence. */
export interface Outcome {
	readonly key:
		| 'running'
		| 'runningRecords'
		| 'answered'
		| 'answeredNothing'
		| 'finished'
		| 'finishedInto'
		| 'timeout'
		| 'timeoutAfter'
		| 'memory'
		| 'memoryAfter'
		| 'notStarted'
		| 'trapped'
		| 'gaveUp'
		| 'gaveUpRefused'
		| 'failed'
		| 'failedAfter'
		| 'stopped'
		| 'stoppedAfter'
		| 'cancelled'
		| 'cancelledAfter'
		| 'interrupted';
	/** The plugin that it is about. */
	readonly plugin: string;
	readonly fn: string;
	/** Records that were done with. */
	readonly done: number;
	readonly out: number;
	/** ms or bytes; null: not told. */
	readonly limit: number | null;
}

export function outcomeOf(
	run: Pick<
		RunDetail,
		'status' | 'error' | 'stages' | 'kind' | 'recordsIn' | 'recordsOut' | 'bytesOut' | 'label' | 'fn' | 'denials'
	>,
): Outcome {
	const blamed = run.stages.find(({ error }) => error !== null) ?? null;
	const last = run.stages.at(-1);
	const about = blamed ?? last;
	const details = run.error?.details ?? {};
	const isCall = run.kind === 'call';
	// A flow may have many ends.
	const intoDestination = run.kind !== 'call' && run.kind !== 'flow' && last?.type === 'destination';
	const base = {
		plugin: intoDestination && blamed === null ? nameOf(last, run.label) : nameOf(about, run.label),
		fn: text(details['function']) ?? text(details['fn']) ?? about?.fn ?? run.fn ?? '',
		done: isCall ? 0 : doneBy(blamed, run.recordsIn),
		out: intoDestination ? (last?.recordsIn ?? 0) : run.recordsOut,
		limit: number(details['limitMs']) ?? number(details['memoryLimitBytes']),
	};
	const after = base.done > 0 ? ('After' as const) : ('' as const);
	switch (run.status) {
		case 'running':
			return { ...base, key: isCall || base.done === 0 ? 'running' : 'runningRecords' };
		case 'succeeded':
			if (isCall) return { ...base, key: run.bytesOut > 0 ? 'answered' : 'answeredNothing' };
			return { ...base, key: intoDestination ? 'finishedInto' : 'finished' };
		case 'cancelled':
			// Nobody's fault: told as the run counts, not as the stage that happened to be at work does.
			return {
				...base,
				done: isCall ? 0 : run.recordsIn,
				key: `${details['reason'] === 'stopped_by_person' ? 'stopped' : 'cancelled'}${isCall || run.recordsIn === 0 ? '' : 'After'}`,
			};
		case 'interrupted':
			return { ...base, key: 'interrupted' };
		case 'failed':
			break;
	}
	if (run.error?.code === 'timeout' && base.limit !== null) return { ...base, key: `timeout${after}` };
	if (run.error?.code === 'memory_limit' && base.limit !== null) return { ...base, key: `memory${after}` };
	if (run.error?.code === 'plugin_load') return { ...base, key: 'notStarted' };
	if (run.error?.code === 'plugin_execution') {
		if (details['trap'] !== undefined) return { ...base, key: 'trapped' };
		if (details['status'] === hostStatus.permissionDenied && run.denials > 0) return { ...base, key: 'gaveUpRefused' };
		if (run.error.origin === 'guest') return { ...base, key: 'gaveUp' };
	}
	return { ...base, key: `failed${after}` };
}

/** Of a flow, the component’s own. */
function nameOf(stage: RunStage | null | undefined, label: string): string {
	return stage?.component ?? stage?.plugin ?? label;
}

function doneBy(blamed: RunStage | null, recordsIn: number): number {
	if (blamed === null) return recordsIn;
	return blamed.type === 'source' ? blamed.recordsOut : blamed.recordsIn;
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
