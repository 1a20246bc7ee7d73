import { setImmediate } from 'node:timers/promises';
import type { KeptPart } from '../../../shared/run/kept.ts';
import type { KeptOutputs } from '../../answers/kept-outputs.ts';
import type { RunStore } from '../../store/runs/kept-runs.ts';

/** Log lines per transaction: the engine goes on between two of them. */
const SLICE = 250;

/** Takes parts of a finished run's record away, for ever. False: it is not one. */
export async function forgetRun(
	runs: RunStore,
	kept: Pick<KeptOutputs, 'forget'>,
	id: string,
	parts: readonly KeptPart[],
): Promise<boolean> {
	// What is noted as forgotten is found by nobody, also where the program ends before the last line is gone.
	if (!runs.forget(id, parts)) return false;
	if (parts.includes('output')) await kept.forget(id);
	if (parts.includes('logs')) while (runs.forgetLines(id, SLICE) === SLICE) await setImmediate();
	runs.scrub();
	return true;
}
