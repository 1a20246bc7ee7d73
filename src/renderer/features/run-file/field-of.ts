import type { ErrorDetails } from '../../../shared/errors/errors.ts';
import { type FailureReason, reasonOf } from '../../../shared/errors/failure-reason.ts';
import type { Draft, Field } from './draft.ts';

/** What is wrong with a file is wrong with the one that is read, or with the one that is written. */
const fields: { readonly [R in FailureReason]?: Field } = {
	file_not_found: 'input',
	file_unreadable: 'input',
	is_folder: 'input',
	utf16: 'input',
	format_unknown: 'input',
	json_wanted: 'input',
	plugin_needs_input: 'input',
	source_needs_file: 'input',
	folder_not_found: 'output',
	not_writable: 'output',
	output_is_folder: 'output',
	output_not_csv: 'output',
	output_own_files: 'output',
	disk_full: 'output',
	destination_needs_file: 'output',
	not_installed: 'plugin',
};

/** Which field an error of the engine is about, by what it says of itself. Null: none of them. */
export function fieldOf(error: { readonly details?: ErrorDetails | undefined }, draft: Draft): Field | null {
	const { details } = error;
	if (draft.what === 'chain') {
		return draft.chainFrom === 'stages' ? 'stages' : draft.chainFrom === 'file' ? 'chainFile' : null;
	}
	const issue = firstIssue(details?.['issues']);
	const known = (['plugin', 'input', 'output', 'batch', 'config'] as const).find((field) => field === issue);
	if (known !== undefined) return known;
	// The state that keeps a plugin from running.
	if (details?.['state'] !== undefined) return 'plugin';
	const reason = reasonOf(error);
	return reason === null ? null : (fields[reason] ?? null);
}

/** The field of the request that is wrong, or that holds what is. */
function firstIssue(issues: unknown): string | null {
	const first = Array.isArray(issues) ? (issues[0] as { readonly path?: unknown }) : undefined;
	return typeof first?.path === 'string' ? (/^\w+/.exec(first.path)?.[0] ?? null) : null;
}
