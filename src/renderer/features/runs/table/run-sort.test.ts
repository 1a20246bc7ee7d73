import { expect, it } from 'vitest';
import { runOrders } from '../../../../shared/run/run.ts';
import { newestFirst, parseSort, printSort, sortedBy } from './run-sort.ts';

it('the address keeps every order, and nothing for the usual one', () => {
	for (const order of runOrders) {
		for (const ascending of [true, false]) {
			expect(parseSort(printSort({ order, ascending }))).toEqual({ order, ascending });
		}
	}
	expect(printSort(newestFirst)).toBeNull();
});

it('an address that says something else lists the newest first', () => {
	expect(parseSort('weight')).toEqual(newestFirst);
	expect(parseSort('duration-sideways')).toEqual({ order: 'duration', ascending: false });
});

it('a head sorts figures by the largest and words by the first, and turns round at the second press', () => {
	expect(sortedBy(newestFirst, 'duration')).toEqual({ order: 'duration', ascending: false });
	expect(sortedBy({ order: 'duration', ascending: false }, 'duration')).toEqual({ order: 'duration', ascending: true });
	expect(sortedBy(newestFirst, 'label')).toEqual({ order: 'label', ascending: true });
});
