import { expect, it } from 'vitest';
import { foundAside } from './found-aside.ts';

it('words are looked for in pieces, between which the program does something else', async () => {
	let turns = 0;
	const turning = setInterval(() => turns++, 0);
	const seen: number[] = [];
	// Half a turn of the clock for each: as many records as a piece has.
	const search = (_filter: object, before: number): { ids: readonly number[]; before: number | null } => {
		seen.push(before);
		const until = performance.now() + 2;
		while (performance.now() < until);
		return { ids: [100 - seen.length], before: seen.length === 20 ? null : 100 - seen.length };
	};
	const found = await foundAside({ search }, { filter: { text: 'word', replayed: false } });
	clearInterval(turning);
	expect(found).toEqual({ ids: Array.from({ length: 20 }, (_, each) => 99 - each) });
	expect(turns).toBeGreaterThan(5);
});

it('what is not looked for by words is what it was', async () => {
	const search = () => expect.fail('nothing is looked for');
	const which = { filter: { flow: 'f', text: ' ', replayed: false } };
	expect(await foundAside({ search }, which)).toBe(which);
	expect(await foundAside({ search }, { ids: [1] })).toEqual({ ids: [1] });
});
