import { scaleLinear, scaleLog, scaleTime, scaleUtc } from 'd3-scale';
import type { RunStatsAnswer, RunStatsBucket, RunStatus } from '../../../../shared/run/run.ts';

/** From the bottom of a bar to its top. */
export const outcomes = ['succeeded', 'cancelled', 'interrupted', 'failed', 'running'] as const satisfies RunStatus[];

export const PLOT_PX = 64;
const PX_PER_MARK = 110;
/** No mark is nearer to the one before: their words would touch. */
const MARK_PX = 80;

export function runsIn(bucket: RunStatsBucket): number {
	return outcomes.reduce((sum, outcome) => sum + bucket[outcome], 0);
}

/** Beginning and end of the parts from one to another, in whichever order. Unix ms, inclusive. */
export function rangeOf(
	{ buckets, bucketMs, to }: RunStatsAnswer,
	one: number,
	other: number,
): { since: number; until: number } {
	const [first, last] = [Math.min(one, other), Math.max(one, other)];
	const begin = buckets[first]?.at ?? 0;
	return { since: begin, until: Math.min((buckets[last]?.at ?? begin) + bucketMs - 1, to) };
}

/** The part that a place in the plot belongs to. */
export function partAt(x: number, width: number, count: number): number {
	return Math.min(Math.max(0, Math.floor((x / width) * count)), count - 1);
}

/** Marks of the time axis: where, px, and when, Unix ms. */
export function timeMarks(
	{ from, to }: RunStatsAnswer,
	width: number,
	utc: boolean,
): readonly (readonly [number, number])[] {
	const scale = (utc ? scaleUtc() : scaleTime()).domain([from, Math.max(to, from + 1)]).range([0, width]);
	const marks: (readonly [number, number])[] = [];
	for (const at of scale.ticks(Math.max(2, width / PX_PER_MARK))) {
		const x = scale(at);
		if (x >= (marks.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY) + MARK_PX) marks.push([x, at.getTime()]);
	}
	return marks;
}

/** Heights of bars: the highest fills the plot. */
export function heightScale(buckets: readonly RunStatsBucket[]): {
	readonly most: number;
	height(runs: number): number;
} {
	const most = Math.max(1, ...buckets.map(runsIn));
	const scale = scaleLinear([0, most], [0, PLOT_PX - 4]);
	return { most, height: (runs) => (runs === 0 ? 0 : Math.max(1, scale(runs))) };
}

/**
 * Durations spread over orders of magnitude, so that a logarithmic scale shows a median of milliseconds beside a 95th
 * percentile of minutes. Marks are at powers of ten, at most three of them.
 */
export function durationScale(buckets: readonly RunStatsBucket[]): {
	readonly marks: readonly number[];
	y(ms: number): number;
} {
	const known = buckets.flatMap(({ medianMs, p95Ms }) => [medianMs, p95Ms].filter((ms) => ms !== null));
	const least = 10 ** Math.floor(Math.log10(Math.max(1, Math.min(...known, 1e9))));
	const most = Math.max(10 * least, 10 ** Math.ceil(Math.log10(Math.max(1, ...known))));
	const scale = scaleLog([least, most], [PLOT_PX - 2, 6]).clamp(true);
	const decades = Math.round(Math.log10(most / least));
	const step = Math.ceil(decades / 2);
	const marks = Array.from({ length: Math.floor(decades / step) + 1 }, (_, index) => least * 10 ** (index * step));
	return { marks, y: (ms) => scale(Math.max(ms, least)) };
}

/** Stretches of parts that have a value: a line is drawn through each, and none over a gap. */
export function stretches(values: readonly (number | null)[]): readonly (readonly (readonly [number, number])[])[] {
	const all: [number, number][][] = [];
	let isOpen = false;
	for (const [index, value] of values.entries()) {
		if (value !== null) {
			if (!isOpen) all.push([]);
			all.at(-1)?.push([index, value]);
		}
		isOpen = value !== null;
	}
	return all;
}
