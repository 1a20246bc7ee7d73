import { useEffect, useRef, useState } from 'react';
import { useEngineEvent, useRoute } from '../../client/engine.tsx';
import { useNow } from '../../lib/hooks/use-now.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import type { RunningTold } from './window-title.ts';

/** What takes less is over before anybody could read of it, ms. */
const WORTH_MS = 1000;

export interface Running extends RunningTold {
	readonly id: string;
}

/** The runs that go on, the one that began first at the beginning, with how far they are in whole per cents. */
export function useRunning(): readonly Running[] {
	const { data } = useRoute('runs.list', { status: 'running', limit: 1000 }, { keepPrevious: true, isLater: true });
	const runs = data?.runs ?? [];
	const shares = useRef(new Map<string, number>());
	const [, redraw] = useState(0);
	useEngineEvent('run.progress', ({ id, bytesIn, totalBytes }) => {
		if (totalBytes <= 0) return;
		const share = Math.floor(Math.min(1, bytesIn / totalBytes) * 100) / 100;
		if (shares.current.get(id) === share) return;
		shares.current.set(id, share);
		redraw((count) => count + 1);
	});
	useEngineEvent('run.finished', ({ run }) => void shares.current.delete(run.id));
	const youngest = Math.max(0, ...runs.map(({ startedAt }) => startedAt));
	const [isYoung, setYoung] = useState(false);
	const now = useNow(isYoung, WORTH_MS / 2);
	const isAnyYoung = runs.length > 0 && Date.now() - youngest < WORTH_MS;
	useEffect(() => setYoung(isAnyYoung), [isAnyYoung]);
	return runs
		.filter(({ startedAt }) => Math.max(now, Date.now()) - startedAt >= WORTH_MS)
		.map(({ id, label }) => ({ id, label: plainText(label), share: shares.current.get(id) ?? null }))
		.toReversed();
}
