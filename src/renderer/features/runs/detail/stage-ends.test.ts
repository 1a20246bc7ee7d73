import { describe, expect, it } from 'vitest';
import type { RunStage } from '../../../../shared/run/run.ts';
import { endsOf } from './stage-ends.ts';

const stage = (type: RunStage['type'], recordsIn: number, recordsOut: number): RunStage =>
	({ type, recordsIn, recordsOut, bytesIn: recordsIn, bytesOut: recordsOut }) as RunStage;
const countsOf = (stages: readonly RunStage[]): unknown =>
	endsOf({ stages, recordsIn: 1000, recordsOut: 800, bytesIn: 1000, bytesOut: 800 }).map(
		({ recordsIn, recordsOut, bytesIn, bytesOut }) => [recordsIn, recordsOut, bytesIn, bytesOut],
	);

describe('the counts of the stages', () => {
	it('are at both ends those of the run, which its list tells', () => {
		expect(countsOf([stage('processor', 1000, 1000)])).toEqual([[1000, 800, 1000, 800]]);
		expect(countsOf([stage('processor', 1200, 1000), stage('filter', 1000, 900)])).toEqual([
			[1000, 1000, 1000, 1000],
			[1000, 800, 1000, 800],
		]);
	});

	it('are their own where a source begins and a destination ends', () => {
		expect(countsOf([stage('source', 0, 1000), stage('destination', 990, 0)])).toEqual([
			[0, 1000, 0, 1000],
			[990, 0, 990, 0],
		]);
	});
});
