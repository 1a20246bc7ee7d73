import { describe, expect, it } from 'vitest';
import { ProgressThrottle } from './progress-throttle.ts';

describe('progress', () => {
	it('is passed on at most twenty times a second, and the last report is never lost', () => {
		const sent: number[] = [];
		let now = 0;
		const throttle = new ProgressThrottle(
			(done) => sent.push(done),
			() => now,
		);
		for (let done = 1; done <= 1000; done++) {
			now += 1;
			throttle.report(done, 1000);
		}
		throttle.flush();
		throttle.flush();
		expect(sent.length).toBeLessThanOrEqual(21);
		expect(sent.at(-1)).toBe(1000);
		expect(sent).toEqual([...new Set(sent)]);
	});
});
