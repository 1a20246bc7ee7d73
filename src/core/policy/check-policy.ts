import { DataFlareError, type ErrorDetails } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { ParsedEntry } from './entries/entry-problem.ts';
import { parseEnvEntry } from './entries/env-entry.ts';
import { parseHostEntry } from './entries/host-entry.ts';
import { type OwnPlaces, ownPartOf } from './entries/own-places.ts';
import { parsePathEntry } from './entries/path-entry.ts';
import type { PathRules } from './entries/path-form.ts';

const lists = {
	allowed_paths: { parse: parsePathEntry, gate: 'allow_file_system' },
	allowed_hosts: { parse: parseHostEntry, gate: 'allow_network' },
	allowed_env_vars: { parse: parseEnvEntry, gate: 'allow_env_vars' },
} as const satisfies Readonly<
	Record<
		string,
		{ readonly parse: (text: string, rules: PathRules) => ParsedEntry<unknown>; readonly gate: keyof SecurityPolicy }
	>
>;

const listNames = Object.keys(lists) as (keyof typeof lists)[];

/**
 * Throws `configuration` naming the first entry that cannot be understood or names the program's own files, with all of
 * them in `details.problems`. Returns sentences about what is understood but has no effect.
 */
export function checkPolicy(policy: SecurityPolicy, rules: PathRules = {}, own?: OwnPlaces): readonly string[] {
	const problems = policyProblems(policy, rules, own);
	const [first] = problems;
	if (first !== undefined) {
		const others = problems.length - 1;
		const more = others === 0 ? '' : ` (and ${others} more)`;
		throw new DataFlareError('configuration', `security_policy.${first.path}: ${first.message}${more}`, {
			hint: first.hint,
			details: {
				...first.reason,
				problems: problems.map(({ path, message, hint }) => `security_policy.${path}: ${message} ${hint}`),
			},
		});
	}
	return listNames.flatMap((list) => withoutEffect(policy, list));
}

export interface PolicyProblem {
	/** The list and the index of the entry: `allowed_hosts[2]`. */
	readonly path: string;
	/** Without its place: what was expected, what was found. */
	readonly message: string;
	readonly hint: string;
	/** For a face to say in its own language. */
	readonly reason: ErrorDetails;
}

/** Every entry that cannot be understood, and those that name what no grant reaches. */
export function policyProblems(
	policy: SecurityPolicy,
	rules: PathRules = {},
	own?: OwnPlaces,
): readonly PolicyProblem[] {
	return [...listNames.flatMap((list) => listProblems(policy, list, rules)), ...ownProblems(policy, rules, own)];
}

function ownProblems(policy: SecurityPolicy, rules: PathRules, own: OwnPlaces | undefined): readonly PolicyProblem[] {
	return policy.allowed_paths.flatMap((text, index) => {
		const parsed = parsePathEntry(text, rules);
		const part = parsed.ok ? ownPartOf(parsed.entry, own) : null;
		if (part === null || part === 'below') return [];
		const path = `allowed_paths[${index}]`;
		const named = `${JSON.stringify(text)} belongs to DataFlare itself`;
		return part === 'named'
			? {
					path,
					message: `${named} (its data, plugins or program), which no grant reaches.`,
					hint: 'Name another place, or write what is meant relative to the plugin’s own data folder.',
					reason: because('policy_own_files', { path: text }),
				}
			: {
					path,
					message: `${named}: the program runs it, and no plugin changes it.`,
					hint: 'Name another place, or add :ro so that it is only read.',
					reason: because('policy_program_files', { path: text }),
				};
	});
}

function listProblems(policy: SecurityPolicy, list: keyof typeof lists, rules: PathRules): readonly PolicyProblem[] {
	return policy[list].flatMap((text, index) => {
		const parsed: ParsedEntry<unknown> = lists[list].parse(text, rules);
		if (parsed.ok) return [];
		const { expected, hint } = parsed.problem;
		const path = `${list}[${index}]`;
		return [
			{
				path,
				message: `expected ${expected}, found ${JSON.stringify(text)}.`,
				hint,
				reason: because('policy_invalid'),
			},
		];
	});
}

function withoutEffect(policy: SecurityPolicy, list: keyof typeof lists): readonly string[] {
	const { gate } = lists[list];
	if (policy[gate] && policy[list].length === 0) {
		return [`security_policy.${gate} is true, but ${list} is empty: nothing is allowed.`];
	}
	if (!policy[gate] && policy[list].length > 0) {
		return [`security_policy.${list} has entries, but ${gate} is false: they allow nothing.`];
	}
	return [];
}
