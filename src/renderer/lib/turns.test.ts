import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('what was asked before a person decided counts no more, whatever it is answered', () => {
	const turns = new Turns();
	const isLookWanted = turns.begin('/plugins/geo');
	const isOtherWanted = turns.begin('/plugins/pii');
	expect(isLookWanted()).toBe(true);
	const isSkipWanted = turns.begin('/plugins/geo');
	expect(isLookWanted()).toBe(false);
	expect(isSkipWanted()).toBe(true);
	expect(isOtherWanted()).toBe(true);
	const isAgainWanted = turns.begin('/plugins/geo');
	expect(isSkipWanted()).toBe(false);
	expect(isAgainWanted()).toBe(true);
});
