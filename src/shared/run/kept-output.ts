import type { OverBudget } from '../json/json-cost.ts';
import type { Preview } from './preview.ts';

/**
 * What came out of a call, where it is too much to be made values of, or values would not be it: the bytes as they are, which wait for whoever
 * wants them until newer ones need the room or the program ends.
 */
export interface KeptOutput {
	/** Names it: the id of its run. */
	readonly id: string;
	/** One JSON text, one JSON text on each line, or something else. */
	readonly form: 'json' | 'ndjson' | 'bytes';
	/** Of the whole. */
	readonly bytes: number;
	/** JSON texts in it; 0 for bytes. */
	readonly records: number;
	/** What it has too much of; `numbers`: one that values cannot hold as it is written. */
	readonly over: OverBudget | 'numbers';
	readonly preview: Preview;
}

/** An output beyond it is kept as bytes. Within it, making values and text of it takes the program a hundredth of a second. */
export const ANSWER_BUDGET = { bytes: 1024 * 1024, values: 200_000, depth: 1_000 } as const;
/** Of its beginning, in the answer. */
export const KEPT_PREVIEW_BYTES = 256 * 1024;
