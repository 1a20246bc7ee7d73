import type { RefusalKind } from '../../../../shared/policy/refusal-kind.ts';
import type { EntryPlace, PolicyDecision } from '../../../../shared/policy/security-policy.ts';

export const testerKinds = ['read', 'write', 'list', 'http', 'env'] as const;
export type TesterKind = (typeof testerKinds)[number];

/** The kind that a text gives away by itself. Null: it may be anything. */
export function kindOf(text: string): TesterKind | null {
	const typed = text.trim();
	const prefix = /^(read|write|list|env):/.exec(typed)?.[1];
	if (prefix !== undefined) return prefix as TesterKind;
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return 'http';
	if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(typed)) return 'env';
	return null;
}

/** What a person asks the tester, in the words of `policy.preview`. Empty: nothing. */
export function testerRequest(kind: TesterKind, text: string): string {
	const typed = text.trim().replace(/^(?:read|write|list|env):/, '');
	if (typed === '') return '';
	if (kind !== 'http') return `${kind}:${typed}`;
	return /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
}

/** Where in a policy a decision was made: a switch, a list, or one entry of it. */
export interface RulePlace {
	/** Null: nowhere in the policy. */
	readonly field: EntryPlace['list'] | 'allow_file_system' | 'allow_network' | 'allow_env_vars' | null;
	/** −1: no entry. */
	readonly index: number;
}

/** The switch that refuses, or the list that lacks an entry. */
const fields: { readonly [K in RefusalKind]?: RulePlace['field'] } = {
	files_off: 'allow_file_system',
	network_off: 'allow_network',
	variables_off: 'allow_env_vars',
	path_not_listed: 'allowed_paths',
	host_not_listed: 'allowed_hosts',
	address_not_named: 'allowed_hosts',
	variable_not_listed: 'allowed_env_vars',
};

export function placeOf(decision: PolicyDecision): RulePlace {
	const { entry } = decision;
	if (entry !== undefined) return { field: entry.list, index: entry.index };
	return { field: decision.allowed ? null : (fields[decision.kind] ?? null), index: -1 };
}
