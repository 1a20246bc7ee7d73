import { useMemo } from 'react';
import { useRoute } from '../../../client/engine.tsx';
import type { OtherLimits } from './limit-row.tsx';
import type { LimitKind } from './limits.ts';

/** What holds a plugin's limits down besides its grant. */
export function useOtherLimits(name: string): Readonly<Record<LimitKind, OtherLimits>> {
	const { data: record } = useRoute('plugins.get', { name });
	const { data: settings } = useRoute('settings.get', {});
	return useMemo(() => {
		const manifest = record?.current?.manifest;
		return {
			memory: { own: manifest?.memory_limit, ceiling: settings?.ceiling_memory },
			time: { own: manifest?.timeout_ms, ceiling: settings?.ceiling_time },
			written: { own: undefined, ceiling: undefined },
			files: { own: undefined, ceiling: undefined },
		};
	}, [record, settings]);
}
