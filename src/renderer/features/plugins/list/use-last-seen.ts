import { useEffect, useRef, useState } from 'react';
import { useRoute } from '../../../client/engine.tsx';
import { useRemember } from '../../../lib/preferences.tsx';

/** Who glanced for less than this has not looked: a reload, or passing through. ms */
const GLANCE_MS = 3000;
/** Away for less than this, a person still has in mind what was shown. ms */
const SHORT_ABSENCE_MS = 5 * 60_000;

/**
 * When a person last looked at the plugins before now, Unix ms; null: not known yet. It stays as it is while they look,
 * and is noted when they leave: the screen, or the window.
 */
export function useLastSeen(): number | null {
	const remember = useRemember();
	const { data } = useRoute('settings.get', {});
	const [seen, setSeen] = useState<number | null>(null);
	const stored = data?.last_seen_ms;
	if (seen === null && stored !== undefined) setSeen(stored);
	const lookingSince = useRef(Date.now());
	const note = useRef<(at: number) => void>(() => {});
	useEffect(() => {
		note.current = (at) => {
			if (seen === null || at - lookingSince.current < GLANCE_MS) return;
			remember('last_seen_ms', at);
		};
	});
	useEffect(() => {
		let leftAt: number | null = null;
		const onVisibility = (): void => {
			if (document.visibilityState === 'hidden') {
				leftAt = Date.now();
				note.current(leftAt);
			} else if (leftAt !== null) {
				lookingSince.current = Date.now();
				if (Date.now() - leftAt > SHORT_ABSENCE_MS) setSeen(leftAt);
				leftAt = null;
			}
		};
		document.addEventListener('visibilitychange', onVisibility);
		return () => {
			document.removeEventListener('visibilitychange', onVisibility);
			note.current(Date.now());
		};
	}, []);
	return seen;
}
