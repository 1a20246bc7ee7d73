import { join, parse } from 'node:path';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { OwnFiles } from '../broker/files/own-files.ts';
import { lstat, realpath } from '../files/user-files.ts';
import { type OwnPlaces, ownPlaceOf } from '../policy/entries/own-places.ts';
import { normalPath } from '../policy/entries/path-form.ts';

/**
 * What comes out of a plugin never replaces what is the program's own, whoever writes it and however the place is
 * called. Rejects with `permission_denied`. Absolute path.
 */
export async function refuseOwnOutput(path: string, ownPlaces: () => OwnPlaces): Promise<void> {
	const { dir, base } = parse(path);
	const folder = await realpath(dir).catch(() => dir);
	const real = await realpath(path).catch(() => join(folder, base));
	const places = [path, join(folder, base), real].map((place) => kindOf(place, ownPlaces()));
	const isOwn = places.some((kind) => kind === 'sealed' || kind === 'unwritable');
	const isThisRuns = places.every((kind) => kind === 'handed_over');
	if (!isOwn && (isThisRuns || !(await reachesOwn(real, new OwnFiles(ownPlaces))))) return;
	throw new DataFlareError('permission_denied', `The output cannot be ${path}: it belongs to DataFlare itself.`, {
		details: because('output_own_files', { path }),
		hint: 'Choose another place for the output.',
	});
}

async function reachesOwn(path: string, own: OwnFiles): Promise<boolean> {
	if (await own.holds(path, 'write')) return true;
	const facts = await lstat(path, { bigint: true }).catch(() => null);
	return facts !== null && (await own.has(facts, 'write')) !== false;
}

function kindOf(path: string, own: OwnPlaces): ReturnType<typeof ownPlaceOf> {
	const place = normalPath(path, own);
	return place === null ? null : ownPlaceOf(place, own, own);
}
