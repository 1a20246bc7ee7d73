import { describe, expect, it } from 'vitest';
import { groupsOf, meetingPoints } from './groups.ts';

const to = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([from, at]) => ({ from, to: at }));
const going = (given: number) => ({ given, hasEnded: false });
const ended = (given: number) => ({ given, hasEnded: true });

describe('where parcels of sources meet', () => {
	it('groups what is connected, whatever the direction', () => {
		const groups = groupsOf(6, to([0, 2], [1, 2], [3, 4]));
		expect(groups[0]).toBe(groups[1]);
		expect(groups[0]).toBe(groups[2]);
		expect(groups[3]).toBe(groups[4]);
		expect(new Set(groups).size).toBe(3);
	});

	it('is at the same parcel for those that are merged, and at each one’s own for others', () => {
		const sources = new Map([
			[0, going(9)],
			[1, going(4)],
			[2, going(100)],
		]);
		const points = meetingPoints(5, to([0, 3], [1, 3], [2, 4]), sources, [9, 4, 100]);
		expect(points.slice(0, 3)).toEqual([9, 9, 100]);
	});

	it('is not before the last that an ended source, or what comes behind it, gave', () => {
		const sources = new Map([
			[0, ended(12)],
			[1, going(5)],
		]);
		expect(meetingPoints(4, to([0, 2], [2, 3], [1, 3]), sources, [12, 9, 5])[1]).toBe(12);
		expect(meetingPoints(4, to([0, 2], [2, 3], [1, 3]), sources, [12, 30, 5])[1]).toBe(30);
	});

	it('is no common one for those that met through an ended source alone', () => {
		const sources = new Map([
			[0, going(500)],
			[1, ended(5)],
			[2, going(7)],
		]);
		const points = meetingPoints(5, to([0, 3], [1, 3], [1, 4], [2, 4]), sources, [500, 5, 5, 7]);
		expect([points[0], points[2]]).toEqual([500, 7]);
	});
});
