import { describe, expect, it } from 'vitest';
import { endOf, randomFlow, sameOf } from '../../../../test/support/flows/random-flow.ts';

const seeds = Array.from({ length: 40 }, (_, each) => each + 1);

// `npm run flow-shapes` does the same for as long as one likes.
describe('a flow whose aggregators are lost to records, and ended from outside', () => {
	it.each(seeds)('comes to the end that it has where they only refuse them (%i)', async (seed) => {
		const flow = randomFlow(seed);
		const calm = await endOf(flow, { every: null, loses: false, stopsAfter: null, seed });
		expect(calm.failure).toBeNull();
		const straight = await endOf(flow, { every: 1 + (seed % 5), loses: true, stopsAfter: null, seed: seed + 1 });
		expect(sameOf(straight)).toEqual(sameOf(calm));
		const resumed = await endOf(flow, { every: 1 + (seed % 7), loses: true, stopsAfter: 3 + (seed % 11), seed });
		expect(sameOf(resumed)).toEqual(sameOf(calm));
	});

	it('goes back and is resumed in most of these', async () => {
		const ends = await Promise.all(
			seeds.map((seed) => endOf(randomFlow(seed), { every: 3, loses: true, stopsAfter: 5, seed })),
		);
		expect(ends.filter(({ wentBack }) => wentBack > 0).length).toBeGreaterThan(seeds.length / 3);
		expect(ends.filter(({ resumed }) => resumed > 0).length).toBeGreaterThan(seeds.length / 3);
		expect(ends.filter(({ checkpoints }) => checkpoints > 3).length).toBeGreaterThan(seeds.length / 2);
	});
});
