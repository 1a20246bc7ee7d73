import {
	DEFAULT_MEMORY_BYTES,
	DEFAULT_NEW_FILES,
	DEFAULT_TIMEOUT_MS,
	DEFAULT_WRITE_BYTES,
	MAX_MEMORY_BYTES,
	MAX_NEW_FILES,
	MAX_TIMEOUT_MS,
	MAX_WRITE_BYTES,
	MIN_MEMORY_BYTES,
	MIN_TIMEOUT_MS,
} from './limits.ts';

/**
 * The limits that a policy sets, a row each. Everything else that tells limits apart is typed by this table: a row
 * without its words, its steps or its flag does not compile.
 */
interface LimitRow {
	/** The field of a policy. */
	readonly field: `max_${string}`;
	/** The least and the most that a manifest or a grant may name. */
	readonly min: number;
	readonly max: number;
	/** What a policy gives that does not name it; it goes without saying. */
	readonly usual: number;
	/** Whether the broker refuses by it, so that the rule of a denial names it. */
	readonly denies: boolean;
}

/** In the order in which a person meets them. */
export const policyLimits = {
	/** bytes */
	memory: {
		field: 'max_memory',
		min: MIN_MEMORY_BYTES,
		max: MAX_MEMORY_BYTES,
		usual: DEFAULT_MEMORY_BYTES,
		denies: false,
	},
	/** Of one call, ms. */
	time: {
		field: 'max_execution_time',
		min: MIN_TIMEOUT_MS,
		max: MAX_TIMEOUT_MS,
		usual: DEFAULT_TIMEOUT_MS,
		denies: false,
	},
	/** What one run may write into granted folders in all, bytes. A file chosen for a run does not count. */
	written: { field: 'max_write_bytes', min: 0, max: MAX_WRITE_BYTES, usual: DEFAULT_WRITE_BYTES, denies: true },
	/** Files and folders that one run may make. */
	files: { field: 'max_new_files', min: 0, max: MAX_NEW_FILES, usual: DEFAULT_NEW_FILES, denies: true },
} as const satisfies Readonly<Record<string, LimitRow>>;

export type LimitName = keyof typeof policyLimits;
export type LimitField = (typeof policyLimits)[LimitName]['field'];
export type DenyingField = Extract<(typeof policyLimits)[LimitName], { readonly denies: true }>['field'];

export const limitNames = Object.keys(policyLimits) as readonly LimitName[];
export const denyingFields = limitNames
	.filter((name) => policyLimits[name].denies)
	.map((name) => policyLimits[name].field as DenyingField);

/** All limits of a policy, each as `make` has it; in the order in which policies are written. */
export function limitFieldsOf<Value>(make: (name: LimitName) => Value): Readonly<Record<LimitField, Value>> {
	return Object.fromEntries(limitNames.map((name) => [policyLimits[name].field, make(name)])) as Record<
		LimitField,
		Value
	>;
}
