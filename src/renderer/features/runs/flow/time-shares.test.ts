import { expect, it } from 'vitest';
import type { RunStage } from '../../../../shared/run/run.ts';
import { timeSharesOf } from './time-shares.ts';

const stage = (position: number, component: string, times: readonly [number, number, number] | null): RunStage =>
	({
		position,
		component,
		plugin: '',
		time:
			times === null
				? { firstAt: null, lastAt: null, waitedForInputMs: 0, waitedForTakersMs: 0, workedMs: 0 }
				: {
						firstAt: 1100,
						lastAt: 1900,
						waitedForInputMs: times[0],
						workedMs: times[1],
						waitedForTakersMs: times[2],
					},
	}) as unknown as RunStage;
const shares = (...stages: readonly RunStage[]) => timeSharesOf({ stages, startedAt: 1000, durationMs: 1000 });

it('tells the share of each part of a component’s time, and names the one that worked most of it', () => {
	const found = shares(stage(0, 'in', [0, 200, 600]), stage(1, 'slow', [40, 760, 0]), stage(2, 'none', null));
	expect(found.components.map(({ name }) => name)).toEqual(['in', 'slow']);
	expect(found.components[0]).toMatchObject({ from: 100, to: 900, worked: 0.25, waitedForTakers: 0.75 });
	expect(found.slowest).toMatchObject({ name: 'slow', busy: 0.95 });
	expect(found.totalMs).toBe(1000);
});

it('names none where none was busy for most of its time, or where one is alone', () => {
	expect(shares(stage(0, 'in', [0, 200, 600]), stage(1, 'out', [700, 100, 0])).slowest).toBeNull();
	expect(shares(stage(0, 'in', [0, 800, 0])).slowest).toBeNull();
	expect(shares(stage(0, 'in', [0, 0, 0])).components[0]).toMatchObject({ worked: 0 });
});
