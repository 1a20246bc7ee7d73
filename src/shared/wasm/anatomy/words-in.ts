/**
 * Which of some words stand in these bytes, each looked for once. What it costs grows with the bytes alone: they are
 * looked at in their order, as many as `most`.
 *
 * @param words of letters up to U+00FF, a byte each; few of them begin with the same one
 */
export function wordsIn(places: readonly Uint8Array[], words: readonly string[], most: number): ReadonlySet<string> {
	const byFirst: (Uint8Array[] | undefined)[] = Array.from({ length: 256 });
	const textOf = new Map<Uint8Array, string>();
	for (const word of words) {
		const bytes = Uint8Array.from(word, (letter) => letter.charCodeAt(0));
		textOf.set(bytes, word);
		const first = bytes[0];
		if (first !== undefined) byFirst[first] = [...(byFirst[first] ?? []), bytes];
	}
	const found = new Set<string>();
	let left = most;
	for (const place of places) {
		const end = Math.min(place.length, left);
		left -= end;
		for (let at = 0; at < end; at++) {
			for (const word of byFirst[place[at] as number] ?? []) {
				if (standsAt(place, at, word)) found.add(textOf.get(word) ?? '');
			}
		}
	}
	return found;
}

function standsAt(place: Uint8Array, at: number, word: Uint8Array): boolean {
	for (let index = 1; index < word.length; index++) if (place[at + index] !== word[index]) return false;
	return true;
}
