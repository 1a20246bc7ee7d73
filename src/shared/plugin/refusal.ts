import type { FailureReason } from '../failure-reason.ts';

/** Why what was offered as a plugin is none. */
export const refusalReasons = [
	'too_large',
	'not_wasm',
	'empty',
	'damaged',
	'unsupported',
	'invalid_code',
	'code_too_complex',
	'memory_kind',
	'look_failed',
	'archive',
	'no_manifest',
	'no_function',
	'hash_differs',
] as const satisfies readonly FailureReason[];

export type RefusalReason = (typeof refusalReasons)[number];
