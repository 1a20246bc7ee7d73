import { z } from 'zod';
import type { DenialKind } from './denial-kind.ts';
import { limitFieldsOf, policyLimits } from './policy-limits.ts';
import { type EntryList, entryLists, type PolicyKind, powers, powersByReach } from './powers.ts';

/** Entries are validated further by the policy engine's pattern parsers; here only their form is bounded. */
const entries = z.array(z.string().min(1).max(4096)).max(1000).readonly();

function each<Key extends string, Field>(keys: readonly Key[], field: Field): Readonly<Record<Key, Field>> {
	return Object.fromEntries(keys.map((key) => [key, field])) as Record<Key, Field>;
}

/** The DataFlare `security_policy`: a request when a manifest carries it, a grant once a person decided it. */
export const securityPolicySchema = z.strictObject({
	...each(
		powersByReach.map((power) => powers[power].gate),
		z.boolean().default(false),
	),
	...limitFieldsOf((name) => {
		const { min, max, usual } = policyLimits[name];
		return z.int().min(min).max(max).default(usual);
	}),
	...each(entryLists, entries.default([])),
});

export type SecurityPolicy = Readonly<z.output<typeof securityPolicySchema>>;
export type SecurityPolicyInput = z.input<typeof securityPolicySchema>;

/** Everything denied, default limits. */
export const lockedDown: SecurityPolicy = securityPolicySchema.parse({});

/** Everything denied but the limits that were asked for: what an installation without a decision gives. */
export function limitsOnly({ max_memory, max_execution_time }: SecurityPolicy): SecurityPolicy {
	return { ...lockedDown, max_memory, max_execution_time };
}

/** A versioned decision of a person's about what a plugin may do. Never edited: each change is a new version. */
export interface Grant {
	readonly plugin: string;
	/** 1, 2, 3 … per plugin. */
	readonly version: number;
	readonly policy: SecurityPolicy;
	readonly author: string;
	readonly note: string;
	/** Unix time, ms. */
	readonly createdAt: number;
	/** Absent: it was decided for this plugin alone. */
	readonly origin?: GrantOrigin;
}

/** The template that a grant came from. */
export interface GrantOrigin {
	/** The template's id; it may be gone, or have another name by now. */
	readonly template: string;
	/** Its name and its version, as they were. */
	readonly name: string;
	readonly version: number;
	/** What wrote this grant together with others: 12 hexadecimal digits. Absent: the grant came back as it was. */
	readonly application?: string;
}

/** What a guest asks the broker for, in the terms that a policy decides. */
export type PolicyRequest =
	| { readonly kind: PolicyKind<'files'>; readonly path: string }
	| { readonly kind: PolicyKind<'network'>; readonly url: string }
	| { readonly kind: PolicyKind<'environment'>; readonly name: string };

/** An entry of a policy by its place. */
export interface EntryPlace {
	readonly list: EntryList;
	readonly index: number;
}

interface PolicyPermission {
	readonly allowed: true;
	/** The rule that allows it, in words: `allowed_paths[0]: ./data/`. */
	readonly rule: string;
	/** Absent: no entry of the policy, but e.g. a file that was chosen for the run. */
	readonly entry?: EntryPlace;
}

export interface PolicyRefusal {
	readonly allowed: false;
	readonly kind: DenialKind;
	/** The rule that refuses it, in words: `allow_network: false`, `allowed_hosts: no entry matches api.example.com:443`. */
	readonly rule: string;
	/** A sentence for people. */
	readonly reason: string;
	/** The entry that covers it and does not allow it; absent: none does. */
	readonly entry?: EntryPlace;
}

export type PolicyDecision = PolicyPermission | PolicyRefusal;
