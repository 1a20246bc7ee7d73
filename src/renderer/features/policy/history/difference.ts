import { useMemo } from 'react';
import type { CompareAnswer } from '../../../../shared/api/policy-routes.ts';
import type { Ask } from '../../../../shared/policy/ask.ts';
import { type LimitName, limitNames, policyLimits } from '../../../../shared/policy/policy-limits.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';

export type Change =
	| { readonly kind: 'entry'; readonly ask: Ask /** Taken away is the changing alone. */; readonly stillReads: boolean }
	| { readonly kind: LimitName; readonly from: number; readonly to: number };

export interface Difference {
	readonly widened: readonly Change[];
	readonly narrowed: readonly Change[];
}

/** What a new version changes: the entries as the engine compares them, the limits number by number. */
export function differenceOf(compared: CompareAnswer, before: SecurityPolicy, after: SecurityPolicy): Difference {
	const reads = new Set(
		[...compared.added, ...compared.kept].flatMap(({ subject }) =>
			subject.kind === 'path' && subject.access === 'read' ? [subject.path] : [],
		),
	);
	const entries = (asks: readonly Ask[]): readonly Change[] =>
		asks
			.filter(({ subject }) => !limitNames.some((kind) => kind === subject.kind))
			.map((ask) => ({
				kind: 'entry',
				ask,
				stillReads: ask.subject.kind === 'path' && ask.subject.access === 'write' && reads.has(ask.subject.path),
			}));
	const limits: readonly Change[] = limitNames.map((kind) => {
		const { field } = policyLimits[kind];
		return { kind, from: before[field], to: after[field] };
	});
	const up = limits.filter((change) => change.kind !== 'entry' && change.to > change.from);
	const down = limits.filter((change) => change.kind !== 'entry' && change.to < change.from);
	return {
		widened: [...entries(compared.added).map((change) => ({ ...change, stillReads: false })), ...up],
		narrowed: [...entries(compared.dropped), ...down],
	};
}

export const isEmpty = ({ widened, narrowed }: Difference): boolean => widened.length === 0 && narrowed.length === 0;

/** What a change from one policy to another widens and narrows. Null: not known yet, or not asked. */
export function useDifference(before: SecurityPolicy, after: SecurityPolicy, enabled = true): Difference | null {
	const { data } = useRoute('policy.compare', { before, after }, { enabled, keepPrevious: true });
	return useMemo(
		() => (enabled && data !== undefined ? differenceOf(data, before, after) : null),
		[enabled, data, before, after],
	);
}
