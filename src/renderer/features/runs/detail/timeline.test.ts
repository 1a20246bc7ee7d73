import { describe, expect, it } from 'vitest';
import { noCounts, notOfFlow, type RunDetail, type RunStage } from '../../../../shared/run/run.ts';
import { timelineOf } from './timeline.ts';

function stage(position: number, plugin: string, busyMs: number): RunStage {
	return {
		...noCounts,
		...notOfFlow,
		position,
		plugin,
		type: 'processor',
		fn: 'process_data',
		versionHash: '',
		version: null,
		grantVersion: 0,
		config: {},
		busyMs,
		error: null,
	};
}

function run(change: Partial<RunDetail>): Parameters<typeof timelineOf>[0] {
	return {
		startedAt: 1000,
		durationMs: 100,
		status: 'succeeded',
		kind: 'stream',
		stages: [stage(0, 'one', 20)],
		events: [],
		denialList: [],
		hostCallList: [],
		error: null,
		...change,
	};
}

describe('the timeline of a run', () => {
	it('places loading and initialising before the moment at which both were told', () => {
		const { lanes } = timelineOf(
			run({
				events: [
					{ at: 1050, stage: 0, kind: 'load', detail: '', ms: 10 },
					{ at: 1050, stage: 0, kind: 'init', detail: '', ms: 5 },
					{ at: 1060, stage: 0, kind: 'start', detail: '', ms: null },
				],
			}),
			0,
		);
		expect(lanes[0]?.bars).toEqual([
			{ kind: 'wait', from: 0, to: 35, busy: null },
			{ kind: 'load', from: 35, to: 45, busy: null },
			{ kind: 'init', from: 45, to: 50, busy: null },
			{ kind: 'records', from: 60, to: 100, busy: 0.5 },
		]);
	});

	it('gives a call that was ended all the time that it was allowed, and marks the end', () => {
		const { lanes, totalMs } = timelineOf(
			run({
				kind: 'call',
				status: 'failed',
				durationMs: 560,
				stages: [stage(0, 'loop', 0)],
				events: [{ at: 1550, stage: 0, kind: 'kill', detail: 'too long', ms: null }],
				error: { code: 'timeout', message: '', details: { limitMs: 500 } },
			}),
			0,
		);
		expect(totalMs).toBe(560);
		expect(lanes[0]?.bars.map(({ kind, from, to }) => [kind, from, to])).toEqual([
			['wait', 0, 50],
			['call', 50, 550],
		]);
		expect(lanes[0]?.marks).toEqual([{ kind: 'kill', at: 550 }]);
	});

	it('lists events and denials in the order of time, each with its plugin', () => {
		const { items, lanes } = timelineOf(
			run({
				stages: [stage(0, 'one', 0), stage(1, 'two', 0)],
				events: [{ at: 1080, stage: 0, kind: 'cancel', detail: 'asked', ms: null }],
				denialList: [
					{
						at: 1010,
						stage: 1,
						plugin: 'two',
						op: 'read_file',
						target: '/x',
						kind: 'path_not_listed',
						rule: 'r',
						reason: '',
						count: 1,
					},
				],
			}),
			0,
		);
		expect(items.map(({ at, plugin, kind }) => [at, plugin, kind])).toEqual([
			[10, 'two', 'denial'],
			[80, 'one', 'cancel'],
		]);
		expect(lanes[1]?.marks).toEqual([{ kind: 'denial', at: 10 }]);
	});

	it('of a run that goes on reaches to now, and of clocks that went back never before its start', () => {
		const going = run({
			status: 'running',
			durationMs: null,
			events: [{ at: 900, stage: 0, kind: 'swap', detail: '', ms: 1 }],
		});
		const { totalMs, items } = timelineOf(going, 3000);
		expect(totalMs).toBe(2000);
		expect(items[0]?.at).toBe(0);
	});

	it('has each host call in its lane and in the list, what was refused among the denials alone', () => {
		const call = { stage: 0, op: 'read_file', target: '/a', status: 0, bytes: 64, ms: 4, refused: false };
		const { lanes, items } = timelineOf(
			run({
				hostCallList: [
					{ ...call, at: 1010 },
					{ ...call, at: 1020, target: '/b', status: -13, refused: true },
				],
				denialList: [
					{
						at: 1020,
						stage: 0,
						plugin: 'one',
						op: 'read_file',
						target: '/b',
						kind: 'path_not_listed',
						rule: '',
						reason: '',
						count: 1,
					},
				],
			}),
			0,
		);
		expect(lanes[0]?.hostCalls).toEqual([
			{ from: 10, to: 14 },
			{ from: 20, to: 24 },
		]);
		expect(items.map(({ kind, op, detail, bytes }) => [kind, op, detail, bytes])).toEqual([
			['host', 'read_file', '/a', 64],
			['denial', 'read_file', '/b', 0],
		]);
	});
});
