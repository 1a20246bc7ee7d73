import { useCallback, useSyncExternalStore } from 'react';

/** The window's sizes of main.css that more than its classes depends on. */
export const BESIDE = '(width >= 1100px)';
export const NARROW = '(width < 900px)';
export const WIDE = '(width >= 1536px)';
export const TALL = '(height >= 600px)';

/** Whether the window is as the media query says. */
export function useMedia(query: string): boolean {
	const subscribe = useCallback(
		(listener: () => void) => {
			const media = matchMedia(query);
			media.addEventListener('change', listener);
			return () => media.removeEventListener('change', listener);
		},
		[query],
	);
	const read = (): boolean => matchMedia(query).matches;
	return useSyncExternalStore(subscribe, read, read);
}
