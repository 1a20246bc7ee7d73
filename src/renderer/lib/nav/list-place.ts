/** Keys of the query that the list of plugins keeps beside whichever plugin is open. */
const kept = ['find', 'types', 'states', 'order'] as const;

/** A place among the plugins, with the list beside it searched, filtered and ordered as it is now. */
export function withListView(to: string, hash: string = location.hash): string {
	const now = new URLSearchParams(hash.split('?')[1] ?? '');
	const [path = '/', text = ''] = to.split('?');
	const next = new URLSearchParams(text);
	for (const key of kept) {
		const value = now.get(key);
		if (value !== null) next.set(key, value);
	}
	return next.size === 0 ? path : `${path}?${next}`;
}
