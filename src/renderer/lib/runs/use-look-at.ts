import { useEffect } from 'react';
import type { RouteInput } from '../../../shared/api/routes.ts';
import { useAct, useBridge } from '../../client/engine.tsx';
import { isInFront, onFront } from '../../client/in-front.ts';

/** Who is in front of a list for less than this passes through, ms. */
const GLANCE_MS = 1000;

/**
 * A person looks at these runs for as long as the component is there and the window is in front: where they failed, that
 * is no news. Null: at none.
 */
export function useLookAt(runs: RouteInput<'runs.markSeen'> | null): void {
	const act = useAct();
	const bridge = useBridge();
	const key = JSON.stringify(runs);
	useEffect(() => {
		const asked = JSON.parse(key) as typeof runs;
		if (asked === null || ('ids' in asked && asked.ids.length === 0)) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		// A look that is lost shows the count once more.
		const mark = (): void => void (isInFront() && act('runs.markSeen', asked).catch(() => {}));
		const look = (): void => {
			clearTimeout(timer);
			if ('ids' in asked) mark();
			else timer = setTimeout(mark, GLANCE_MS);
		};
		look();
		const ends = [
			onFront(look),
			bridge.on('run.finished', ({ run }) => {
				// At once: nothing is counted first and taken back then.
				if (run.status === 'failed' && (!('ids' in asked) || asked.ids.includes(run.id))) mark();
			}),
		];
		return () => {
			clearTimeout(timer);
			for (const end of ends) end();
		};
	}, [act, bridge, key]);
}
