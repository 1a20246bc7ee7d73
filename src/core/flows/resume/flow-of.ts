import type { JsonValue } from '../../../shared/errors/errors.ts';
import { type Flow, flowSchema } from '../../../shared/flow/flow-file.ts';

/** The flow as a run began with it; null: that was forgotten, or it was none. */
export function flowOf({ request }: { readonly request: JsonValue }): Flow | null {
	const asked = typeof request === 'object' && request !== null && 'flow' in request ? request['flow'] : null;
	const parsed = flowSchema.safeParse(asked);
	return parsed.success ? parsed.data : null;
}

/** A replay of records that were set aside has no place in a file that it could go on behind. */
export function isReplay({ request }: { readonly request: JsonValue }): boolean {
	return typeof request === 'object' && request !== null && 'replayed' in request;
}
