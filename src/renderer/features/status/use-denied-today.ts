import { useEffect, useState } from 'react';
import { useRoute } from '../../client/engine.tsx';

/** Host calls that were refused since midnight here. */
export function useDeniedToday(): { readonly since: number; readonly total: number } {
	const since = useMidnight();
	const { data } = useRoute('plugins.activity', { since, buckets: 1 }, { keepPrevious: true, isLater: true });
	return { since, total: (data ?? []).reduce((sum, { denials }) => sum + denials, 0) };
}

/** The last midnight, Unix ms; follows the clock past the next one. */
function useMidnight(): number {
	const [midnight, setMidnight] = useState(() => new Date().setHours(0, 0, 0, 0));
	useEffect(() => {
		// A timer of a whole day would be late after the machine slept.
		const timer = setInterval(() => setMidnight(new Date().setHours(0, 0, 0, 0)), 60_000);
		return () => clearInterval(timer);
	}, []);
	return midnight;
}
