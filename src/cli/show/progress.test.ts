import { describe, expect, it } from 'vitest';
import type { Events } from '../../shared/api/events.ts';
import { progressText, shareOf } from './progress.ts';

const stage = (plugin: string, said: { done: number; total: number } | null) => ({
	plugin,
	recordsIn: 5,
	recordsOut: 4,
	said,
});
const progress = (part: Partial<Events['run.progress']>): Events['run.progress'] => ({
	id: 'a',
	recordsIn: 5,
	recordsOut: 4,
	bytesIn: 10,
	totalBytes: 0,
	elapsedMs: 1000,
	stages: [],
	...part,
});

describe('the line of progress', () => {
	it('goes by what was read of the input, and by what a plugin says where it is alone and nothing else is known', () => {
		const said = { done: 30, total: 40 };
		expect(shareOf(progress({ totalBytes: 20, stages: [stage('one', said)] }))).toBe(0.5);
		expect(shareOf(progress({ stages: [stage('one', said)] }))).toBe(0.75);
		expect(shareOf(progress({ stages: [stage('one', { done: 3, total: 0 })] }))).toBeNull();
		expect(shareOf(progress({ stages: [stage('one', said), stage('two', null)] }))).toBeNull();
	});

	it('tells who says what, apart from what was counted', () => {
		const stages = [
			stage('one', { done: 3000, total: 4000 }),
			stage('two', null),
			stage('three', { done: 7, total: 0 }),
		];
		expect(progressText(progress({ stages }))).toBe('5 in, 4 out · one says 3,000 of 4,000 · three says 7');
		const part = { name: 'a', recordsDropped: 0, recordsFailed: 0, busyShare: 0 };
		const components = [true, false, true].map((isResting) => ({ ...part, isResting }));
		expect(progressText(progress({ flow: { components, edges: [], slowest: null } }))).toBe(
			'5 in, 4 out · waiting, 2 sandboxes let go',
		);
		expect(progressText(progress({ recordsIn: 1, recordsOut: 0, stages: [stage('one', { done: 1, total: 2 })] }))).toBe(
			'one says 1 of 2',
		);
	});
});
