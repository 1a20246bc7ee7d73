/** Routes on what plugins may do, and on what they asked for. */
import { z } from 'zod';
import { decidedOps } from '../host/operations.ts';
import type { Ask } from '../policy/ask.ts';
import type { EntryList, PolicyKind } from '../policy/powers.ts';
import {
	type Grant,
	type PolicyDecision,
	type SecurityPolicy,
	securityPolicySchema,
} from '../policy/security-policy.ts';
import type { UsedCall } from '../run/plugin-uses.ts';
import type { PluginDenial } from '../run/run.ts';
import { defineRoute } from './define-route.ts';
import { author, fingerprint, name, named, note, sha256 } from './fields.ts';

export interface PolicyAnswer {
	readonly requested: SecurityPolicy | null;
	readonly granted: Grant | null;
	/** The grant narrowed by the manifest's own limits: what is in force. */
	readonly effective: SecurityPolicy;
	/** Of the module that asks for it: for `policy.set`, as what was looked at. Null: nothing could be read. */
	readonly sha256: string | null;
	/** The same of its manifest. */
	readonly manifestSha256: string | null;
	/** A decision accepts the plugin as it is. */
	readonly isWaiting: boolean;
}

/** What one plugin may do. */
export interface PolicyListEntry {
	readonly name: string;
	/** Null: nobody decided yet, everything denied. */
	readonly granted: Grant | null;
	/** The grant narrowed by the manifest's own limits and the ceilings: what is in force. */
	readonly effective: SecurityPolicy;
}

/** An entry that cannot be understood, or names what no grant reaches. */
interface EntryProblemAnswer {
	/** List and index: `allowed_hosts[2]`. */
	readonly path: string;
	/** Sentences that do not repeat the place: what was expected, what was found, what to do. */
	readonly message: string;
}

export interface DescribeAnswer {
	readonly problems: readonly EntryProblemAnswer[];
	/** What the policy allows beyond the default limits, riskiest first. */
	readonly asks: readonly Ask[];
}

export interface SuggestAnswer {
	/** The entry; null: no entry can allow it. */
	readonly rule: string | null;
	/** Where the entry belongs. */
	readonly list: EntryList | null;
	/** The grant in force with the entry added. */
	readonly policy: SecurityPolicy | null;
}

/** What changes from one policy to another, in terms of its entries and of limits above the defaults. */
export interface CompareAnswer {
	/** Allowed after, not before. */
	readonly added: readonly Ask[];
	readonly kept: readonly Ask[];
	/** Allowed before, no longer after. */
	readonly dropped: readonly Ask[];
}

export interface RefusedAnswer extends PluginDenial {
	/** The narrowest entry that would allow it; null: none can. */
	readonly entry: string | null;
	/** The policy in force allows it by now. */
	readonly allowedNow: boolean;
}

/** One entry that a manifest asks for. */
export interface AskedEntry {
	readonly list: EntryList;
	readonly entry: string;
	readonly optional: boolean;
	/** Whether the policy in force gives it, or more. */
	readonly granted: boolean;
	/** So many calls of the newest runs were about what it covers. */
	readonly calls: number;
	/** So many of these were denied. */
	readonly denied: number;
	/** Unix ms; null: never. */
	readonly lastAt: number | null;
}

export interface UsedAnswer {
	/** So many of its newest runs were looked through. */
	readonly runs: number;
	readonly asked: readonly AskedEntry[];
	/** What it wanted and its manifest does not ask for, the newest first. */
	readonly unasked: readonly (UsedCall & { readonly kind: PolicyKind })[];
}

export interface PreviewAnswer {
	readonly problems: readonly EntryProblemAnswer[];
	readonly effective: SecurityPolicy;
	/** Null where nothing was asked. */
	readonly decision: PolicyDecision | null;
}

export const policyRoutes = {
	/** What every plugin may do, by name. */
	'policy.list': defineRoute<readonly PolicyListEntry[]>()('read', z.strictObject({})),
	/** What a policy means by itself, of whatever plugin. */
	'policy.describe': defineRoute<DescribeAnswer>()('read', z.strictObject({ policy: securityPolicySchema })),
	'policy.show': defineRoute<PolicyAnswer>()('read', named),
	'policy.set': defineRoute<Grant>()(
		'write',
		z.strictObject({
			name,
			policy: securityPolicySchema,
			author,
			note,
			expectedVersion: z.int().min(0).optional(),
			/** Which key had signed what was looked at; null: none. Needed where a plugin waits because that changed. */
			signer: fingerprint.nullable().optional(),
			/**
			 * Of the module that was looked at, and of its manifest: where a plugin waits for review and holds another by now,
			 * `conflict`.
			 */
			sha256: sha256.optional(),
			manifestSha256: sha256.optional(),
		}),
	),
	/** `request` as a person types it: a URL, `env:NAME`, `read:PATH`, `write:PATH`, `list:PATH`, or a bare path (read). */
	'policy.check': defineRoute<PolicyDecision>()(
		'read',
		z.strictObject({ name, request: z.string().min(1).max(32_768) }),
	),
	/** The narrowest rule that would have allowed a refused host call, as a draft. */
	'policy.suggest': defineRoute<SuggestAnswer>()(
		'read',
		z.strictObject({
			name,
			op: z.enum(decidedOps),
			target: z.string().min(1).max(32_768),
		}),
	),
	/** What a draft would mean; nothing is stored. */
	'policy.preview': defineRoute<PreviewAnswer>()(
		'read',
		z.strictObject({ name, policy: securityPolicySchema, request: z.string().max(32_768).optional() }),
	),
	/** What a change of a policy widens and narrows. */
	'policy.compare': defineRoute<CompareAnswer>()(
		'read',
		z.strictObject({ before: securityPolicySchema, after: securityPolicySchema }),
	),
	/** What a plugin was refused lately, equal requests together, the newest first. */
	'policy.refused': defineRoute<readonly RefusedAnswer[]>()(
		'read',
		z.strictObject({ name, limit: z.int().min(1).max(500).default(50) }),
	),
	/**
	 * What a plugin asks for, and what of it it used in its newest runs, of which the first host calls are kept one by one.
	 * Requests that no policy decides on are not among them.
	 */
	'policy.used': defineRoute<UsedAnswer>()('read', named),
	'policy.history': defineRoute<readonly Grant[]>()('read', named),
	'policy.revert': defineRoute<Grant>()(
		'write',
		z.strictObject({
			name,
			version: z.int().min(1),
			author,
			note,
			/** As for `policy.set`. */
			sha256: sha256.optional(),
			manifestSha256: sha256.optional(),
		}),
	),
} as const;
