import type { AskedEntry, PolicyAnswer, UsedAnswer } from '../../shared/api/policy-routes.ts';
import { kindDecided } from '../../shared/host/operations.ts';
import { entriesInForce, type PolicyKind, powerNames, powers } from '../../shared/policy/powers.ts';
import { lockedDown, type PolicyRequest } from '../../shared/policy/security-policy.ts';
import type { UsedCall } from '../../shared/run/plugin-uses.ts';
import { checkRequest } from '../broker/check.ts';
import { holdsEntry } from '../policy/compare-policies.ts';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import type { Registry } from '../registry/registry.ts';
import type { Store } from '../store/store.ts';

/** Different requests that are told apart: a plugin that asks for more would need another list of entries anyway. */
const MAX_CALLS = 500;
/** Of those that its manifest does not ask for, so many are told. */
const MAX_UNASKED = 50;

interface UseParts {
	readonly registry: Pick<Registry, 'require' | 'dataFolder'>;
	readonly store: Pick<Store, 'runs'>;
	readonly ownPlaces: () => OwnPlaces;
	/** What a recorded call asked a policy; null: none decides on it. */
	readonly requestOf: (op: string, target: string) => PolicyRequest | null;
}

type Decided = UsedCall & { readonly kind: PolicyKind };
interface Sums {
	calls: number;
	denied: number;
	lastAt: number | null;
}

/** What a plugin asks for beside what it uses: each call of its newest runs counts for the entry that would allow it. */
export async function usedPowers(
	parts: UseParts,
	name: string,
	{ requested, effective }: PolicyAnswer,
): Promise<UsedAnswer> {
	const manifest = parts.registry.require(name).current?.manifest;
	const optional = new Set(manifest?.optional ?? []);
	const asked = requested ?? lockedDown;
	const { runs, calls } = parts.store.runs.uses(name, MAX_CALLS);
	const dataFolder = parts.registry.dataFolder(name);
	const sums = new Map<string, Sums>();
	const unasked: Decided[] = [];
	for (const call of calls) {
		const kind = kindDecided(call.op);
		const request = parts.requestOf(call.op, call.target);
		if (kind === null || request === null) continue;
		const decision = await checkRequest(asked, request, { dataFolder, ownPlaces: parts.ownPlaces });
		if (!decision.allowed || decision.entry === undefined) {
			if (!decision.allowed && unasked.length < MAX_UNASKED) unasked.push({ ...call, kind });
			continue;
		}
		const key = `${decision.entry.list} ${decision.entry.index}`;
		const sum = sums.get(key) ?? { calls: 0, denied: 0, lastAt: null };
		sum.calls += call.count;
		sum.denied += call.refused;
		sum.lastAt = Math.max(sum.lastAt ?? 0, call.lastAt);
		sums.set(key, sum);
	}
	const entries = powerNames.flatMap((power) =>
		entriesInForce(asked, power).map((entry, index): AskedEntry => {
			const { list } = powers[power];
			const sum = sums.get(`${list} ${index}`) ?? { calls: 0, denied: 0, lastAt: null };
			return { list, entry, optional: optional.has(entry), granted: holdsEntry(effective, power, entry), ...sum };
		}),
	);
	return { runs, asked: entries, unasked };
}
