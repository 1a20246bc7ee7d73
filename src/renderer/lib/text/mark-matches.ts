export interface MarkedPart {
	readonly text: string;
	readonly isMatch: boolean;
}

/** Where a line holds what is searched for, as the engine finds it: anywhere, whatever its case. Null: nothing is. */
export function matcherOf(search: string): RegExp | null {
	return search === '' ? null : new RegExp(search.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}

/** A text in parts, in order: what matches and what stands between. */
export function markMatches(text: string, matcher: RegExp | null): readonly MarkedPart[] {
	if (matcher === null) return [{ text, isMatch: false }];
	const parts: MarkedPart[] = [];
	let at = 0;
	for (const found of text.matchAll(matcher)) {
		if (found.index > at) parts.push({ text: text.slice(at, found.index), isMatch: false });
		parts.push({ text: found[0], isMatch: true });
		at = found.index + found[0].length;
	}
	if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), isMatch: false });
	return parts;
}
