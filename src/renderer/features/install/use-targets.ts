import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import { useAsk } from '../../client/engine.tsx';
import { type Target, withoutParts } from './targets.ts';

/** Looks into each path once. Nothing is copied. */
export function useTargets(paths: readonly string[]) {
	const ask = useAsk();
	const [known, setKnown] = useState<Readonly<Record<string, Target>>>({});
	const asked = useRef(new Set<string>());
	const settle = useCallback((target: Target) => setKnown((before) => ({ ...before, [target.path]: target })), []);
	const look = useCallback(
		async (path: string) => {
			settle({ path, state: 'looking' });
			try {
				settle({ path, state: 'offered', offer: await ask('plugins.inspect', { target: path }) });
			} catch (thrown) {
				settle({ path, state: 'refused', error: toDataFlareError(thrown) });
			}
		},
		[ask, settle],
	);
	useEffect(() => {
		for (const path of paths) {
			if (asked.current.has(path)) continue;
			asked.current.add(path);
			void look(path);
		}
	}, [paths, look]);
	const targets = useMemo(() => {
		const all = [...new Set(paths)].map((path): Target => known[path] ?? { path, state: 'looking' });
		return withoutParts(all);
	}, [paths, known]);
	return { targets, look, settle };
}
