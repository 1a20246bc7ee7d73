import type { RunDetail, RunStage } from '../../../../shared/run/run.ts';
import type { ProgressSample } from '../../../lib/runs/run-progress.ts';
import { type ComponentId, linkId } from '../model/document.ts';
import type { ComponentRun, LinkRun, RunView } from './run-view.ts';

/** What a run made of each component and each connection, while it goes on or as it ended. */
export function runViewOf(
	run: RunDetail,
	samples: readonly ProgressSample[],
	/** The component that stands at a place of the run's flow; null: it is not here any more. */
	idOf: (position: number) => ComponentId | null,
): RunView {
	const isRunning = run.status === 'running';
	const [components, links] = [new Map<ComponentId, ComponentRun>(), new Map<string, LinkRun>()];
	const last = samples.at(-1);
	const live = isRunning ? (last?.flow ?? null) : null;
	if (live !== null && last !== undefined) {
		const first = samples.length > 1 ? samples[0] : undefined;
		const seconds = (last.elapsedMs - (first?.elapsedMs ?? 0)) / 1000;
		const rate = (now: number, before = 0): number => (seconds <= 0 ? 0 : Math.max(0, now - before) / seconds);
		for (const [position, stage] of last.stages.entries()) {
			const id = idOf(position);
			if (id === null) continue;
			const before = first?.stages[position];
			components.set(id, {
				recordsIn: stage.recordsIn,
				recordsOut: stage.recordsOut,
				recordsDropped: live.components[position]?.recordsDropped ?? 0,
				recordsFailed: live.components[position]?.recordsFailed ?? 0,
				perSecond: rate(
					Math.max(stage.recordsIn, stage.recordsOut),
					Math.max(before?.recordsIn ?? 0, before?.recordsOut ?? 0),
				),
				busyShare: live.components[position]?.busyShare ?? null,
				isResting: live.components[position]?.isResting ?? false,
				hasFailed: false,
			});
		}
		for (const [place, edge] of live.edges.entries()) {
			const [from, to] = [idOf(edge.from), idOf(edge.to)];
			if (from === null || to === null) continue;
			links.set(linkId({ from, port: edge.port, to }), {
				records: edge.records,
				bytes: edge.bytes,
				perSecond: rate(edge.records, first?.flow?.edges[place]?.records),
				waiting: edge.waiting,
				sample: null,
			});
		}
	} else {
		for (const stage of run.stages) {
			const id = idOf(stage.position);
			if (id === null) continue;
			const { recordsIn, recordsOut, recordsDropped, recordsFailed, error } = stage;
			components.set(id, {
				...{ recordsIn, recordsOut, recordsDropped, recordsFailed },
				perSecond: null,
				busyShare: busyShareOf(run, stage),
				isResting: false,
				hasFailed: error !== null,
			});
		}
		for (const { from: giver, port, to: taker, records, bytes, sample } of run.edges) {
			const [from, to] = [idOf(giver), idOf(taker)];
			if (from !== null && to !== null)
				links.set(linkId({ from, port, to }), { records, bytes, perSecond: null, waiting: 0, sample });
		}
	}
	const slowest = live === null ? slowestOf(run) : live.slowest;
	return {
		id: run.id,
		status: run.status,
		run,
		newest: last ?? null,
		components,
		links,
		slowest: slowest === null ? null : idOf(slowest),
	};
}

/** Of the run's time, how much it had records under way; null: it is not known. */
function busyShareOf({ durationMs }: RunDetail, { time, busyMs }: RunStage): number | null {
	if (durationMs === null || durationMs <= 0) return null;
	return Math.min(1, (time?.workedMs ?? busyMs) / durationMs);
}

/** Place of the component that worked most of the time; null: of one alone nobody asks. */
function slowestOf(run: RunDetail): number | null {
	if (run.stages.length < 2 || run.status === 'running') return null;
	const shares = run.stages.map((stage) => ({ position: stage.position, share: busyShareOf(run, stage) ?? 0 }));
	const [first] = shares.toSorted((one, other) => other.share - one.share);
	return first === undefined || first.share === 0 ? null : first.position;
}
