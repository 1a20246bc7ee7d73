import { describe, expect, it } from 'vitest';
import { anEnd, aRun, newStoreEach } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../store.ts';

let store: Store;
newStoreEach({ now: () => 10_000 }, (its) => {
	store = its;
});

describe('deleting runs', () => {
	it('deletes what is named, in whatever order, once, and nothing for names that no run has', () => {
		const ids = Array.from({ length: 30 }, (_, index) => index.toString(16).padStart(12, '0'));
		for (const [index, id] of ids.entries()) {
			store.runs.start(aRun({ id, startedAt: index }));
			store.runs.log(id, { at: index, stage: 0, plugin: 'a', level: 'info', message: `row ${index} 报告` });
			if (index % 3 > 0) store.runs.finish(id, anEnd({ finishedAt: index + 1 }));
		}
		const running = ids.filter((_, index) => index % 3 === 0);
		const [first = '', ...rest] = ids.filter((_, index) => index % 3 > 0);
		const others = ["' OR 1 = 1 --", '"', '\\', '\u0000', '\ud800', '', '%'];
		expect(store.runs.remove([])).toBe(0);
		expect(store.runs.remove([...others, ...running])).toBe(0);
		expect(store.runs.count({})).toBe(ids.length);
		expect(store.runs.remove([first, ...others, first])).toBe(1);
		expect(store.runs.remove([...rest].reverse())).toBe(rest.length);
		for (const text of ['row', '报']) {
			expect(store.runs.list({ text, limit: 100 }).map(({ id }) => id)).toEqual([...running].reverse());
		}
	});
});
