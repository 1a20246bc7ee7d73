import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { useRoute } from '../../client/engine.tsx';
import { useSettled } from '../../lib/hooks/use-settled.ts';
import { isWhole } from './draft.ts';

/** Typing this long ago asks, ms. */
export const SETTLE_MS = 300;

export type PathState =
	| { readonly state: 'unknown' }
	| { readonly state: 'file'; readonly bytes: number }
	| { readonly state: 'folder' | 'missing' | 'noFolder' };

/** What stood at a path of the engine's computer when it was looked at last; looked at anew whenever the path settles. */
export function usePathCheck(path: string): PathState {
	const settled = useSettled(path, SETTLE_MS);
	const split = /^(.*?)[\\/]+([^\\/]+)$/.exec(settled);
	const folder =
		split === null ? '' : split[1] === '' || /^[A-Za-z]:$/.test(split[1] ?? '') ? `${split[1]}/` : (split[1] ?? '');
	const name = split?.[2] ?? '';
	const enabled = isWhole(settled) && name !== '' && settled === path;
	const { data, error, isFetching } = useRoute('files.browse', { path: folder }, { enabled, ofDisk: true });
	// While it is looked at anew, what was seen before is no longer known.
	if (!enabled || isFetching) return { state: 'unknown' };
	if (error !== null) return isAbsent(error) ? { state: 'noFolder' } : { state: 'unknown' };
	if (data === undefined) return { state: 'unknown' };
	const entry = data.entries.find((one) => one.name === name);
	if (entry !== undefined) return entry.kind === 'file' ? { state: 'file', bytes: entry.bytes } : { state: 'folder' };
	// Hidden ones and those beyond the bound are not listed.
	return data.truncated || name.startsWith('.') ? { state: 'unknown' } : { state: 'missing' };
}

function isAbsent(error: DataFlareError): boolean {
	return error.code === 'not_found';
}
