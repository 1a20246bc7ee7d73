import type { FailureReason } from '../errors/failure-reason.ts';
import { foreignReasons } from '../plugin/module/module-anatomy.ts';

/** Why what was offered as a plugin is none. */
export const rejectionReasons = [
	'too_large',
	'not_wasm',
	'empty',
	'damaged',
	'unsupported',
	'invalid_code',
	'engine_lacks',
	'code_too_complex',
	'memory_kind',
	'look_failed',
	'unknown_imports',
	'import_signature',
	'export_signature',
	'export_no_function',
	'memory_not_exported',
	'extism_host_functions',
	'component_invalid',
	'component_too_large',
	'component_wasi_0_3',
	'component_imports',
	'component_no_role',
	'component_types',
	'component_names',
	'component_unlinkable',
	'bare_program',
	...foreignReasons,
	'archive',
	'no_manifest',
	'no_function',
	'hash_differs',
] as const satisfies readonly FailureReason[];

export type RejectionReason = (typeof rejectionReasons)[number];
