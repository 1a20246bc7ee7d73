import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import { useAsk } from '../../client/engine.tsx';
import { Turns } from '../../lib/turns.ts';
import { type Target, withoutParts } from './targets.ts';

/** Looks into each path once. Nothing is copied. */
export function useTargets(paths: readonly string[]) {
	const ask = useAsk();
	const [known, setKnown] = useState<Readonly<Record<string, Target>>>({});
	const asked = useRef(new Set<string>());
	const turns = useRef(new Turns());
	const put = useCallback((target: Target) => setKnown((before) => ({ ...before, [target.path]: target })), []);
	const look = useCallback(
		async (path: string) => {
			// What a person decides meanwhile, or a later look finds, is not undone by an answer that comes late.
			const isNewest = turns.current.begin(path);
			put({ path, state: 'looking' });
			const target = await ask('plugins.inspect', { target: path }).then(
				(offer): Target => ({ path, state: 'offered', offer }),
				(thrown: unknown): Target => ({ path, state: 'refused', error: toDataFlareError(thrown) }),
			);
			if (isNewest()) put(target);
		},
		[ask, put],
	);
	const settle = useCallback(
		(target: Target) => {
			turns.current.begin(target.path);
			put(target);
		},
		[put],
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
