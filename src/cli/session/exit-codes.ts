import type { DataFlareError } from '../../shared/errors/errors.ts';
import { type FailureReason, reasonOf } from '../../shared/errors/failure-reason.ts';

/** How the program ends, for whoever called it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Reasons that lie in how a command was written, whoever found out. */
const misuse: ReadonlySet<FailureReason> = new Set([
	'request_malformed',
	'request_unclear',
	'plugin_needs_input',
	'source_needs_file',
	'destination_needs_file',
]);

export function exitCodeOf(error: DataFlareError): number {
	const reason = reasonOf(error);
	return reason !== null && misuse.has(reason) ? exitCodes.usage : exitCodes.failed;
}
