import { useEffect, useState } from 'react';
import type { RouteInput } from '../../../../shared/api/routes.ts';
import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { kindDecided } from '../../../../shared/host/operations.ts';
import { type PowerName, powerOfKind, powerOfList } from '../../../../shared/policy/powers.ts';
import { useAsk } from '../../../client/engine.tsx';
import { useHashQuery } from '../../../lib/nav/hash-location.ts';
import { withAtLeast } from '../entries.ts';
import type { DraftActions } from '../use-draft.ts';

/** The power that a refused host call is about. Null: a policy does not decide on it. */
export function powerOfOp(op: string): PowerName | null {
	const kind = kindDecided(op);
	return kind === null ? null : powerOfKind(kind);
}

export interface Suggestion {
	/** Puts the narrowest rule for a refused host call into the draft. */
	suggest(op: string, target: string): void;
	/** What could not be suggested, and why: null where no entry can allow it. */
	readonly failed: { readonly op: string; readonly target: string; readonly error: DataFlareError | null } | null;
	forget(): void;
}

/** Drafts the narrowest rule for a refusal, when pressed and when the address asks for it (`links.policyFor`). */
export function useSuggestion(name: string, { edit }: Pick<DraftActions, 'edit'>): Suggestion {
	const ask = useAsk();
	const [query, change] = useHashQuery();
	const [failed, setFailed] = useState<Suggestion['failed']>(null);
	const suggest = (op: string, target: string): void => {
		setFailed(null);
		// The route itself refuses what is no operation.
		ask('policy.suggest', { name, op: op as RouteInput<'policy.suggest'>['op'], target }).then(
			({ rule, list }) => {
				if (rule === null || list === null) return setFailed({ op, target, error: null });
				edit((policy) => withAtLeast(policy, powerOfList(list), rule), { op, target, entry: rule });
			},
			(error: unknown) => setFailed({ op, target, error: toDataFlareError(error) }),
		);
	};
	const [op, target] = [query.get('op'), query.get('target')];
	// biome-ignore lint/correctness/useExhaustiveDependencies: once for what the address asks
	useEffect(() => {
		if (op === null || target === null) return;
		// Coming back to this place later is not asking again.
		change({ op: null, target: null });
		suggest(op, target);
	}, [op, target]);
	return { suggest, failed, forget: () => setFailed(null) };
}
