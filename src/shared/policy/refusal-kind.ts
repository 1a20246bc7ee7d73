import { type PowerName, powers } from './powers.ts';

/**
 * The kinds of rules that refuse, for a face to say in its own language. They are read from the rule's own words, which
 * is what a run keeps of a denial.
 */
const kinds = [
	[off('files'), 'files_off'],
	[off('network'), 'network_off'],
	[off('environment'), 'variables_off'],
	// An entry that refuses is one that only lets read.
	[new RegExp(`^${powers.files.list}\\[\\d+\\]: |^chosen for this run: `), 'read_only'],
	[listed('files', 'no entry covers '), 'path_not_listed'],
	[listed('network', 'no entry matches '), 'host_not_listed'],
	[listed('network', 'no entry names '), 'address_not_named'],
	[listed('environment', 'no entry is '), 'variable_not_listed'],
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
] as const;

function off(power: PowerName): RegExp {
	return new RegExp(`^${powers[power].gate}: false$`);
}

function listed(power: PowerName, words: string): RegExp {
	return new RegExp(`^${powers[power].list}: ${words}`);
}

export type RefusalKind = (typeof kinds)[number][1];

/** Null: a rule of another version of the program. */
export function refusalKind(rule: string): RefusalKind | null {
	return kinds.find(([words]) => words.test(rule))?.[1] ?? null;
}

const quantities: ReadonlySet<RefusalKind | null> = new Set(['write_limit', 'file_limit', 'disk_space']);

/** Whether no entry could allow what this rule refuses. */
export function isFinalRule(rule: string): boolean {
	return refusalKind(rule) === 'own_files';
}

/** Whether a rule refuses by how much and not where: another entry of the grant would not have helped. */
export function isLimitRule(rule: string): boolean {
	return quantities.has(refusalKind(rule));
}
