import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { Emitter } from '../../../shared/emitter.ts';

/**
 * The place in the window is the address's fragment, `#/runs/8c41aa0912ff` or `#/runs?status=failed`: deep links, back and
 * forward work in both faces, and nothing of it reaches the server.
 */
function currentHash(): string {
	return `/${location.hash.replace(/^#?\/?/, '')}`;
}

const moves = new Emitter<{ readonly place: undefined }>();

function subscribe(listener: () => void): () => void {
	const stop = moves.on('place', listener);
	addEventListener('hashchange', listener);
	addEventListener('popstate', listener);
	return () => {
		stop();
		removeEventListener('hashchange', listener);
		removeEventListener('popstate', listener);
	};
}

/** Whether the window is at a place or below it. */
export function isAt(place: string): boolean {
	const path = currentHash().split('?')[0] ?? '/';
	return path === place || path.startsWith(`${place}/`);
}

/** Whether the window is at no place of its own. */
export function isHome(): boolean {
	return currentHash() === '/';
}

/** Goes to a path, with or without a query. */
export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
	const next = `#/${to.replace(/^#?\/?/, '')}`;
	if (next === location.hash) return;
	if (options.replace === true) history.replaceState(history.state, '', next);
	else history.pushState(null, '', next);
	moves.emit('place', undefined);
}

/** The path alone, for the router. */
export function useHashPath(): [string, (to: string, options?: { readonly replace?: boolean }) => void] {
	const hash = useSyncExternalStore(subscribe, currentHash, currentHash);
	return [hash.split('?')[0] ?? '/', navigate];
}

/** The query of the place; setting it replaces the place, so that "back" leads out and not through every letter typed. */
export function useHashQuery(): readonly [URLSearchParams, (change: Readonly<Record<string, string | null>>) => void] {
	const hash = useSyncExternalStore(subscribe, currentHash, currentHash);
	const query = useMemo(() => new URLSearchParams(hash.split('?')[1] ?? ''), [hash]);
	const change = useCallback((values: Readonly<Record<string, string | null>>) => {
		const [path = '/', text = ''] = currentHash().split('?');
		const next = new URLSearchParams(text);
		for (const [key, value] of Object.entries(values)) {
			if (value === null || value === '') next.delete(key);
			else next.set(key, value);
		}
		const search = next.toString();
		navigate(search === '' ? path : `${path}?${search}`, { replace: true });
	}, []);
	return [query, change];
}
