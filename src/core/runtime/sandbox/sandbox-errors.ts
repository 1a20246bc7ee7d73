import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';

/** A call, or without a call the load, that took longer than its limit. */
export function overdue(
	plugin: string,
	{ limitMs, options }: { readonly limitMs: number; readonly options?: { readonly fn: string } },
): DataFlareError {
	const what = options === undefined ? `loading "${plugin}"` : `"${options.fn}" of "${plugin}"`;
	return new DataFlareError('timeout', `${what} did not finish within ${limitMs} ms and was stopped`, {
		hint: 'Raise `timeout_ms` in the manifest and the granted `max_execution_time`, or give it less at a time.',
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
		hint: 'The computer may be overloaded. Try again when it is less busy.',
		details: because('sandbox_slow', { limitMs }),
	});
}

export function cancelled(plugin: string, fn: string): DataFlareError {
	return new DataFlareError('cancelled', `"${fn}" of "${plugin}" was cancelled`, { details: because('cancelled') });
}

/** A call that was under way, or waited, when its process had to end. */
export function closedEarly(plugin: string): DataFlareError {
	return new DataFlareError('cancelled', `"${plugin}" was closed before the call was answered`, {
		details: because('cancelled'),
	});
}

export function closed(plugin: string): DataFlareError {
	return new DataFlareError('runtime', `"${plugin}" was closed`);
}

export function memoryUnproven(): DataFlareError {
	return new DataFlareError('runtime', 'the sandbox could not prove that its memory limit holds', {
		hint: 'No plugin runs without a memory limit. Use the Node version that this program was made for.',
	});
}

/** An input that could not be made into a message. */
export function unsendable(fn: string, cause: unknown): DataFlareError {
	return new DataFlareError('invalid_input', `the input of "${fn}" cannot be sent: ${String(cause)}`, { cause });
}

/** What a sandbox says when it has stopped. */
export interface StopReport {
	/** What `plugin_cleanup` answered; null: there is none. */
	readonly cleanup: number | null;
	/** What a failed cleanup said through `host_set_error`, or the trap that ended it. */
	readonly said: string | null;
}

/** Null where a plugin cleaned up, or has nothing to clean up. `report` null: it did not within the budget, ms. */
export function cleanupFailure(plugin: string, report: StopReport | null, budgetMs: number): DataFlareError | null {
	if (report === null) {
		return new DataFlareError('timeout', `plugin_cleanup of "${plugin}" did not finish within ${budgetMs} ms`, {
			hint: 'Data that the plugin still held may be lost. Raise its time limit, or report it to its author.',
		});
	}
	const { cleanup, said } = report;
	if (cleanup === null || cleanup >= 0) return null;
	const words = said === null ? '' : `: ${said}`;
	return new DataFlareError('plugin_execution', `plugin_cleanup of "${plugin}" failed with ${cleanup}${words}`, {
		hint: 'Data that the plugin still held may be lost.',
		details: { status: cleanup },
		origin: 'guest',
	});
}
