import { expect, it } from 'vitest';
import { flowProgress } from './flow-progress.ts';

const stage = (component: string, workedMs: number) => ({
	component,
	recordsDropped: 0,
	recordsFailed: 0,
	time: { firstAt: 0, lastAt: 1000, waitedForInputMs: 1000 - workedMs, waitedForTakersMs: 0, workedMs },
});

const still = { edges: [], resting: [] };

it('tells which component the others wait for, by the time in which it had records under way', () => {
	const { components, slowest } = flowProgress([stage('in', 40), stage('slow', 950), stage('out', 170)], still, 1000);
	expect(slowest).toBe(1);
	expect(components.map(({ busyShare }) => busyShare)).toEqual([0.04, 0.95, 0.17]);
});

it('names none where nobody has to wait, before anything worked too', () => {
	expect(flowProgress([stage('in', 100), stage('out', 200)], still, 1000).slowest).toBeNull();
	expect(flowProgress([{ ...stage('in', 0), time: null }], still, 0)).toMatchObject({
		slowest: null,
		components: [{ busyShare: 0 }],
	});
});

it('tells which components have no sandbox, since nothing comes to them', () => {
	const figures = { edges: [], resting: [false, true] };
	const { components } = flowProgress([stage('in', 100), stage('out', 200)], figures, 1000);
	expect(components.map(({ isResting }) => isResting)).toEqual([false, true]);
});
