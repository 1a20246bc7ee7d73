import { describe, expect, it } from 'vitest';
import { noCounts, notOfFlow, type RunDetail } from '../../../../shared/run/run.ts';
import { compareRuns } from './compare.ts';

function run(change: Partial<RunDetail>, config: RunDetail['stages'][number]['config'] = {}): RunDetail {
	return {
		...noCounts,
		edges: [],
		resumes: null,
		continuedBy: null,
		id: '0',
		kind: 'stream',
		label: 'one',
		plugins: ['one'],
		fn: 'process_data',
		trigger: 'window',
		status: 'succeeded',
		error: null,
		startedAt: 0,
		finishedAt: 10,
		durationMs: 10,
		inputPreview: null,
		outputPreview: null,
		request: { input: { kind: 'file', path: '/in' }, output: null, format: 'auto', batch: 1000 },
		keeping: null,
		events: [],
		denialList: [],
		hostCallList: [],
		logLines: 0,
		stages: [
			{
				...noCounts,
				...notOfFlow,
				position: 0,
				plugin: 'one',
				type: 'processor',
				fn: 'process_data',
				versionHash: 'a'.repeat(64),
				version: '1.0.0',
				grantVersion: 1,
				config,
				busyMs: 5,
				error: null,
			},
		],
		...change,
	};
}

const rows = (left: RunDetail, right: RunDetail) => compareRuns(left, right).flatMap((group) => group.rows);

describe('two runs beside each other', () => {
	it('are the same where nothing differs, whatever the order of keys in their configurations', () => {
		const all = rows(run({}, { a: 1, b: { c: 2, d: 3 } }), run({}, { b: { d: 3, c: 2 }, a: 1 }));
		expect(all.length).toBeGreaterThan(15);
		expect(all.filter(({ same }) => !same)).toEqual([]);
	});

	it('differ with a ratio where both are numbers, and by being there where one is not', () => {
		const right = run({ durationMs: 40, status: 'failed', error: { code: 'timeout', message: '' }, recordsIn: 0 });
		const all = rows(run({ recordsIn: 7 }), right);
		expect(all.find(({ key }) => key === 'duration')).toMatchObject({ left: 10, right: 40, ratio: 4, same: false });
		expect(all.find(({ key }) => key === 'error')).toMatchObject({ left: null, right: 'timeout', ratio: null });
		expect(all.find(({ key }) => key === 'recordsIn')).toMatchObject({ left: 7, right: 0, ratio: null, same: false });
	});

	it('have their stages compared place by place, with the plugins named', () => {
		const one = run({});
		const [first] = one.stages;
		if (first === undefined) throw new Error('no stage');
		const chain = run({ stages: [first, { ...first, position: 1, plugin: 'two', grantVersion: 4 }] });
		const grants = rows(one, chain).filter(({ key }) => key === 'grant');
		expect(grants.map(({ plugin, left, right }) => [plugin, left, right])).toEqual([
			['one', 1, 1],
			['two', null, 4],
		]);
	});
});
