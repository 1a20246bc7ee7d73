import { useMemo, useState } from 'react';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import { lockedDown } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';
import { type Choice, type GrantDraft, grantOf, grantRows } from './grant-rows.ts';
import { memoryChoices, timeChoices } from './limits.ts';

/** What a person decides about an offer, and what it would mean. Null while the grant in force is not known. */
export function useGrantDraft(offer: InspectAnswer) {
	const isUpdate = offer.change !== null;
	const { name } = offer.manifest;
	const shown = useRoute('policy.show', { name }, { enabled: isUpdate });
	const granted = isUpdate ? (shown.data?.granted?.policy ?? null) : null;
	const described = useRoute('policy.describe', { policy: granted ?? {} }, { enabled: granted !== null });
	const [chosen, setChosen] = useState<Partial<GrantDraft>>({});

	const isKnown = !isUpdate || described.data !== undefined;
	const memory = memoryChoices(offer.manifest, granted, offer.analysis.memory?.minimumBytes ?? 0);
	const time = timeChoices(offer.manifest, granted);
	const rows = useMemo(
		() => grantRows(offer, granted === null ? null : { policy: granted, asks: described.data?.asks ?? [] }),
		[offer, granted, described.data],
	);
	const draft: GrantDraft = {
		choices: chosen.choices ?? {},
		memory: chosen.memory ?? memory.suggested,
		time: chosen.time ?? time.suggested,
		writes: granted ?? lockedDown,
	};
	const { policy, rowOf } = grantOf(rows, draft);
	const result = useRoute('policy.describe', { policy }, { keepPrevious: true, enabled: isKnown });
	const problems = new Map(
		(result.data?.problems ?? []).map(({ path, message }) => [rowOf.get(path) ?? path, message]),
	);
	return {
		error: shown.error ?? described.error ?? result.error,
		isKnown,
		rows,
		draft,
		memory,
		time,
		policy,
		manifest: offer.manifest,
		/** What the manifest asks for. */
		asked: offer.manifest.security_policy,
		/** By row: an entry that cannot be understood. */
		problems,
		/** What would be granted, entry by entry. */
		asks: result.data?.asks ?? [],
		choose(row: string, choice: Choice, other: string) {
			setChosen((before) => ({ ...before, choices: { ...before.choices, [row]: { choice, other } } }));
		},
		limit(limits: Partial<Pick<GrantDraft, 'memory' | 'time'>>) {
			setChosen((before) => ({ ...before, ...limits }));
		},
	};
}

export type GrantDraftState = ReturnType<typeof useGrantDraft>;
