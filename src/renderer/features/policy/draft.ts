import { z } from 'zod';
import {
	type Grant,
	lockedDown,
	type SecurityPolicy,
	securityPolicySchema,
} from '../../../shared/policy/security-policy.ts';
import { samePolicy } from './entries.ts';

/** Why an entry is in the draft although nobody typed it. */
const originSchema = z.object({ op: z.string(), target: z.string(), entry: z.string() });

const draftSchema = z.object({
	/** The version that it changes; 0: none yet. */
	base: z.int().min(0),
	/** What the form shows: the last state that could be read. */
	policy: securityPolicySchema,
	/** The JSON as it was typed, while it says the same as `policy` or cannot be read. Null: as it is written anew. */
	text: z.string().nullable(),
	note: z.string(),
	origin: originSchema.nullable(),
});

export type Draft = z.output<typeof draftSchema>;

export function newDraft(base: number, policy: SecurityPolicy): Draft {
	return { base, policy, text: null, note: '', origin: null };
}

export const jsonOf = (policy: SecurityPolicy): string => JSON.stringify(policy, null, 2);

/** A policy out of JSON. Null: it is no JSON, or no policy; the editor says where. */
export function readPolicy(text: string): SecurityPolicy | null {
	try {
		const parsed = securityPolicySchema.safeParse(JSON.parse(text));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

export function withPolicy(draft: Draft, policy: SecurityPolicy): Draft {
	return { ...draft, policy, text: null };
}

/** What was typed is kept whatever it says; the form follows where it can be read. */
export function withText(draft: Draft, text: string): Draft {
	return { ...draft, text, policy: readPolicy(text) ?? draft.policy };
}

/** The JSON holds something that the form cannot show and that cannot be saved. */
export function isUnreadable(draft: Draft): boolean {
	return draft.text !== null && readPolicy(draft.text) === null;
}

/** Something would change by saving it. */
export function isChanged(draft: Draft, granted: SecurityPolicy | null): boolean {
	return isUnreadable(draft) || !samePolicy(draft.policy, granted ?? lockedDown);
}

/** What a draft changes: a grant, or a template. */
export type Decided = Pick<Grant, 'version' | 'policy'>;

/** Nothing is left of it: what was changed was changed back. JSON keeps its layout while it is being typed. */
export function isIdle(draft: Draft, granted: Decided | null): boolean {
	return (
		draft.base === (granted?.version ?? 0) &&
		draft.text === null &&
		draft.note === '' &&
		draft.origin === null &&
		!isChanged(draft, granted?.policy ?? null)
	);
}

const slot = (plugin: string): string => `dataflare-policy-draft:${plugin}`;

export function keptDraft(plugin: string, storage: Pick<Storage, 'getItem'>): Draft | null {
	try {
		const parsed = draftSchema.safeParse(JSON.parse(storage.getItem(slot(plugin)) ?? 'null'));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

export function keepDraft(plugin: string, draft: Draft | null, storage: Pick<Storage, 'setItem' | 'removeItem'>): void {
	try {
		if (draft === null) storage.removeItem(slot(plugin));
		else storage.setItem(slot(plugin), JSON.stringify(draft));
	} catch {
		// Without storage a draft lives as long as its tab.
	}
}
