import type { FileHandle } from 'node:fs/promises';
import type { PathDecision } from '../../policy/decide/path.ts';
import type { BrokerTools } from '../act.ts';
import type { BrokerContext } from '../broker.ts';

/** The very file that a person chose for this run takes as much as it takes. */
const isFree = (decision: PathDecision): boolean => decision.named === true && decision.chosen === true;

/** Counts a file, folder or link that is about to be made. */
export function countFile(
	decision: PathDecision,
	place: string,
	context: BrokerContext,
	{ writes }: BrokerTools,
): void {
	if (isFree(decision)) return;
	writes.addFile(context.account ?? context.signal, place, context.policy());
}

/** Does something that writes, or makes a file longer by, so many bytes; what failed is not counted. */
export async function countBytes<T>(
	decision: PathDecision,
	{ place, handle, here }: { readonly place: string; readonly handle: FileHandle; readonly here: string },
	bytes: number,
	context: BrokerContext,
	{ writes, freeSpace }: BrokerTools,
	act: () => Promise<T>,
): Promise<T> {
	const room = (): Promise<void> => freeSpace.assertAllowed({ handle, here }, bytes, place);
	if (isFree(decision)) return room().then(act);
	const owner = context.account ?? context.signal;
	writes.addBytes(owner, bytes, place, context.policy());
	try {
		await room();
		return await act();
	} catch (error) {
		writes.takeBack(owner, bytes);
		throw error;
	}
}
