import { DataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { ParsedEntry } from './entry-problem.ts';
import { parseEnvEntry } from './env-entry.ts';
import { parseHostEntry } from './host-entry.ts';
import { parsePathEntry } from './path-entry.ts';
import type { PathRules } from './path-form.ts';

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
 * Throws `configuration` naming the first entry that cannot be understood, with all of them in `details.problems`.
 * Returns sentences about what is understood but has no effect.
 */
export function checkPolicy(policy: SecurityPolicy, rules: PathRules = {}): readonly string[] {
	const problems = policyProblems(policy, rules);
	const [first] = problems;
	if (first !== undefined) {
		const others = problems.length - 1;
		const more = others === 0 ? '' : ` (and ${others} more)`;
		throw new DataFlareError('configuration', `${first.message}${more}`, {
			hint: first.hint,
			details: { ...because('policy_invalid'), problems: problems.map(({ message, hint }) => `${message} ${hint}`) },
		});
	}
	return listNames.flatMap((list) => withoutEffect(policy, list));
}

export interface PolicyProblem {
	/** The list and the index of the entry: `allowed_hosts[2]`. */
	readonly path: string;
	readonly message: string;
	readonly hint: string;
}

/** Every entry that cannot be understood. */
export function policyProblems(policy: SecurityPolicy, rules: PathRules = {}): readonly PolicyProblem[] {
	return listNames.flatMap((list) => listProblems(policy, list, rules));
}

function listProblems(policy: SecurityPolicy, list: keyof typeof lists, rules: PathRules): readonly PolicyProblem[] {
	return policy[list].flatMap((text, index) => {
		const parsed: ParsedEntry<unknown> = lists[list].parse(text, rules);
		if (parsed.ok) return [];
		const { expected, hint } = parsed.problem;
		const path = `${list}[${index}]`;
		return [{ path, message: `security_policy.${path}: expected ${expected}, found ${JSON.stringify(text)}.`, hint }];
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
