import { useEffect, useRef } from 'react';
import { useBridge, useRoute } from '../../client/engine.tsx';
import { wantedEnds } from '../../lib/runs/use-wanted-ends.ts';
import { EndedRuns, isWorthTelling } from './ended-runs.ts';
import { useTelling } from './use-telling.ts';

/** Tells of runs that end while the person looks elsewhere: those of this program, whoever started them. */
export function useRunNotices(): void {
	const bridge = useBridge();
	const { data: settings } = useRoute('settings.get', {});
	const tell = useTelling();
	const newest = useRef({ settings, tell });
	useEffect(() => {
		newest.current = { settings, tell };
	});
	useEffect(() => {
		// What it could not show the person sees when they are back.
		const ended = new EndedRuns((runs) => void bridge.notify(newest.current.tell(runs)).catch(() => {}));
		const stop = bridge.on('run.finished', ({ run }) => {
			const { settings: now } = newest.current;
			// One that they asked for is told by itself, and not twice.
			if (now === undefined || wantedEnds.isAskedFor(run.id)) return;
			if (isWorthTelling(run, { on: now.notify_runs, afterMs: now.notify_after_ms })) ended.add(run);
		});
		return () => {
			stop();
			ended.close();
		};
	}, [bridge]);
}
