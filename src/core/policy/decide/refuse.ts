import type { DenialKind } from '../../../shared/policy/denial-kind.ts';
import type { EntryPlace, PolicyRefusal } from '../../../shared/policy/security-policy.ts';

/** A refusal: its kind for faces, its rule and a sentence for people. `entry`: the one that refuses; absent: none does. */
export function refuse(kind: DenialKind, rule: string, reason: string, entry?: EntryPlace): PolicyRefusal {
	return { allowed: false, kind, rule, reason, ...(entry === undefined ? {} : { entry }) };
}
