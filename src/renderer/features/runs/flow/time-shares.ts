import type { RunDetail } from '../../../../shared/run/run.ts';
import { nameOf } from './names.ts';

/** How the time of one component went by. Shares are of 1, of the time in which it had records. */
export interface TimeShare {
	readonly position: number;
	readonly name: string;
	/** ms after the run began. */
	readonly from: number;
	readonly to: number;
	readonly waitedForInput: number;
	readonly worked: number;
	readonly waitedForTakers: number;
	readonly workedMs: number;
	/** Of 1, of the time from the flow's first record to its last. */
	readonly busy: number;
}

export interface TimeShares {
	readonly totalMs: number;
	readonly components: readonly TimeShare[];
	/** The one that the others waited for; null: none worked for most of the time. */
	readonly slowest: TimeShare | null;
}

/** A component that works for less of the time than this holds nobody up. */
const MOST = 0.5;

/** Of a run of a flow that is over. Components that had no records are left out. */
export function timeSharesOf({
	stages,
	startedAt,
	durationMs,
}: Pick<RunDetail, 'stages' | 'startedAt' | 'durationMs'>): TimeShares {
	const times = stages.flatMap(({ time }) =>
		time?.firstAt == null || time.lastAt === null ? [] : [time.firstAt, time.lastAt],
	);
	const spanMs = Math.max(1, Math.max(...times, 0) - Math.min(...times));
	const components = stages.flatMap((stage): readonly TimeShare[] => {
		const { time } = stage;
		if (time === null || time.firstAt === null || time.lastAt === null) return [];
		const whole = time.waitedForInputMs + time.workedMs + time.waitedForTakersMs;
		const share = (ms: number): number => (whole === 0 ? 0 : ms / whole);
		return [
			{
				position: stage.position,
				name: nameOf(stage),
				from: Math.max(0, time.firstAt - startedAt),
				to: Math.max(0, time.lastAt - startedAt),
				waitedForInput: share(time.waitedForInputMs),
				worked: share(time.workedMs),
				waitedForTakers: share(time.waitedForTakersMs),
				workedMs: time.workedMs,
				busy: Math.min(1, time.workedMs / spanMs),
			},
		];
	});
	const totalMs = Math.max(durationMs ?? 0, 1, ...components.map(({ to }) => to));
	const [busiest] = [...components].sort((a, b) => b.busy - a.busy);
	const slowest = components.length > 1 && busiest !== undefined && busiest.busy >= MOST ? busiest : null;
	return { totalMs, components, slowest };
}
