import { dirname, resolve } from 'node:path';
import type { FlowPlace } from '../../../shared/api/flow-routes.ts';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import { readFlow } from '../file/read-flow.ts';
import { type KeptFlows, requireFlow } from '../kept/kept-flows.ts';

/** A flow with the folder that its relative paths begin in; null: it says no such folder, so its paths must be whole. */
export interface PlacedFlow {
	readonly flow: Flow;
	readonly folder: string | null;
}

/** `not_found` where nothing is kept under a name. */
export async function flowAt(kept: KeptFlows, place: FlowPlace): Promise<PlacedFlow> {
	if ('path' in place) return { flow: await readFlow(place.path), folder: dirname(resolve(place.path)) };
	if ('definition' in place) return { flow: place.definition, folder: null };
	return { flow: requireFlow(kept, place.name, place.version).flow, folder: null };
}
