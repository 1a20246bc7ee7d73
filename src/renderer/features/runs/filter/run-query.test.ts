import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunFilters, runKinds, runStatuses, runTriggers } from '../../../../shared/run/run.ts';
import { filtersAt, given, type LastTime, lastTimes, newerThan, parseSearch, printSearch, upTo } from './run-query.ts';

const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const filters = fc.record({
	plugin: option(fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,63}$/)),
	kind: option(fc.constantFrom(...runKinds)),
	status: option(fc.constantFrom(...runStatuses)),
	trigger: option(fc.constantFrom(...runTriggers)),
	since: option(fc.nat()),
	until: option(fc.nat()),
	withDenials: option(fc.constant(true)),
	unseenAt: option(fc.nat()),
	text: option(fc.string({ minLength: 1, maxLength: 50 })),
});

function addressed(search: { filters: RunFilters; last: LastTime | null }): URLSearchParams {
	const pairs = Object.entries(printSearch(search)).filter((pair): pair is [string, string] => pair[1] !== null);
	return new URLSearchParams(new URLSearchParams(pairs).toString());
}

describe('filters in the address', () => {
	it('are read as they were written', () => {
		fc.assert(
			fc.property(filters, (some) => {
				expect(parseSearch(addressed({ filters: some, last: null }))).toEqual({ filters: given(some), last: null });
			}),
		);
	});

	it('keep "the last day" as that, and begin at a whole minute', () => {
		const search = parseSearch(addressed({ filters: { status: 'failed' }, last: 'day' }));
		expect(search).toEqual({ filters: { status: 'failed' }, last: 'day' });
		const now = Date.UTC(2030, 0, 2, 3, 4, 5);
		expect(filtersAt(search, now)).toEqual({ status: 'failed', since: Date.UTC(2030, 0, 1, 3, 4) });
		expect(filtersAt(search, now + 1000)).toEqual(filtersAt(search, now));
		expect(lastTimes.day).toBe(86_400_000);
	});

	it('pass over what nobody understands', () => {
		const query = new URLSearchParams('status=exploded&since=-4&until=soon&withDenials=perhaps&last=century&kind=call');
		expect(parseSearch(query)).toEqual({ filters: { kind: 'call' }, last: null });
	});
});

describe('runs that arrive while somebody reads', () => {
	it('are apart from those that are read', () => {
		expect(upTo({ status: 'failed' }, null)).toEqual({ status: 'failed' });
		expect(upTo({ status: 'failed' }, 500)).toEqual({ status: 'failed', until: 500 });
		expect(upTo({ until: 300 }, 500)).toEqual({ until: 300 });
		expect(newerThan({ since: 100 }, 500)).toEqual({ since: 501 });
		expect(newerThan({ until: 500 }, 500)).toBeNull();
	});
});
