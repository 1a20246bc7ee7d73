import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RouteInput } from '../../../shared/api/routes.ts';

type Place = RouteInput<'flows.check'>['flow'];

/**
 * What a person calls a flow by: a file where it looks like one or is there, otherwise the name of one that is saved. With
 * a version it is a name.
 */
export async function flowPlaceOf(text: string, version?: number): Promise<Place> {
	if (version !== undefined) return { name: text, version };
	const path = resolve(text);
	if (/[\\/]|\.json$/i.test(text) || (await isFile(path))) return { path };
	return { name: text };
}

async function isFile(path: string): Promise<boolean> {
	return stat(path).then(
		(found) => found.isFile(),
		() => false,
	);
}
