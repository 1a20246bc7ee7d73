import { describe, expect, it } from 'vitest';
import { anchorOf, everything, isChosen, isEmpty, nothing, stretched, toggled } from './selection.ts';

const rows = ['a', 'b', 'c', 'd', 'e'];
const between = (from: number, to: number) => rows.slice(Math.min(from, to), Math.max(from, to) + 1);

describe('choosing runs', () => {
	it('takes a row and lets it go', () => {
		const one = toggled(nothing, 1, 'b');
		expect([...one.ids]).toEqual(['b']);
		expect(isEmpty(toggled(one, 1, 'b'))).toBe(true);
	});

	it('extends from the row where it began, to both sides, and keeps what was chosen apart from it', () => {
		const begun = toggled(toggled(nothing, 4, 'e'), 1, 'b');
		const anchor = anchorOf(begun, 0);
		const down = stretched(begun, anchor, between(anchor, 3));
		expect([...down.ids].toSorted()).toEqual(['b', 'c', 'd', 'e']);
		const up = stretched(down, anchor, between(anchor, 0));
		expect([...up.ids].toSorted()).toEqual(['a', 'b', 'e']);
	});

	it('begins a stretch where the keyboard is when nothing was chosen', () => {
		expect(anchorOf(nothing, 2)).toBe(2);
		expect([...stretched(nothing, 2, between(2, 3)).ids]).toEqual(['c', 'd']);
	});

	it('takes all that fit as one thing', () => {
		expect(isChosen(everything, 'unseen')).toBe(true);
		expect(isEmpty(everything)).toBe(false);
		expect([...toggled(everything, 2, 'c').ids]).toEqual(['c']);
	});
});
