import { useMemo, useState } from 'react';
import { useRoute } from '../../../client/engine.tsx';
import { usePreloaded } from '../../../lib/runs/use-preloaded.ts';
import { useRunningPlugins } from '../../../lib/runs/use-running-plugins.ts';
import { type PluginEntry, pluginEntries } from './plugin-entry.ts';
import { useLastSeen } from './use-last-seen.ts';

const HOUR_MS = 60 * 60_000;
/** Parts of the day that the sparkline shows. */
const HOURS = 24;

/** Every plugin with its activity; `undefined` while the plugins themselves are not known. */
export function usePluginEntries() {
	const list = useRoute('plugins.list', {});
	const policies = useRoute('policy.list', {});
	const running = useRunningPlugins();
	const preloaded = usePreloaded();
	const seen = useLastSeen();
	const [openedAt] = useState(Date.now);
	const since = Math.floor(openedAt / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS;
	const lastDay = useRoute('plugins.activity', { since, buckets: HOURS }, { isLater: true });
	const sinceSeen = useRoute(
		'plugins.activity',
		{ since: seen ?? 0, buckets: 1 },
		{ enabled: seen !== null, isLater: true },
	);
	const entries = useMemo<readonly PluginEntry[] | undefined>(
		() =>
			list.data === undefined
				? undefined
				: pluginEntries({
						records: list.data,
						running,
						preloaded,
						policies: policies.data ?? [],
						lastDay: lastDay.data ?? [],
						sinceSeen: sinceSeen.data ?? [],
					}),
		[list.data, running, preloaded, policies.data, lastDay.data, sinceSeen.data],
	);
	return { entries, error: list.error, retry: () => void list.refetch() };
}
