import { describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../../shared/run/run.ts';
import type { ProgressSample } from '../../../lib/runs/run-progress.ts';
import { runViewOf } from './run-view-of.ts';

const stage = (position: number, recordsIn: number, recordsOut: number, workedMs: number) => ({
	position,
	component: `c${position}`,
	recordsIn,
	recordsOut,
	recordsDropped: 0,
	recordsFailed: 0,
	workers: position === 1 ? 2 : 1,
	busyMs: workedMs,
	time: { firstAt: 0, lastAt: 1, waitedForInputMs: 0, waitedForTakersMs: 0, workedMs },
	error: null,
});
const sample = { text: '{"a":1}\n', bytes: 8, truncated: false, form: 'text' } as const;
const ended = {
	id: 'r1',
	status: 'succeeded',
	durationMs: 1000,
	stages: [stage(0, 0, 10, 300), stage(1, 10, 6, 900), stage(2, 6, 6, 500)],
	edges: [
		{ from: 0, port: 'out', to: 1, records: 10, bytes: 80, sample },
		{ from: 1, port: 'out', to: 2, records: 6, bytes: 48, sample: null },
	],
} as unknown as RunDetail;
const going = (elapsedMs: number, records: number): ProgressSample => ({
	id: 'r1',
	recordsIn: records,
	recordsOut: 0,
	bytesIn: 0,
	totalBytes: 0,
	elapsedMs,
	stages: [0, 1, 2].map((position) => ({
		plugin: '',
		recordsIn: position === 0 ? 0 : records,
		recordsOut: records,
		said: null,
	})),
	flow: {
		components: [0, 1, 2].map((position) => ({
			name: `c${position}`,
			recordsDropped: position,
			recordsFailed: 0,
			busyShare: position / 2,
			isResting: position === 1,
		})),
		edges: [{ from: 0, port: 'out', to: 1, records, bytes: records * 8, waiting: 3 }],
		slowest: 2,
	},
});
const ids = (position: number): string => `p${position}`;

describe('a run as the editor shows it', () => {
	it('tells of each component and connection what went through, with its first records', () => {
		const view = runViewOf(ended, [], ids);
		expect(view.components.get('p1')).toMatchObject({ recordsIn: 10, recordsOut: 6, perSecond: null });
		expect(view.links.get('p0.out>p1')).toMatchObject({ records: 10, sample });
		expect(view.links.get('p1.out>p2')).toMatchObject({ records: 6, sample: null });
	});

	it('names as the slowest what worked most of the time, alone or with several instances at once', () => {
		expect(runViewOf(ended, [], ids).slowest).toBe('p1');
		expect(runViewOf({ ...ended, stages: ended.stages.slice(0, 1) }, [], ids).slowest).toBeNull();
		expect(runViewOf({ ...ended, durationMs: null }, [], ids).slowest).toBeNull();
	});

	it('tells while it goes on how quick each is, by the last moments', () => {
		const running = { ...ended, status: 'running', durationMs: null } as RunDetail;
		const view = runViewOf(running, [going(1000, 100), going(3000, 500)], ids);
		expect(view.links.get('p0.out>p1')).toMatchObject({ records: 500, perSecond: 200, waiting: 3 });
		expect(view.components.get('p1')).toMatchObject({
			recordsIn: 500,
			perSecond: 200,
			busyShare: 0.5,
			recordsDropped: 1,
		});
		expect([...view.components.values()].map(({ isResting }) => isResting)).toEqual([false, true, false]);
		expect(view.slowest).toBe('p2');
	});

	it('leaves out what is no longer in the flow', () => {
		const view = runViewOf(ended, [], (position) => (position === 1 ? null : ids(position)));
		expect([...view.components.keys()]).toEqual(['p0', 'p2']);
		expect([...view.links.keys()]).toEqual([]);
		expect(view.slowest).toBeNull();
	});
});
