import { expect, it } from 'vitest';
import { GrowingPauses } from './growing-pauses.ts';

it('what is tried again waits longer each time, within bounds, and from the beginning once it came to something', () => {
	const pauses = new GrowingPauses();
	const waits = Array.from({ length: 2_000 }, () => pauses.next('a'));
	expect(waits.slice(0, 4)).toEqual([0, 2_000, 4_000, 8_000]);
	expect(waits.every((ms, index) => ms >= (waits[index - 1] ?? 0))).toBe(true);
	expect(waits.at(-1)).toBe(300_000);
	expect(pauses.next('b')).toBe(0);
	pauses.end('a');
	expect(pauses.next('a')).toBe(0);
});
