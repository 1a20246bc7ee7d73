import { limitNames, policyLimits } from '../../../shared/policy/policy-limits.ts';
import { type PowerName, powerNames, powers } from '../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';

/** What an entry gives: paths know reading alone, the others are allowed or not. `write` includes reading. */
export type Level = 'none' | 'read' | 'write' | 'allowed';
const ranks: Readonly<Record<Level, number>> = { none: 0, read: 1, write: 2, allowed: 2 };

const READ_ONLY = ':ro';

/** A path entry without its `:ro`. */
export function pathOf(entry: string): string {
	return entry.endsWith(READ_ONLY) ? entry.slice(0, -READ_ONLY.length) : entry;
}

/** Entries that are about the same thing have the same key: `./data/`, `data` and `./data:ro`. */
export function keyOf(power: PowerName, entry: string): string {
	switch (power) {
		case 'environment':
			return entry;
		case 'network':
			return entry.toLowerCase();
		case 'files': {
			const path = pathOf(entry).replace(/^\.[\\/]+(?=.)/, '');
			return path.length > 1 ? path.replace(/(?<=.)[\\/]+$/, '') : path;
		}
	}
}

function levelOfEntry(power: PowerName, entry: string): Level {
	if (power !== 'files') return 'allowed';
	return entry.endsWith(READ_ONLY) ? 'read' : 'write';
}

/** The most that any entry gives for a key, whether the switch is on or not. */
export function levelOf(policy: SecurityPolicy, power: PowerName, key: string): Level {
	const levels = policy[powers[power].list]
		.filter((entry) => keyOf(power, entry) === key)
		.map((entry) => levelOfEntry(power, entry));
	return levels.reduce<Level>((most, level) => (ranks[level] > ranks[most] ? level : most), 'none');
}

/** What is in force for a key: nothing while the switch is off. */
export function effectOf(policy: SecurityPolicy | null, power: PowerName, key: string): Level {
	return policy?.[powers[power].gate] === true ? levelOf(policy, power, key) : 'none';
}

/** The policy with one entry for what `entry` is about, or none. Giving anything turns the switch on. */
export function withLevel(policy: SecurityPolicy, power: PowerName, entry: string, level: Level): SecurityPolicy {
	const { gate, list } = powers[power];
	const key = keyOf(power, entry);
	const spelled = power === 'files' ? `${pathOf(entry)}${level === 'read' ? READ_ONLY : ''}` : entry;
	const entries = policy[list];
	const at = entries.findIndex((one) => keyOf(power, one) === key);
	const others = (part: readonly string[]): readonly string[] => part.filter((one) => keyOf(power, one) !== key);
	if (level === 'none') return { ...policy, [list]: others(entries) };
	const before = at === -1 ? entries.length : at;
	return {
		...policy,
		[gate]: true,
		[list]: [...others(entries.slice(0, before)), spelled, ...others(entries.slice(before))],
	};
}

/** The policy with an entry as it is written, in the place of another or at the end. */
export function withEntry(policy: SecurityPolicy, power: PowerName, entry: string, instead?: string): SecurityPolicy {
	const { gate, list } = powers[power];
	const key = keyOf(power, entry);
	const replaced = instead === undefined ? null : keyOf(power, instead);
	const kept = policy[list].map((one) => (keyOf(power, one) === replaced ? entry : one));
	const all = kept.some((one) => keyOf(power, one) === key) ? kept : [...kept, entry];
	const first = all.findIndex((one) => keyOf(power, one) === key);
	const unique = all.filter((one, index) => keyOf(power, one) !== key || index === first);
	return { ...policy, [gate]: true, [list]: unique.map((one) => (keyOf(power, one) === key ? entry : one)) };
}

/** The policy with an entry that gives at least this much; what gives more already stays, and its switch goes on. */
export function withAtLeast(policy: SecurityPolicy, power: PowerName, entry: string): SecurityPolicy {
	const there = ranks[levelOf(policy, power, keyOf(power, entry))];
	if (there < ranks[levelOfEntry(power, entry)]) return withEntry(policy, power, entry);
	return { ...policy, [powers[power].gate]: true };
}

export interface EntryRow {
	readonly key: string;
	/** As it is spelled where it matters most: in the draft, else in the grant, else in the request. */
	readonly entry: string;
	readonly asked: Level;
	/** In the draft, whether its switch is on or not. */
	readonly granted: Level;
	readonly inForce: Level;
	/** Against the grant in force. */
	readonly change: 'added' | 'removed' | 'changed' | null;
	/** Where it stands in the draft's list, for what names it by index; −1: nowhere. */
	readonly index: number;
}

/** A row for everything that is asked for, granted or drafted, in this order: what a person decided on stays in its place. */
export function rowsOf(
	power: PowerName,
	policies: {
		readonly requested: SecurityPolicy | null;
		readonly granted: SecurityPolicy;
		readonly draft: SecurityPolicy;
		readonly effective: SecurityPolicy;
	},
): readonly EntryRow[] {
	const { gate, list } = powers[power];
	const { requested, granted, draft, effective } = policies;
	const asked = requested?.[gate] === true ? requested[list] : [];
	const spelled = new Map<string, string>();
	for (const entry of [...asked, ...granted[list], ...draft[list]]) spelled.set(keyOf(power, entry), entry);
	return [...spelled].map(([key, entry]) => {
		const [before, after] = [levelOf(granted, power, key), levelOf(draft, power, key)];
		const change = before === after ? null : before === 'none' ? 'added' : after === 'none' ? 'removed' : 'changed';
		return {
			key,
			entry,
			asked: effectOf(requested, power, key),
			granted: after,
			inForce: effectOf(effective, power, key),
			change,
			index: draft[list].findIndex((one) => keyOf(power, one) === key),
		};
	});
}

const sameList = (left: readonly string[], right: readonly string[]): boolean =>
	left.length === right.length && left.every((entry, index) => entry === right[index]);

export function samePolicy(left: SecurityPolicy, right: SecurityPolicy): boolean {
	return (
		limitNames.every((name) => left[policyLimits[name].field] === right[policyLimits[name].field]) &&
		powerNames.every(
			(power) =>
				left[powers[power].gate] === right[powers[power].gate] &&
				sameList(left[powers[power].list], right[powers[power].list]),
		)
	);
}
