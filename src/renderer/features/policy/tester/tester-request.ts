import { placeOfRule as placeIn } from '../../../lib/text/rule-place.ts';

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

/** What a rule names: a switch, a list, or one entry of it. */
export interface RulePlace {
	/** Empty: no field of the policy. */
	readonly field: string;
	/** −1: no entry. */
	readonly index: number;
}

export function placeOfRule(rule: string): RulePlace {
	const { field, index } = placeIn(rule);
	return { field: field ?? '', index };
}
