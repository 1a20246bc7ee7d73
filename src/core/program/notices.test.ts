import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { Notices } from './notices.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function kept() {
	const values = new Map<string, JsonValue>();
	const clock = { now: 1000 };
	const settings = {
		get: (key: string) => values.get(key),
		set: (key: string, value: JsonValue) => void values.set(key, value),
		all: () => Object.fromEntries(values),
	};
	return { clock, open: () => new Notices(settings, () => clock.now) };
}

describe('a notice', () => {
	it('lasts until it is dismissed, whoever opens the data', () => {
		const { open } = kept();
		open().add('The history was set aside.');
		expect(open().list()).toEqual(['The history was set aside.']);
		open().dismiss();
		expect(open().list()).toEqual([]);
	});

	it('does not push out another that is still shown, and is not said twice', () => {
		const { open } = kept();
		for (const text of ['One.', 'Two.', 'One.']) open().add(text);
		expect(open().list()).toEqual(['One. Two.']);
	});

	it('is shown for seven days', () => {
		const { clock, open } = kept();
		open().add('It happened.');
		clock.now += 7 * DAY_MS - 1;
		expect(open().list()).toEqual(['It happened.']);
		clock.now += 1;
		expect(open().list()).toEqual([]);
	});
});
