import type { DenialKind } from '../../../../shared/policy/denial-kind.ts';
import { type EntryList, type Gate, type PolicyKind, powers } from '../../../../shared/policy/powers.ts';
import type { PolicyDecision } from '../../../../shared/policy/security-policy.ts';
import { readWrittenKind } from '../../../../shared/policy/written-kind.ts';

/** How a question is written, the same in every language. */
export const testerExamples: Readonly<Record<PolicyKind, string>> = {
	read: '/srv/data/in.csv',
	write: './out.json',
	list: './data/',
	http: 'https://api.example.com/v1',
	env: 'API_TOKEN',
};

/** The kind that a text gives away by itself. Null: it may be anything. */
export function kindOf(text: string): PolicyKind | null {
	const typed = text.trim();
	const { kind } = readWrittenKind(typed);
	if (kind !== null) return kind;
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return 'http';
	if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(typed)) return 'env';
	return null;
}

/** What a person asks the tester, in the words of `policy.preview`. Empty: nothing. */
export function testerRequest(kind: PolicyKind, text: string): string {
	const typed = readWrittenKind(text.trim()).rest;
	if (typed === '') return '';
	if (kind !== 'http') return `${kind}:${typed}`;
	return /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
}

/** Where in a policy a decision was made: a switch, a list, or one entry of it. */
export interface RulePlace {
	/** Null: nowhere in the policy. */
	readonly field: EntryList | Gate | null;
	/** −1: no entry. */
	readonly index: number;
}

/** The switch that refuses, or the list that lacks an entry. */
const fields: { readonly [K in DenialKind]?: RulePlace['field'] } = {
	files_off: powers.files.gate,
	network_off: powers.network.gate,
	variables_off: powers.environment.gate,
	path_not_listed: powers.files.list,
	host_not_listed: powers.network.list,
	address_not_named: powers.network.list,
	variable_not_listed: powers.environment.list,
};

export function placeOf(decision: PolicyDecision): RulePlace {
	const { entry } = decision;
	if (entry !== undefined) return { field: entry.list, index: entry.index };
	return { field: decision.allowed ? null : (fields[decision.kind] ?? null), index: -1 };
}
