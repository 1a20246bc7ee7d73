import { useCallback, useState } from 'react';
import { useHashQuery } from '../../lib/nav/hash-location.ts';

type Change = (values: Readonly<Record<string, string | null>>) => void;

/** What a log is asked for: in the address where the screen is about the log, else for as long as it is shown. */
export function useLogState(isInAddress: boolean): readonly [URLSearchParams, Change] {
	const [hash, changeHash] = useHashQuery();
	const [own, setOwn] = useState(() => new URLSearchParams());
	const changeOwn = useCallback<Change>(
		(values) =>
			setOwn((before) => {
				const next = new URLSearchParams(before);
				for (const [key, value] of Object.entries(values)) {
					if (value === null || value === '') next.delete(key);
					else next.set(key, value);
				}
				return next;
			}),
		[],
	);
	return isInAddress ? [hash, changeHash] : [own, changeOwn];
}
