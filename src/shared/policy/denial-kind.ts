/** Why a host call was refused, for a face to say in its own language. Made where it is refused, beside the rule. */
export const denialKinds = [
	'files_off',
	'network_off',
	'variables_off',
	/** The entry that covers it only lets read. */
	'read_only',
	'path_not_listed',
	'host_not_listed',
	'address_not_named',
	'variable_not_listed',
	'path_unclear',
	'url_unclear',
	'no_plain_file',
	'own_files',
	'hard_links',
	'links',
	'address_undecided',
	'write_limit',
	'file_limit',
	'disk_space',
	/** Several refusals that a run had no room for, one by one. */
	'several',
] as const;

export type DenialKind = (typeof denialKinds)[number];

/** Whether another entry of the grant could have allowed what was refused, and which one can be told from what was asked. */
const helpedByEntry: Readonly<Record<DenialKind, boolean>> = {
	files_off: true,
	network_off: true,
	variables_off: true,
	read_only: true,
	path_not_listed: true,
	host_not_listed: true,
	address_not_named: true,
	variable_not_listed: true,
	path_unclear: true,
	url_unclear: true,
	no_plain_file: true,
	own_files: false,
	hard_links: true,
	links: true,
	address_undecided: true,
	write_limit: false,
	file_limit: false,
	disk_space: false,
	several: false,
};

/** Null: refused by a version of the program that had other rules. */
export function canEntryHelp(kind: DenialKind | null): boolean {
	return kind === null || helpedByEntry[kind];
}
