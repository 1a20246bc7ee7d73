import { type DenialKind, denialKinds } from '../../../shared/policy/denial-kind.ts';
import type { PluginDenial, RunDenial } from '../../../shared/run/run.ts';

/** What is kept of a refusal, before its kind was looked at. */
export type StoredDenial = WithAnyKind<RunDenial>;
export type StoredRefusal = WithAnyKind<PluginDenial>;
type WithAnyKind<T> = Omit<T, 'kind'> & { readonly kind: string | null };

/** The rules of versions that kept no kind beside them, in their own words. */
const oldRules: readonly (readonly [RegExp, DenialKind])[] = [
	[/^allow_file_system: false$/, 'files_off'],
	[/^allow_network: false$/, 'network_off'],
	[/^allow_env_vars: false$/, 'variables_off'],
	// An entry that refuses is one that only lets read.
	[/^allowed_paths\[\d+\]: |^chosen for this run: /, 'read_only'],
	[/^allowed_paths: no entry covers /, 'path_not_listed'],
	[/^allowed_hosts: no entry matches /, 'host_not_listed'],
	[/^allowed_hosts: no entry names /, 'address_not_named'],
	[/^allowed_env_vars: no entry is /, 'variable_not_listed'],
	[/^path$/, 'path_unclear'],
	[/^url$/, 'url_unclear'],
	[/^files$/, 'no_plain_file'],
	[/^own files$/, 'own_files'],
	[/^hard links$/, 'hard_links'],
	[/^links$/, 'links'],
	[/^address$/, 'address_undecided'],
	[/^max_write_bytes: \d+$/, 'write_limit'],
	[/^max_new_files: \d+$/, 'file_limit'],
	[/^free disk space$/, 'disk_space'],
	[/^\(several\)$/, 'several'],
];

/**
 * The kind of a refusal that is kept. Rows of older versions have none: it is told from the rule's words, which is what
 * those kept. Null: a row of a version whose rules are not known here.
 */
export function storedKind(kind: string | null, rule: string): DenialKind | null {
	if (kind === null) return oldRules.find(([words]) => words.test(rule))?.[1] ?? null;
	return denialKinds.find((known) => known === kind) ?? null;
}
