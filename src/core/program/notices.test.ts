import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { remark } from '../../shared/errors/remark.ts';
import { Notices } from './notices.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const setAside = remark('history_set_aside', { path: '/data/old.db', why: 'it is damaged' });
const open = remark('data_folder_was_open', { path: '/data' });

function kept() {
	const values = new Map<string, JsonValue>();
	const clock = { now: 1000 };
	const settings = {
		get: (key: string) => values.get(key),
		set: (key: string, value: JsonValue) => void values.set(key, JSON.parse(JSON.stringify(value))),
		all: () => Object.fromEntries(values),
	};
	return { clock, settings, notices: () => new Notices(settings, () => clock.now) };
}

describe('a notice', () => {
	it('lasts until it is dismissed, whoever opens the data', () => {
		const { notices } = kept();
		notices().add(setAside);
		expect(notices().list()).toEqual([setAside]);
		notices().dismiss();
		expect(notices().list()).toEqual([]);
	});

	it('does not push out another that is still shown, and is not said twice', () => {
		const { notices } = kept();
		for (const one of [setAside, open, open]) notices().add(one);
		expect(notices().list()).toEqual([setAside, open]);
	});

	it('is shown for seven days', () => {
		const { clock, notices } = kept();
		notices().add(open);
		clock.now += 7 * DAY_MS - 1;
		expect(notices().list()).toEqual([open]);
		clock.now += 1;
		expect(notices().list()).toEqual([]);
	});

	it.each([
		['a sentence', { text: 'It happened.', at: 1000 }],
		['sentences', { texts: ['It happened.'], at: 1000 }],
		['a reason that is not known here', { remarks: [{ reason: 'new', facts: {}, text: 'It happened.' }], at: 1000 }],
	])('that another version kept as %s is its sentence', (_, stored) => {
		const { settings, notices } = kept();
		settings.set('notice', stored);
		expect(notices().list()).toEqual([{ reason: 'noted', facts: {}, text: 'It happened.' }]);
	});
});
