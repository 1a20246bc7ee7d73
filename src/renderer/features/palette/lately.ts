/** Where what was used lately is kept: on this machine, as what one looks at most is no setting of the program. */
const SLOT = 'dataflare-lately';
/** As many are remembered. */
const MOST = 24;

/** Ids of the commands that were used, the newest first. */
export function usedLately(storage: Pick<Storage, 'getItem'> = localStorage): readonly string[] {
	try {
		const kept: unknown = JSON.parse(storage.getItem(SLOT) ?? '[]');
		return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, MOST) : [];
	} catch {
		return [];
	}
}

export function noteUse(id: string, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): void {
	const next = [id, ...usedLately(storage).filter((other) => other !== id)].slice(0, MOST);
	try {
		storage.setItem(SLOT, JSON.stringify(next));
	} catch {
		// The next time is no quicker, which is all that is lost.
	}
}
