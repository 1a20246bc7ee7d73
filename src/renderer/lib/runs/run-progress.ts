import { useEffect, useMemo, useState } from 'react';
import type { RunProgress as ProgressSample } from '../../../shared/run/run-progress.ts';
import { useAsk, useEngineEvent } from '../../client/engine.tsx';

export type { ProgressSample };

export interface RunProgress {
	/** Of 1; null: the size of the input is not known. */
	readonly share: number | null;
	/** Per second, over the last moments. */
	readonly recordsPerSecond: number;
	readonly bytesPerSecond: number;
	/** ms; null: not known. */
	readonly leftMs: number | null;
}

/** Rates are of this long, ms: long enough to be calm, short enough to follow. */
const RATE_WINDOW_MS = 4_000;

/** Keeps what is needed to tell the rate; the newest is the last. */
export function addSample(samples: readonly ProgressSample[], sample: ProgressSample): readonly ProgressSample[] {
	const oldest = sample.elapsedMs - RATE_WINDOW_MS;
	return [...samples.filter(({ elapsedMs }) => elapsedMs >= oldest && elapsedMs <= sample.elapsedMs), sample];
}

export function progressOf(samples: readonly ProgressSample[]): RunProgress {
	const last = samples.at(-1);
	if (last === undefined) return { share: null, recordsPerSecond: 0, bytesPerSecond: 0, leftMs: null };
	// Alone, it is measured from the beginning of the run.
	const first = samples.length > 1 ? samples[0] : undefined;
	const seconds = (last.elapsedMs - (first?.elapsedMs ?? 0)) / 1000;
	const perSecond = (now: number, before: number): number => (seconds <= 0 ? 0 : Math.max(0, now - before) / seconds);
	const bytesPerSecond = perSecond(last.bytesIn, first?.bytesIn ?? 0);
	const left = last.totalBytes - last.bytesIn;
	return {
		share: last.totalBytes > 0 ? Math.min(1, last.bytesIn / last.totalBytes) : null,
		recordsPerSecond: perSecond(last.recordsIn, first?.recordsIn ?? 0),
		bytesPerSecond,
		leftMs: last.totalBytes > 0 && bytesPerSecond > 0 ? Math.max(0, (left / bytesPerSecond) * 1000) : null,
	};
}

/** Records that each stage took per second over the last moments, those of a source as it gave them. */
function stageRatesOf(samples: readonly ProgressSample[]): readonly number[] {
	const [first, last] = [samples[0], samples.at(-1)];
	const seconds = ((last?.elapsedMs ?? 0) - (first?.elapsedMs ?? 0)) / 1000;
	if (first === undefined || last === undefined || seconds <= 0) return [];
	return last.stages.map(({ recordsIn, recordsOut }, place) => {
		const before = first.stages[place];
		return Math.max(recordsIn - (before?.recordsIn ?? 0), recordsOut - (before?.recordsOut ?? 0), 0) / seconds;
	});
}

/** Records that went along each of a flow's edges per second over the last moments. */
function edgeRatesOf(samples: readonly ProgressSample[]): readonly number[] {
	const [first, last] = [samples[0], samples.at(-1)];
	const seconds = ((last?.elapsedMs ?? 0) - (first?.elapsedMs ?? 0)) / 1000;
	if (seconds <= 0) return [];
	return (last?.flow?.edges ?? []).map(
		({ records }, place) => Math.max(0, records - (first?.flow?.edges[place]?.records ?? 0)) / seconds,
	);
}

/** What a run that goes on tells of itself, in this program or in another one; `newest` null: nothing yet. */
export function useRunProgress(id: string): {
	readonly newest: ProgressSample | null;
	readonly rates: RunProgress;
	readonly stageRates: readonly number[];
	/** Of a flow: per second along each edge. */
	readonly edgeRates: readonly number[];
} {
	const [samples, setSamples] = useState<readonly ProgressSample[]>([]);
	const ask = useAsk();
	useEngineEvent('run.progress', (sample) => {
		if (sample.id === id) setSamples((before) => addSample(before, sample));
	});
	// Whoever comes between two of its events begins with the last one.
	useEffect(() => {
		if (id === '') return;
		let gone = false;
		ask('runs.progress', { id }).then(
			(last) => {
				if (!gone && last !== null) setSamples((before) => (before.length === 0 ? [last] : before));
			},
			() => {
				// The next event tells it.
			},
		);
		return () => {
			gone = true;
		};
	}, [ask, id]);
	return useMemo(
		() => ({
			newest: samples.at(-1) ?? null,
			rates: progressOf(samples),
			stageRates: stageRatesOf(samples),
			edgeRates: edgeRatesOf(samples),
		}),
		[samples],
	);
}
