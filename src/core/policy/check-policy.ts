import { DataFlareError, type ErrorDetails } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type PowerName, powerNames, powers } from '../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { ParsedEntry } from './entries/entry-problem.ts';
import { parseEnvEntry } from './entries/env-entry.ts';
import { parseHostEntry } from './entries/host-entry.ts';
import { type OwnPlaces, ownPartOf } from './entries/own-places.ts';
import { parsePathEntry } from './entries/path-entry.ts';
import type { PathRules } from './entries/path-form.ts';

const parsers: Readonly<Record<PowerName, (text: string, rules: PathRules) => ParsedEntry<unknown>>> = {
	files: parsePathEntry,
	network: parseHostEntry,
	environment: parseEnvEntry,
};

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
	return powerNames.flatMap((power) => withoutEffect(policy, power));
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
	return [...powerNames.flatMap((power) => listProblems(policy, power, rules)), ...ownProblems(policy, rules, own)];
}

function ownProblems(policy: SecurityPolicy, rules: PathRules, own: OwnPlaces | undefined): readonly PolicyProblem[] {
	const { list } = powers.files;
	return policy[list].flatMap((text, index) => {
		const parsed = parsePathEntry(text, rules);
		const part = parsed.ok ? ownPartOf(parsed.entry, own) : null;
		if (part === null || part === 'below') return [];
		const path = `${list}[${index}]`;
		const named = `${JSON.stringify(text)} belongs to DataFlare itself`;
		return part === 'named'
			? {
					path,
					message: `${named} (its data, plugins or program), which no grant reaches.`,
					hint: 'Choose another place, or use a path relative to the plugin’s own data folder.',
					reason: because('policy_own_files', { path: text }),
				}
			: {
					path,
					message: `${named}, which the program runs: no plugin may change it.`,
					hint: 'Choose another place, or add :ro to make it read-only.',
					reason: because('policy_program_files', { path: text }),
				};
	});
}

function listProblems(policy: SecurityPolicy, power: PowerName, rules: PathRules): readonly PolicyProblem[] {
	const { list } = powers[power];
	return policy[list].flatMap((text, index) => {
		const parsed = parsers[power](text, rules);
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

function withoutEffect(policy: SecurityPolicy, power: PowerName): readonly string[] {
	const { gate, list } = powers[power];
	if (policy[gate] && policy[list].length === 0) {
		return [`security_policy.${gate} is true, but ${list} is empty: nothing is allowed.`];
	}
	if (!policy[gate] && policy[list].length > 0) {
		return [`security_policy.${list} has entries, but ${gate} is false: they allow nothing.`];
	}
	return [];
}
