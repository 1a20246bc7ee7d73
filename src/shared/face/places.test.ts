import { expect, it } from 'vitest';
import { pathOf, places, placeTitles } from './places.ts';

it('each place has an address, a title in both languages and a key of its own', () => {
	// The keys are the digits from 1 on, and stay what they were when a place is put before others.
	expect(places.map(({ digit }) => digit).toSorted()).toEqual(places.map((_, index) => index + 1));
	expect(places.length).toBeLessThanOrEqual(9);
	const letters = places.map(({ letter }) => letter);
	for (const values of [
		letters,
		Object.values(pathOf),
		Object.values(placeTitles('en')),
		Object.values(placeTitles('zh-CN')),
	]) {
		expect(new Set(values).size).toBe(places.length);
	}
	expect(pathOf.runFile).toBe('/run');
	expect(placeTitles('zh-CN').settings).toBe('设置');
});
