import { type DenyingField, denyingFields } from '../../../shared/policy/policy-limits.ts';
import { type EntryList, entryLists, type Gate, powerNames, powers } from '../../../shared/policy/powers.ts';

/** The fields of a policy that rules name. */
const ruleFields: readonly RuleField[] = [
	...powerNames.map((power) => powers[power].gate),
	...entryLists,
	...denyingFields,
];
type RuleField = Gate | EntryList | DenyingField;

/** What a rule names: a switch, a list, a limit, or one entry of a list. */
export interface RulePlace {
	/** Null: it is about no field of the policy. */
	readonly field: RuleField | null;
	/** −1: no entry. */
	readonly index: number;
	/** As it is written; empty: none. */
	readonly entry: string;
}

/** Reads `allowed_paths[0]: ./data/`, `allow_network: false` and `allowed_hosts: no entry matches …`. */
export function placeOfRule(rule: string): RulePlace {
	const [, name = '', number, rest = ''] = /^([a-z_]+)(?:\[(\d{1,6})\])?: (.*)$/s.exec(rule) ?? [];
	const field = ruleFields.find((known) => known === name) ?? null;
	return field === null || number === undefined
		? { field, index: -1, entry: '' }
		: { field, index: Number(number), entry: rest };
}
