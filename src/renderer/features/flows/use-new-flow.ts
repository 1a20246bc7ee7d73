import { useCallback, useMemo } from 'react';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import { handOverFlow } from '../../lib/flow-handover.ts';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';

/** Leads to a new flow, begun with what is given. */
export function useNewFlow(): {
	/** `path`: the file that it was opened from. `runsNow`: it runs once it is there. */
	begin(flow: Flow | null, how?: { readonly path?: string; readonly runsNow?: boolean }): void;
} {
	const begin = useCallback((flow: Flow | null, how: { readonly path?: string; readonly runsNow?: boolean } = {}) => {
		if (flow !== null) handOverFlow(flow, how);
		navigate(links.newFlow());
	}, []);
	return useMemo(() => ({ begin }), [begin]);
}
