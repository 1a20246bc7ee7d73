/** Why what was offered as a plugin is none: `details.reason` of the error that refuses it. */
export const refusalReasons = [
	/** Larger than what is read at all; `details.size` and `details.maxBytes` in bytes. */
	'too_large',
	/** Another kind of file. */
	'not_wasm',
	'empty',
	/** WebAssembly, but damaged or cut off. */
	'damaged',
	/** Of the component model, or a version of the format that is not known. */
	'unsupported',
	/** A packed file; `folder` is what is wanted. */
	'archive',
	/** A folder without a `plugin.json`. */
	'no_manifest',
	/** A lone module without a component function. */
	'no_function',
	/** The manifest names another module than the one beside it. */
	'hash_differs',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

/** For the details of an error, beside its facts. */
export function reason(value: RefusalReason): { readonly reason: RefusalReason } {
	return { reason: value };
}
