import { useMemo } from 'react';
import { useRoute } from '../../client/engine.tsx';
import { pluginCondition } from '../../lib/plugin-condition.ts';
import { useRunningPlugins } from '../../lib/runs/use-running-plugins.ts';

/** Other programs on the same data tell nothing of their runs: they are counted anew so often, ms. */
const LOOK_EVERY_MS = 15_000;

/** What calls for the person, as the lists that it leads to count it. */
export interface Calls {
	/** Plugins. */
	readonly waiting: number;
	readonly quarantined: number;
	/** Runs that failed and that nobody looked at before `at`, Unix ms. */
	readonly failed: number;
	readonly at: number;
}

export function useCalls(): Calls {
	const { data: plugins } = useRoute('plugins.list', {});
	const running = useRunningPlugins();
	const { data: unseen } = useRoute('runs.unseen', {}, { refreshMs: LOOK_EVERY_MS, isLater: true });
	return useMemo(() => {
		const conditions = (plugins ?? []).map((record) => pluginCondition(record, running.has(record.name)));
		const count = (state: (typeof conditions)[number]): number => conditions.filter((one) => one === state).length;
		return {
			waiting: count('waiting_for_review'),
			quarantined: count('quarantined'),
			failed: unseen?.failed ?? 0,
			at: unseen?.at ?? 0,
		};
	}, [plugins, running, unseen]);
}
