import { useMemo } from 'react';
import { useRoute } from '../../client/engine.tsx';

/** Plugins that have a run in progress. */
export function useRunningPlugins(): ReadonlySet<string> {
	const { data } = useRoute('runs.list', { status: 'running', limit: 1000 }, { keepPrevious: true, isLater: true });
	return useMemo(() => new Set(data?.runs.flatMap(({ plugins }) => plugins)), [data]);
}
