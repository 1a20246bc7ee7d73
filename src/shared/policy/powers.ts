/** What an entry of a list is about; what can be asked of a policy besides (`AskSubject`) is a limit. */
type EntrySubject = 'path' | 'host' | 'env';

/**
 * The powers that a policy gives, a row each. Everything else that tells powers apart is typed by this table: a row
 * without its words, its entries or its decision does not compile.
 */
interface PowerRow {
	/** The switch of a policy: while it is off, no entry counts. */
	readonly gate: `allow_${string}`;
	/** The list of a policy that holds what is given. */
	readonly list: `allowed_${string}`;
	/** What can be asked of a policy, as a person and a denial name it. */
	readonly kinds: readonly string[];
	/** What an entry of the list is about, as `AskSubject` names it. */
	readonly subject: EntrySubject;
	/** Where powers are told for their danger, the one that reaches farthest comes first: 1. */
	readonly reach: number;
}

/** In the order in which a person meets them. */
export const powers = {
	files: {
		gate: 'allow_file_system',
		list: 'allowed_paths',
		kinds: ['read', 'write', 'list'],
		subject: 'path',
		reach: 2,
	},
	network: { gate: 'allow_network', list: 'allowed_hosts', kinds: ['http'], subject: 'host', reach: 1 },
	environment: { gate: 'allow_env_vars', list: 'allowed_env_vars', kinds: ['env'], subject: 'env', reach: 3 },
} as const satisfies Readonly<Record<string, PowerRow>>;

export type PowerName = keyof typeof powers;
export type Gate = (typeof powers)[PowerName]['gate'];
export type EntryList = (typeof powers)[PowerName]['list'];
/** What can be asked of a policy, or of one power of it. */
export type PolicyKind<Power extends PowerName = PowerName> = (typeof powers)[Power]['kinds'][number];

export const powerNames = Object.keys(powers) as readonly PowerName[];
/** The one that reaches farthest first. */
export const powersByReach = powerNames.toSorted((left, right) => powers[left].reach - powers[right].reach);
export const entryLists: readonly EntryList[] = powerNames.map((power) => powers[power].list);
export const policyKinds: readonly PolicyKind[] = powerNames.flatMap(
	(power): readonly PolicyKind[] => powers[power].kinds,
);

const byKind = new Map<string, PowerName>(
	powerNames.flatMap((power) => powers[power].kinds.map((kind) => [kind, power])),
);
const byList = new Map<string, PowerName>(powerNames.map((power) => [powers[power].list, power]));
const bySubject = new Map<string, PowerName>(powerNames.map((power) => [powers[power].subject, power]));

export function isPolicyKind(text: string): text is PolicyKind {
	return byKind.has(text);
}

/** The power that decides on a kind of request. */
export function powerOfKind(kind: PolicyKind): PowerName {
	return byKind.get(kind) as PowerName;
}

export function powerOfList(list: EntryList): PowerName {
	return byList.get(list) as PowerName;
}

/** The power that an ask is about. Null: a limit, or an entry that allows nothing. */
export function powerOfSubject(subject: string): PowerName | null {
	return bySubject.get(subject) ?? null;
}

/** The switches and lists of a policy. */
export type PowerFields = { readonly [G in Gate]: boolean } & { readonly [L in EntryList]: readonly string[] };

/** What a policy gives of a power: nothing while its switch is off. */
export function entriesInForce(policy: PowerFields, power: PowerName): readonly string[] {
	const { gate, list } = powers[power];
	return policy[gate] ? policy[list] : [];
}

/** The switches and lists that give these entries: a power without an entry is off. */
export function fieldsGiving(entries: Readonly<Record<PowerName, readonly string[]>>): PowerFields {
	return fieldsOf((power) => ({ on: entries[power].length > 0, entries: entries[power] }));
}

/** All switches and lists, each power's as `make` has it; in the order in which policies are written. */
export function fieldsOf(
	make: (power: PowerName) => { readonly on: boolean; readonly entries: readonly string[] },
): PowerFields {
	const gates = powersByReach.map((power) => [powers[power].gate, make(power).on]);
	const lists = powerNames.map((power) => [powers[power].list, make(power).entries]);
	return Object.fromEntries([...gates, ...lists]) as PowerFields;
}
