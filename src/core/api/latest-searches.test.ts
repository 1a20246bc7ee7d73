import { expect, it } from 'vitest';
import { aRun, scratchStore } from '../../../test/support/scratch/scratch-store.ts';
import { LatestSearches } from './latest-searches.ts';

const line = { at: 1, stage: 0, plugin: 'p', level: 'info', message: 'one of many' } as const;

it('a search through a log is ended by the next one of who asked for it, by a word, and by nobody else', async () => {
	const scratch = scratchStore();
	try {
		const { runs } = scratch.open();
		runs.start(aRun({ id: '00000000000a' }));
		for (let count = 0; count < 5000; count++) runs.log('00000000000a', line);
		const searches = new LatestSearches();
		const find = (asker: string | undefined, text: string) =>
			searches.of(asker, (signal) => runs.findLines({ text }, signal));
		const cancelled = expect.objectContaining({ code: 'cancelled' });
		const first = find('me', 'nowhere').catch((error: unknown) => error);
		const others = [find('you', 'nowhere'), find(undefined, 'nowhere')];
		const second = find('me', 'many');
		expect(await first).toEqual(cancelled);
		expect((await second).ids).toHaveLength(5000);
		for (const other of others) expect(await other).toEqual({ ids: [], isAll: true });
		const third = find('me', 'nowhere').catch((error: unknown) => error);
		searches.stop('me');
		searches.stop('nobody');
		expect(await third).toEqual(cancelled);
		const fourth = searches
			.of('me', (signal) => runs.linesWith({ text: 'nowhere' }, signal))
			.catch((error: unknown) => error);
		const fifth = find('me', 'many');
		expect(await fourth).toEqual(cancelled);
		expect((await fifth).isAll).toBe(true);
	} finally {
		scratch.dispose();
	}
});
