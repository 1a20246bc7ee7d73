import type { FileKind } from '../../policy/decide/path.ts';
import type { CallNotes } from '../act.ts';
import { HostFailure } from '../host-failure.ts';
import type { Descriptor } from './descriptors.ts';
import type { Grounds } from './grounds.ts';
import { walk } from './walk.ts';
import { WasiFailure } from './wasi-failure.ts';

/** Whether a descriptor was opened without some of these rights of WASI's. */
export function lacks({ rights }: Descriptor, needed: number): boolean {
	return (rights & needed) !== needed;
}

/**
 * Throws what a descriptor is told that lacks a right. Where the policy is why it has none, as in a folder that may only
 * be read, that is a denial, by the rule for the place that was asked for; where the guest did not ask for it when it
 * opened the descriptor, it is told so. The guest hears the same.
 */
export async function refuseLacking(grounds: Grounds, kind: FileKind, place: string): Promise<never> {
	await grounds.assertPlace(kind, place);
	throw new WasiFailure('notcapable', 'It was not opened for that.');
}

/** The same for a path below a folder. Where that leads nowhere, the folder is decided on. */
export async function refuseLackingBelow(
	base: Descriptor,
	{ path, follow }: { readonly path: string; readonly follow: boolean },
	kind: FileKind,
	grounds: Grounds,
	notes: CallNotes,
): Promise<never> {
	const found = await walk(base, path, follow, grounds).catch((error: unknown) => {
		// Denied on the way there.
		if (error instanceof HostFailure && error.denied !== null) throw error;
		return null;
	});
	await found?.close();
	if (found !== null) notes.target = found.place;
	return refuseLacking(grounds, kind, found?.place ?? base.place);
}
