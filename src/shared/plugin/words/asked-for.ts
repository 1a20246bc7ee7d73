import { type LimitField, limitNames, policyLimits } from '../../policy/policy-limits.ts';
import { type EntryList, entryLists, fieldsOf, powers } from '../../policy/powers.ts';
import type { SecurityPolicy } from '../../policy/security-policy.ts';
import type { Manifest } from '../manifest.ts';
import { wordsIn } from './author-words.ts';

type Asking = Pick<Manifest, 'optional' | 'reasons' | 'security_policy'>;

/**
 * Why the author asks for an entry of a list, or for a limit, in `language` (BCP 47). What is said of the entry goes
 * before what is said of its whole list. Undefined: nothing is said.
 */
export function reasonFor(
	{ reasons }: Pick<Asking, 'reasons'>,
	field: EntryList | LimitField,
	entry: string | null,
	language: string,
): string | undefined {
	if (reasons === undefined) return undefined;
	// An entry may be called like a property of every object.
	const key = [entry, field].find((each) => each !== null && Object.hasOwn(reasons, each));
	const words = key == null ? undefined : reasons[key];
	return words === undefined ? undefined : wordsIn(words, language);
}

/** Whether the plugin works without an entry of a list (null: without anything of the list), as its author says. */
export function isOptional({ optional }: Pick<Asking, 'optional'>, list: EntryList, entry: string | null): boolean {
	return optional?.some((each) => each === list || each === entry) === true;
}

/** What a plugin asks for without what it says that it works without. */
export function neededPolicy(manifest: Asking): SecurityPolicy {
	const { security_policy: policy } = manifest;
	const fields = fieldsOf((power) => {
		const { gate, list } = powers[power];
		const entries = policy[list].filter((entry) => !isOptional(manifest, list, entry));
		const isWhole = policy[list].length === 0 && !isOptional(manifest, list, null);
		return { on: policy[gate] && (entries.length > 0 || isWhole), entries };
	});
	return { ...policy, ...fields };
}

/** The optional entries that a policy does not give. */
export function optionalLacking(manifest: Asking, policy: SecurityPolicy): readonly string[] {
	return Object.values(powers).flatMap(({ gate, list }) => {
		if (!manifest.security_policy[gate]) return [];
		const given = new Set(policy[gate] ? policy[list] : []);
		return manifest.security_policy[list].filter((entry) => isOptional(manifest, list, entry) && !given.has(entry));
	});
}

/** What `reasons` can be of: what the manifest asks for, entry by entry, its lists and its limits. */
export function reasonable({ security_policy }: Pick<Asking, 'security_policy'>): readonly string[] {
	return [...waivable({ security_policy }), ...limitNames.map((name) => policyLimits[name].field)];
}

/** What may be `optional`: what the manifest asks for, entry by entry, and its lists. */
export function waivable({ security_policy }: Pick<Asking, 'security_policy'>): readonly string[] {
	return [...entryLists, ...entryLists.flatMap((list) => security_policy[list])];
}
