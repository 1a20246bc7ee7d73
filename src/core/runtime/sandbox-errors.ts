import { DataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';

/** A call, or without a call the load, that took longer than its limit. */
export function overdue(
	plugin: string,
	{ limitMs, options }: { readonly limitMs: number; readonly options?: { readonly fn: string } },
): DataFlareError {
	const what = options === undefined ? `loading "${plugin}"` : `"${options.fn}" of "${plugin}"`;
	return new DataFlareError('timeout', `${what} did not finish within ${limitMs} ms and was ended`, {
		hint: 'Raise `timeout_ms` in the manifest and the granted `max_execution_time`, or hand over less at once.',
		details: {
			...(options === undefined
				? because('load_time_limit', { plugin, limitMs })
				: because('time_limit', { fn: options.fn, limitMs })),
			fn: options?.fn ?? 'load',
		},
	});
}

export function startupOverdue(limitMs: number): DataFlareError {
	return new DataFlareError('runtime', `the sandbox process was not ready within ${limitMs} ms`, {
		hint: 'The system may be overloaded; try again when it is not.',
		details: because('sandbox_slow', { limitMs }),
	});
}

export function cancelled(plugin: string, fn: string): DataFlareError {
	return new DataFlareError('cancelled', `"${fn}" of "${plugin}" was cancelled`, { details: because('cancelled') });
}
