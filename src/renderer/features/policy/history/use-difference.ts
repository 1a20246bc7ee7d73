import { useMemo } from 'react';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';
import { type Difference, differenceOf } from './difference.ts';

/** What a change from one policy to another widens and narrows. Null: not known yet, or not asked. */
export function useDifference(before: SecurityPolicy, after: SecurityPolicy, enabled = true): Difference | null {
	const { data } = useRoute('policy.compare', { before, after }, { enabled, keepPrevious: true });
	return useMemo(
		() => (enabled && data !== undefined ? differenceOf(data, before, after) : null),
		[enabled, data, before, after],
	);
}
