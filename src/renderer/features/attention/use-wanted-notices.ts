import { useEffect, useRef } from 'react';
import type { RunSummary } from '../../../shared/run/run.ts';
import { useBridge } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useWantedEnds, wantedEnds } from '../../lib/runs/use-wanted-ends.ts';
import { useTelling } from './use-telling.ts';

/**
 * How often it is looked whether such a run goes on, ms: one of another program tells nothing of itself here, and an end
 * can be missed while the page is loaded. A run that is not there by then is not coming.
 */
const LOOK_EVERY_MS = 5000;

/** Tells of the end of runs that the person asked for, however short they were and wherever the person looks. */
export function useWantedNotices(): void {
	const bridge = useBridge();
	const tell = useTelling();
	const toasts = useToasts();
	const wanted = useWantedEnds();
	const newest = useRef(tellOne);
	useEffect(() => {
		newest.current = tellOne;
	});
	async function tellOne(run: RunSummary): Promise<void> {
		if (wantedEnds.end(run.id) !== 'tell') return;
		const notice = tell([run], true);
		const isShown = await bridge.notify(notice).catch(() => false);
		// Where the system shows nothing, the page itself says it.
		if (!isShown) toasts.done(() => notice.title);
	}
	useEffect(() => bridge.on('run.finished', ({ run }) => void newest.current(run)), [bridge]);
	useEffect(() => {
		if (wanted.length === 0) return;
		const timer = setInterval(() => {
			for (const id of wanted) {
				void bridge.request('runs.get', { id }).then((answer) => {
					if (answer.ok && answer.data.status !== 'running') void newest.current(answer.data);
					if (!answer.ok && answer.error.code === 'not_found') wantedEnds.want(id, false);
				});
			}
		}, LOOK_EVERY_MS);
		return () => clearInterval(timer);
	}, [bridge, wanted]);
}
