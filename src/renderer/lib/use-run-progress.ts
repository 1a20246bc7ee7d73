import { useMemo, useState } from 'react';
import { useEngineEvent } from '../client/engine.tsx';
import { addSample, type ProgressSample, progressOf, type RunProgress } from './run-progress.ts';

/** What a run that goes on in this program tells of itself; `newest` null: nothing yet. */
export function useRunProgress(id: string): { readonly newest: ProgressSample | null; readonly rates: RunProgress } {
	const [samples, setSamples] = useState<readonly ProgressSample[]>([]);
	useEngineEvent('run.progress', (sample) => {
		if (sample.id === id) setSamples((before) => addSample(before, sample));
	});
	return useMemo(() => ({ newest: samples.at(-1) ?? null, rates: progressOf(samples) }), [samples]);
}
