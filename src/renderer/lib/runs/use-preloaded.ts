import { useMemo } from 'react';
import type { PreloadedPlugin } from '../../../shared/plugin/preload.ts';
import { useRoute } from '../../client/engine.tsx';

/** The plugins that are to be ready from the start, by their names. */
export function usePreloaded(): ReadonlyMap<string, PreloadedPlugin> {
	const { data } = useRoute('preload.list', {}, { isLater: true });
	return useMemo(() => new Map(data?.plugins.map((plugin) => [plugin.name, plugin])), [data]);
}
