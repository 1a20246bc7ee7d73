/** Of a character of the label size (11 px): Latin letters and figures, and what is as wide as it is high. px */
const NARROW = 6.5;
const WIDE = 11.5;
const wide = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** About how wide a label is drawn, px: rather more than less. For what must not touch its neighbour. */
export function labelWidth(text: string): number {
	let width = 0;
	for (const character of text) width += wide.test(character) ? WIDE : NARROW;
	return width;
}

/** Of labels centred at their places, those that can stand beside each other, in their order; the first ones win. */
export function apart<T>(
	labels: readonly T[],
	placeOf: (label: T) => { readonly left: number; readonly right: number },
	gap = 8,
): readonly T[] {
	const kept: T[] = [];
	let end = Number.NEGATIVE_INFINITY;
	for (const label of labels) {
		const { left, right } = placeOf(label);
		if (left < end + gap) continue;
		kept.push(label);
		end = right;
	}
	return kept;
}
