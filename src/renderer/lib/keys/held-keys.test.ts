import { describe, expect, it } from 'vitest';
import { isWithModifier, keyIds, keyTable } from '../../../shared/face/keys.ts';
import { heardElsewhere, heardWhileTyping, heardWithShift } from './held-keys.ts';

/** What stands behind the modifier in the table of keys, of those that a page can hear. */
function heard(where: (place: string) => boolean, start: RegExp): readonly string[] {
	const rows = keyIds.map((id) => keyTable[id]).filter((row) => row.face === undefined && where(row.where));
	const presses = rows.flatMap((row) => row.presses).filter((each) => isWithModifier(each) && start.test(each));
	return [...new Set(presses.map((each) => each.replace(start, '').toLowerCase()))].toSorted();
}

describe('a key with Control or Command', () => {
	it('is held exactly where the table of keys has a use for it: every other is the browser’s', () => {
		const plain = /^\$mod\+(?!Shift)/;
		expect([...heardWhileTyping].toSorted()).toEqual(heard((place) => /^(?:anywhere|screen)$/.test(place), plain));
		expect([...heardElsewhere].toSorted()).toEqual(heard(() => true, plain));
		expect([...heardWithShift].toSorted()).toEqual(heard(() => true, /^\$mod\+Shift\+/));
	});
});
