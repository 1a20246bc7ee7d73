import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import type { Store } from '../../store/store.ts';

/** A run by its id or its beginning. Throws `not_found`. */
export function requireRun({ store }: { readonly store: Pick<Store, 'runs'> }, id: string): RunDetail {
	const run = store.runs.get(id);
	if (run !== null) return run;
	throw noRun(id);
}

export function noRun(id: string): DataFlareError {
	return new DataFlareError('not_found', `There is no run ${id}.`, {
		details: because('run_not_found', { id }),
		hint: 'Check the list of runs.',
	});
}
