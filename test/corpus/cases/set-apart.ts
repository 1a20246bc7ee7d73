import type { Batch } from '../../../src/shared/sandbox/batch.ts';

/**
 * What somebody who owns a sandbox process might answer where records that fail are to be set apart, or what a filter lets
 * go. `output`: code of what stands beside the kind, the batch and the end; `batch` makes a batch of so many records of so
 * many bytes.
 */
interface SetApartCase {
	readonly what: string;
	readonly output: string;
	/** Records that it says it worked, and gave. */
	readonly counts: readonly [number, number];
	/** What it gives; absent: nothing. */
	readonly given?: string;
	readonly isolate?: false;
	readonly dropped?: true;
	readonly isTrue?: true;
}

/** What is handed over: four records of two bytes. */
export const handedOver: Batch = {
	data: new TextEncoder().encode('10\n20\n30\n40\n'),
	ends: Uint32Array.of(2, 5, 8, 11),
	gap: 1,
};

const error = "{ code: 'plugin_execution', message: 'no' }";
const failed = (...indexes: readonly (number | string)[]): string =>
	`failed: [${indexes.map((index) => `{ index: ${index}, error: ${error} }`).join(', ')}]`;

export const setApartCases: readonly SetApartCase[] = [
	{ what: 'says that none failed', output: 'failed: []', counts: [4, 4], given: 'batch(4, 2)', isTrue: true },
	{ what: 'says that two failed', output: failed(1, 3), counts: [4, 2], given: 'batch(2, 2)', isTrue: true },
	{ what: 'says how far it came', output: failed(0, 1), counts: [2, 0], isTrue: true },
	{
		what: 'says what it let go',
		output: 'failed: [], dropped: batch(3, 2)',
		counts: [4, 1],
		given: 'batch(1, 2)',
		dropped: true,
		isTrue: true,
	},
	{ what: 'says nothing of failures', output: '', counts: [4, 4], given: 'batch(4, 2)' },
	{ what: 'sets records apart unasked', output: failed(1), counts: [4, 0], isolate: false },
	{ what: 'says that one failed that there is not', output: failed(4), counts: [4, 0] },
	{ what: 'says that one failed which it did not work', output: failed(2), counts: [2, 0] },
	{ what: 'says that one failed below zero', output: failed(-1), counts: [4, 0] },
	{ what: 'says that half a record failed', output: failed('0.5'), counts: [4, 0] },
	{ what: 'says that one failed by name', output: failed("'1'"), counts: [4, 0] },
	{ what: 'says that one failed twice', output: failed(1, 1), counts: [4, 0] },
	{ what: 'says what failed in another order', output: failed(2, 1), counts: [4, 0] },
	{ what: 'says that more failed than there are', output: failed(0, 1, 2, 3, 4), counts: [4, 0] },
	{
		what: 'says that thousands failed',
		output: `failed: Array.from({ length: 5_000 }, (_, index) => ({ index, error: ${error} }))`,
		counts: [4, 0],
	},
	{ what: 'says that a number failed', output: 'failed: 3', counts: [4, 0] },
	{ what: 'says that something failed', output: "failed: ['1']", counts: [4, 0] },
	{ what: 'says of a failure nothing', output: 'failed: [{ index: 0 }]', counts: [4, 0] },
	{
		what: 'says of a failure what there is not',
		output: "failed: [{ index: 0, error: { code: 'x', message: '' } }]",
		counts: [4, 0],
	},
	{ what: 'worked none of them', output: 'failed: []', counts: [0, 0] },
	{ what: 'worked more than there are', output: 'failed: []', counts: [5, 0] },
	{ what: 'worked fewer where it may not', output: '', counts: [2, 0], isolate: false },
	{ what: 'lets records go unasked', output: 'failed: [], dropped: batch(1, 2)', counts: [4, 3], given: 'batch(3, 2)' },
	{ what: 'does not say what it let go', output: 'failed: []', counts: [4, 4], given: 'batch(4, 2)', dropped: true },
	{ what: 'lets more go than came', output: 'failed: [], dropped: batch(5, 1)', counts: [4, 0], dropped: true },
	{ what: 'lets larger ones go than came', output: 'failed: [], dropped: batch(4, 9)', counts: [4, 0], dropped: true },
	{
		what: 'lets go and keeps one',
		output: 'failed: [], dropped: batch(4, 2)',
		counts: [4, 1],
		given: 'batch(1, 2)',
		dropped: true,
	},
	{
		what: 'fails and keeps one',
		output: `${failed(0)}, dropped: batch(0, 0)`,
		counts: [4, 4],
		given: 'batch(4, 2)',
		dropped: true,
	},
	{
		what: 'forgets one',
		output: 'failed: [], dropped: batch(1, 2)',
		counts: [4, 1],
		given: 'batch(1, 2)',
		dropped: true,
	},
	{ what: 'lets go what is no batch', output: "failed: [], dropped: 'all'", counts: [4, 0], dropped: true },
	{
		what: 'lets go beyond its bytes',
		output: 'failed: [], dropped: { data: new Uint8Array(1), ends: Uint32Array.of(1, 9), gap: 1 }',
		counts: [4, 2],
		given: 'batch(2, 2)',
		dropped: true,
	},
];
