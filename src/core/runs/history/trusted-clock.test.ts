import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { isClockTrusted } from './trusted-clock.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const today = 1_800_000_000_000;

let kept: Map<string, JsonValue>;
let settings: SettingsStore;
let writes: number;
beforeEach(() => {
	kept = new Map();
	writes = 0;
	settings = {
		get: (key) => kept.get(key),
		set(key, value) {
			writes++;
			kept.set(key, value);
		},
	};
});
const trusted = (at: number): boolean => isClockTrusted(settings, at);

describe('the clock by which age is told', () => {
	it('is believed at first and while it goes on, also after weeks of rest', () => {
		for (const at of [0, HOUR, 3 * DAY, 30 * DAY, 59 * DAY]) expect(trusted(today + at)).toBe(true);
	});

	it('that leaps years ahead is not believed, and believed at once when it was set back', () => {
		expect(trusted(today)).toBe(true);
		for (const later of [0, 60_000, HOUR, 20 * HOUR]) expect(trusted(today + 1000 * DAY + later)).toBe(false);
		expect(trusted(today + 21 * HOUR)).toBe(true);
		expect(trusted(today + 22 * HOUR)).toBe(true);
	});

	it('that leapt is believed a day later: the program had simply not been used', () => {
		expect(trusted(today)).toBe(true);
		expect(trusted(today + 200 * DAY)).toBe(false);
		expect(trusted(today + 200 * DAY + 23 * HOUR)).toBe(false);
		expect(trusted(today + 201 * DAY)).toBe(true);
		expect(trusted(today + 201 * DAY + HOUR)).toBe(true);
	});

	it('that was wrong from the first start on, far in the past, is doubted when it is mended, not before', () => {
		expect(trusted(0)).toBe(true);
		expect(trusted(today)).toBe(false);
		expect(trusted(today + DAY)).toBe(true);
	});

	it('is written down once an hour at the most while it goes on', () => {
		for (let minute = 0; minute < 180; minute++) trusted(today + minute * 60_000);
		expect(writes).toBeLessThanOrEqual(4);
	});

	it('that is kept in an unknown form is begun anew', () => {
		kept.set('clock_seen', 'yesterday');
		expect(trusted(today)).toBe(true);
		kept.set('clock_seen', { at: 'x', doubtedSince: [] });
		expect(trusted(today)).toBe(true);
	});
});
