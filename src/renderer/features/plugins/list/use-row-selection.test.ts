import { describe, expect, it } from 'vitest';
import { extended, toggled } from './use-row-selection.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const nothing = { active: null, anchor: null, selected: new Set<string>() };

describe('a selection of rows', () => {
	it('takes a row in and lets it go again', () => {
		const once = toggled(nothing, 'b');
		expect([...once.selected]).toEqual(['b']);
		expect([...toggled(once, 'b').selected]).toEqual([]);
	});

	it('extends from where it began, in either direction, and keeps what was selected', () => {
		const begun = toggled(toggled(nothing, 'e'), 'b');
		const down = extended(begun, 'd', names);
		expect([...down.selected].toSorted()).toEqual(['b', 'c', 'd', 'e']);
		expect(down).toMatchObject({ active: 'd', anchor: 'b' });
		expect([...extended(begun, 'a', names).selected].toSorted()).toEqual(['a', 'b', 'e']);
	});

	it('begins at the row itself where its beginning is no longer shown', () => {
		const begun = { active: 'gone', anchor: 'gone', selected: new Set<string>() };
		expect([...extended(begun, 'c', names).selected]).toEqual(['c']);
	});
});
