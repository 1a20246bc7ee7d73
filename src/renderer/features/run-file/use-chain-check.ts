import type { ChainCheck } from '../../../shared/api/chain-routes.ts';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { useRoute } from '../../client/engine.tsx';
import { useSettled } from '../../lib/hooks/use-settled.ts';
import { chainOf, type Draft, problemsOf } from './draft.ts';
import { SETTLE_MS } from './use-path-check.ts';

export interface ChainState {
	readonly answer: ChainCheck | null;
	readonly error: DataFlareError | null;
	readonly isPending: boolean;
	/** It is about the form as it is now, and not as it was a moment ago. */
	readonly isCurrent: boolean;
	/** Asks once more: whether it would be refused as everything is at this moment. */
	isRefusedNow(): Promise<boolean>;
}

const nothing = { name: '-', components: [{ name: 'none', config: {} }] };

/** Whether the chain in the form could run now, asked for once the form itself has no problem. */
export function useChainCheck(draft: Draft): ChainState {
	const settled = useSettled(draft, SETTLE_MS);
	const enabled =
		settled.what === 'chain' &&
		settled.chainFrom !== 'example' &&
		settled.chainFrom === draft.chainFrom &&
		Object.keys(problemsOf(settled, null)).length === 0;
	const check = useRoute(
		'chains.check',
		{
			chain: !enabled
				? { definition: nothing }
				: settled.chainFrom === 'file'
					? { path: settled.chainFile }
					: { definition: chainOf(settled) },
		},
		{ enabled, ofDisk: true },
	);
	const isRefusedNow = async (): Promise<boolean> => {
		if (!enabled) return false;
		const { data, error } = await check.refetch();
		return error !== null || (data?.problem ?? null) !== null;
	};
	if (!enabled) return { answer: null, error: null, isPending: false, isCurrent: false, isRefusedNow };
	return {
		answer: check.data ?? null,
		error: check.error,
		isPending: check.isPending,
		isCurrent: settled === draft,
		isRefusedNow,
	};
}
