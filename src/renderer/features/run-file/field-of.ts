import type { DataFlareError } from '../../../shared/errors/errors.ts';
import type { Draft, Field } from './draft.ts';

/** Which field an error of the engine is about. Null: none of them. */
export function fieldOf(error: Pick<DataFlareError, 'code' | 'message' | 'details'>, draft: Draft): Field | null {
	const { message, details } = error;
	const issue = firstIssue(details?.['issues']);
	if (draft.what === 'chain') {
		return draft.chainFrom === 'stages' ? 'stages' : draft.chainFrom === 'file' ? 'chainFile' : null;
	}
	if (issue !== null) {
		const known = (['plugin', 'input', 'output', 'batch', 'config'] as const).find((field) => issue.startsWith(field));
		if (known !== undefined) return known;
	}
	if (draft.input !== '' && message.includes(draft.input)) return 'input';
	if (draft.output !== '' && message.includes(draft.output)) return 'output';
	if (details?.['state'] !== undefined) return 'plugin';
	return null;
}

function firstIssue(issues: unknown): string | null {
	const first = Array.isArray(issues) ? (issues[0] as { readonly path?: unknown }) : undefined;
	return typeof first?.path === 'string' ? first.path : null;
}
