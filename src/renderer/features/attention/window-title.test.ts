import { describe, expect, it } from 'vitest';
import { shareOf, windowTitle } from './window-title.ts';

const words = {
	percent: (share: number) => `${Math.round(share * 100)}%`,
	running: (label: string) => `${label} is running`,
	several: (count: number) => `${count} running`,
};
const titleOf = (screen: string, ...running: Parameters<typeof windowTitle>[1]): string =>
	windowTitle(screen, running, words);

describe('the window’s title', () => {
	it('says where one is', () => {
		expect(titleOf('Settings')).toBe('Settings – DataFlare');
		expect(titleOf('')).toBe('DataFlare');
	});

	it('begins with how far the run is that goes on, or that it goes on', () => {
		expect(titleOf('Runs', { label: 'pii-redactor', share: 0.374 })).toBe('37% · pii-redactor · Runs – DataFlare');
		expect(titleOf('Runs', { label: 'csv-source', share: null })).toBe('csv-source is running · Runs – DataFlare');
	});

	it('does not name a run twice on its own page, and cuts a long name', () => {
		expect(titleOf('pii-redactor 8c41', { label: 'pii-redactor', share: 0.1 })).toBe(
			'10% · pii-redactor 8c41 – DataFlare',
		);
		expect(titleOf('Runs', { label: 'x'.repeat(300), share: 0.1 }).length).toBeLessThan(80);
	});

	it('counts several, as far as those are that tell', () => {
		const some = [
			{ label: 'a', share: 0.2 },
			{ label: 'b', share: 0.6 },
			{ label: 'c', share: null },
		];
		expect(titleOf('Runs', ...some)).toBe('40% · 3 running · Runs – DataFlare');
		expect(shareOf(some.slice(2))).toBeNull();
	});
});
