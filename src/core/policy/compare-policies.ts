import type { Ask } from '../../shared/policy/ask.ts';
import { entriesInForce, type PowerName, powerNames } from '../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { describeLimits } from './describe-limits.ts';
import { describeEntry } from './describe-requests.ts';
import { parseHostEntry } from './entries/host-entry.ts';
import type { OwnPlaces } from './entries/own-places.ts';
import { parsePathEntry } from './entries/path-entry.ts';

export interface PolicyComparison {
	/** Asked for, not granted. */
	readonly added: readonly Ask[];
	/** Asked for and granted. */
	readonly kept: readonly Ask[];
	/** Granted, no longer asked for. */
	readonly dropped: readonly Ask[];
}

/** What a request for powers changes against the grant in force, in the terms of `describeRequests`. */
export function comparePolicies(requested: SecurityPolicy, granted: SecurityPolicy, own?: OwnPlaces): PolicyComparison {
	const asked = itemsOf(requested, own);
	return {
		added: asked.filter((item) => !item.heldBy(granted)).map(({ ask }) => ask),
		kept: asked.filter((item) => item.heldBy(granted)).map(({ ask }) => ask),
		dropped: itemsOf(granted, own)
			.filter((item) => !item.heldBy(requested))
			.map(({ ask }) => ask),
	};
}

interface Item {
	readonly ask: Ask;
	readonly heldBy: (policy: SecurityPolicy) => boolean;
}

/** Whether a policy gives at least what an entry asks for. */
export function holdsEntry(policy: SecurityPolicy, power: PowerName, entry: string): boolean {
	return entriesInForce(policy, power).some(coverings[power](entry));
}

function itemsOf(policy: SecurityPolicy, own: OwnPlaces | undefined): readonly Item[] {
	return [
		...powerNames.flatMap((power) => entriesInForce(policy, power).map((entry) => entryItem(power, entry, own))),
		...limitItems(policy),
	];
}

function entryItem(power: PowerName, entry: string, own: OwnPlaces | undefined): Item {
	const covers = coverings[power](entry);
	return { ask: describeEntry(power, entry, own), heldBy: (policy) => entriesInForce(policy, power).some(covers) };
}

/** Whether an entry that is held gives at least what another one asks for. */
const coverings: Readonly<Record<PowerName, (wanted: string) => (held: string) => boolean>> = {
	files: (text) => {
		const wanted = pathKey(text);
		return (held) => {
			const { path, writes } = pathKey(held);
			return path === wanted.path && (writes || !wanted.writes);
		};
	},
	network: (text) => {
		const wanted = hostKey(text);
		return (held) => hostKey(held) === wanted;
	},
	environment: (name) => (held) => held === name,
};

function pathKey(text: string): { readonly path: string; readonly writes: boolean } {
	const parsed = parsePathEntry(text);
	if (!parsed.ok) return { path: `?${text}`, writes: false };
	const path = parsed.entry.path.split('/').filter((part, index) => index === 0 || (part !== '' && part !== '.'));
	if (path[0] === '.') path.shift();
	return { path: path.join('/'), writes: !parsed.entry.readOnly };
}

function hostKey(text: string): string {
	const parsed = parseHostEntry(text);
	if (!parsed.ok) return `?${text}`;
	const { scheme, subdomainsOnly, host, port } = parsed.entry;
	return `${scheme}://${subdomainsOnly ? '*.' : ''}${host}:${port}`;
}

function limitItems(policy: SecurityPolicy): readonly Item[] {
	return describeLimits(policy).map(({ limit, ...ask }) => ({
		ask,
		heldBy: (other) => other[limit] >= policy[limit],
	}));
}
