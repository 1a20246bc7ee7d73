import { useEffect, useMemo } from 'react';
import { useAct } from '../../client/engine.tsx';

/**
 * Who asks the engine for searches of the log, for as long as there is something to search for: each search of theirs
 * ends the one before, and once nobody waits any more the last one ends, too. Null: there is nothing to search for.
 */
export function useAsker(isSearching: boolean): string | null {
	const act = useAct();
	// Never used again: a word that ends one comes too late for none of the next.
	const asker = useMemo(() => (isSearching ? freshName() : null), [isSearching]);
	useEffect(() => {
		if (asker === null) return;
		return () => void act('logs.stop', { asker }).catch(() => undefined);
	}, [act, asker]);
	return asker;
}

function freshName(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
