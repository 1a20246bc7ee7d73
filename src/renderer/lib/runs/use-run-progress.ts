import { useEffect, useMemo, useState } from 'react';
import { useAsk, useEngineEvent } from '../../client/engine.tsx';
import { addSample, type ProgressSample, progressOf, type RunProgress } from './run-progress.ts';

/** What a run that goes on in this program tells of itself; `newest` null: nothing yet. */
export function useRunProgress(id: string): { readonly newest: ProgressSample | null; readonly rates: RunProgress } {
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
	return useMemo(() => ({ newest: samples.at(-1) ?? null, rates: progressOf(samples) }), [samples]);
}
