import type { DataFlareError } from '../../../shared/errors/errors.ts';
import type { Draft } from './draft.ts';

export type Replacing = 'none' | 'others' | 'input';

/** What the engine refused, and the form that it refused. */
export interface Refused {
	readonly error: DataFlareError;
	readonly draft: Draft;
	/** The run that failed; null: it never began. */
	readonly runId: string | null;
}

/** What the output would replace, which a person is to agree to first. Null: it was refused for another reason. */
export function replacedBy(
	refused: Refused | null,
): { readonly path: string; readonly bytes: number; readonly replacing: Replacing } | null {
	const { reason, path, bytes } = refused?.error.details ?? {};
	if (typeof path !== 'string' || typeof bytes !== 'number') return null;
	if (reason === 'output_exists') return { path, bytes, replacing: 'others' };
	return reason === 'output_is_input' ? { path, bytes, replacing: 'input' } : null;
}
