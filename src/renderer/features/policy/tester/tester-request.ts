export const testerKinds = ['read', 'write', 'list', 'http', 'env'] as const;
export type TesterKind = (typeof testerKinds)[number];

/** How a question is written, the same in every language. */
export const testerExamples: Readonly<Record<TesterKind, string>> = {
	read: '/srv/data/in.csv',
	write: './out.json',
	list: './data/',
	http: 'https://api.example.com/v1',
	env: 'API_TOKEN',
};

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
	readonly field: string;
	/** −1: no entry. */
	readonly index: number;
}

/** Reads `allowed_paths[0]: ./data/`, `allow_network: false` and `allowed_hosts: no entry matches …`. */
export function placeOfRule(rule: string): RulePlace {
	const entry = /^(allowed_\w+)\[(\d+)\]:/.exec(rule);
	if (entry?.[1] !== undefined) return { field: entry[1], index: Number(entry[2]) };
	const off = /^(allow_\w+): false$/.exec(rule);
	if (off?.[1] !== undefined) return { field: off[1], index: -1 };
	const none = /^(allowed_\w+): no entry/.exec(rule);
	if (none?.[1] !== undefined) return { field: none[1], index: -1 };
	return { field: '', index: -1 };
}
