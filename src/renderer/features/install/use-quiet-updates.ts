import { useEffect, useRef } from 'react';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { Target } from './targets.ts';
import { useInstall } from './use-install.ts';

/** Installs these updates, which need no question, each once. */
export function useQuietUpdates(targets: readonly Target[], settle: (target: Target) => void): void {
	const { update } = useInstall();
	const begun = useRef(new Set<string>());
	useEffect(() => {
		for (const target of targets) {
			if (target.state !== 'offered' || begun.current.has(target.path)) continue;
			const { path, offer } = target;
			begun.current.add(path);
			void update(offer).then(
				() => settle({ path, state: 'updated', offer }),
				(thrown: unknown) => settle({ path, state: 'refused', error: toDataFlareError(thrown) }),
			);
		}
	}, [targets, update, settle]);
}
