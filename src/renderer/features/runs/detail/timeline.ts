import type { RunDetail, RunEvent } from '../../../../shared/run/run.ts';

export type BarKind = 'wait' | 'load' | 'init' | 'records' | 'call';
export type MarkKind = 'kill' | 'restart' | 'swap' | 'cancel' | 'rest' | 'denial';

/** A stretch of time, ms since the start of the run. */
export interface Bar {
	readonly kind: BarKind;
	readonly from: number;
	readonly to: number;
	/** Of it the time inside the plugin, added up, of 1; null: all of it, or it is not known. */
	readonly busy: number | null;
}

export interface Lane {
	readonly stage: number;
	readonly plugin: string;
	readonly bars: readonly Bar[];
	/** What it waited for its host, ms since the start of the run. */
	readonly hostCalls: readonly { readonly from: number; readonly to: number }[];
	readonly marks: readonly { readonly kind: MarkKind; readonly at: number }[];
}

export interface TimelineItem {
	/** ms since the start of the run. */
	readonly at: number;
	readonly stage: number;
	readonly plugin: string;
	readonly kind: RunEvent['kind'] | 'denial' | 'host';
	/** What was asked of the host. Null: it is no such thing. */
	readonly op: string | null;
	/** 0 or a negative status, and bytes that were moved, of a host call. */
	readonly status: number;
	readonly bytes: number;
	/** What the engine or the plugin's request says of it. */
	readonly detail: string;
	readonly ms: number | null;
}

export interface Timeline {
	readonly totalMs: number;
	readonly lanes: readonly Lane[];
	readonly items: readonly TimelineItem[];
}

type Timed = Pick<
	RunDetail,
	'startedAt' | 'durationMs' | 'status' | 'kind' | 'stages' | 'events' | 'denialList' | 'hostCallList' | 'error'
>;

const marked: ReadonlySet<string> = new Set(['kill', 'restart', 'swap', 'cancel', 'rest']);

/** What went on when, in one lane per plugin. `now` counts for a run that goes on, Unix ms. */
export function timelineOf(run: Timed, now: number): Timeline {
	const since = (at: number): number => Math.max(0, at - run.startedAt);
	const endMs = run.durationMs ?? since(now);
	const totalMs = Math.max(1, endMs, ...run.events.map(({ at }) => since(at)));
	const startEvent = run.events.find(({ kind }) => kind === 'start');
	const lanes = run.stages.map((stage): Lane => {
		const events = run.events.filter((event) => event.stage === stage.position && event.kind !== 'start');
		const kill = events.find(({ kind }) => kind === 'kill');
		const end = kill === undefined ? totalMs : since(kill.at);
		const opening = openingBars(events, since);
		const begun = opening[0]?.from ?? (startEvent === undefined ? end : since(startEvent.at));
		const working =
			run.kind === 'call'
				? callBars(stage.busyMs, limitOf(run), end, kill !== undefined)
				: startEvent === undefined
					? []
					: [recordsBar(since(startEvent.at), end, stage.busyMs)];
		return {
			stage: stage.position,
			plugin: stage.component ?? stage.plugin,
			bars: [...(run.kind === 'call' ? [] : [waitBar(begun)]), ...opening, ...working].filter(
				({ from, to }) => to > from,
			),
			hostCalls: run.hostCallList
				.filter((call) => call.stage === stage.position)
				.map(({ at, ms }) => ({ from: since(at), to: since(at) + ms })),
			marks: [
				...events
					.filter(({ kind }) => marked.has(kind))
					.map(({ kind, at }) => ({ kind: kind as MarkKind, at: since(at) })),
				...run.denialList
					.filter((denial) => denial.stage === stage.position)
					.map(({ at }) => ({ kind: 'denial' as const, at: since(at) })),
			],
		};
	});
	return { totalMs, lanes, items: itemsOf(run, since) };
}

const noCall = { op: null, status: 0, bytes: 0 };

function itemsOf(run: Timed, since: (at: number) => number): readonly TimelineItem[] {
	const plugin = (stage: number): string => run.stages[stage]?.component ?? run.stages[stage]?.plugin ?? '';
	return [
		...run.events.map(({ at, stage, kind, detail, ms }) => ({
			at: since(at),
			stage,
			plugin: plugin(stage),
			kind,
			detail,
			ms,
			...noCall,
		})),
		...run.denialList.map(({ at, stage, op, target }) => ({
			at: since(at),
			stage,
			plugin: plugin(stage),
			kind: 'denial' as const,
			detail: target,
			ms: null,
			...noCall,
			op,
		})),
		// What was refused is among the denials.
		...run.hostCallList
			.filter(({ refused }) => !refused)
			.map(({ at, stage, op, target, ms, status, bytes }) => ({
				at: since(at),
				stage,
				plugin: plugin(stage),
				kind: 'host' as const,
				detail: target,
				ms,
				op,
				status,
				bytes,
			})),
	].toSorted((a, b) => a.at - b.at);
}

/** The engine tells of loading and initialising at once, when both are done: what took time lies before. */
function openingBars(events: readonly RunEvent[], since: (at: number) => number): readonly Bar[] {
	const bars: Bar[] = [];
	for (const [index, event] of events.entries()) {
		if (event.kind !== 'load' && event.kind !== 'init') continue;
		const next = events[index + 1];
		const after = event.kind === 'load' && next?.kind === 'init' ? (next.ms ?? 0) : 0;
		const to = Math.max(0, since(event.at) - after);
		bars.push({ kind: event.kind, from: Math.max(0, to - (event.ms ?? 0)), to, busy: null });
	}
	return bars;
}

function callBars(busyMs: number, limitMs: number | null, end: number, killed: boolean): readonly Bar[] {
	// The time inside the plugin is not told of a call that was ended; it had all that it was allowed.
	const inside = killed && limitMs !== null ? limitMs : busyMs;
	if (inside <= 0) return [{ kind: 'call', from: 0, to: end, busy: null }];
	const from = Math.max(0, end - inside);
	return [waitBar(from), { kind: 'call', from, to: Math.max(end, from + 0.001), busy: null }];
}

/** Until there was a process to load into. */
function waitBar(to: number): Bar {
	return { kind: 'wait', from: 0, to, busy: null };
}

function recordsBar(from: number, to: number, busyMs: number): Bar {
	const length = to - from;
	return { kind: 'records', from, to, busy: length <= 0 ? null : Math.min(1, busyMs / length) };
}

function limitOf(run: Timed): number | null {
	const limit = run.error?.details?.['limitMs'];
	return typeof limit === 'number' ? limit : null;
}
