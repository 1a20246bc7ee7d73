import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';

/** What a trial may take, ms: a plugin can use its whole deadline for each record. */
const MAX_TRIAL_MS = 60_000;

/** Acts in so many ms, unless the answer is called before. */
export type Alarm = (ms: number, act: () => void) => () => void;

export const realAlarm: Alarm = (ms, act) => {
	const timer = setTimeout(act, ms);
	return () => clearTimeout(timer);
};

/** What the work comes to, which is aborted with `timeout` where it takes more than a trial may. */
export async function withinTime<T>(alarm: Alarm, abort: AbortController, work: () => Promise<T>): Promise<T> {
	const done = alarm(MAX_TRIAL_MS, () => abort.abort(tookTooLong()));
	try {
		return await work();
	} finally {
		done();
	}
}

function tookTooLong(): DataFlareError {
	return new DataFlareError('timeout', `the trial took more than ${MAX_TRIAL_MS / 1000} seconds and was ended`, {
		hint: 'Try fewer records.',
		details: because('trial_too_long', { limitMs: MAX_TRIAL_MS }),
	});
}
