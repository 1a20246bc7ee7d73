import { dirname } from 'node:path';
import { rm, stat } from '../../files/user-files.ts';
import type { FlowCheckpointStore } from '../../store/flows/checkpoint-store.ts';
import { sweepStates } from '../run/checkpoint/state-files.ts';

/** Removes what runs of flows wrote half and nothing can go on from: their programs were killed, or they are deleted. */
export async function sweepParts(checkpoints: FlowCheckpointStore, stateFolder: string): Promise<void> {
	checkpoints.removeSucceeded();
	await sweepStates(stateFolder, checkpoints);
	for (const path of checkpoints.orphanedParts()) {
		try {
			// On a disk that is not there now, it may lie still: the next sweep looks again.
			await stat(dirname(path));
			for (const left of [path, `${path}.copy`]) await rm(left, { force: true });
		} catch {
			continue;
		}
		checkpoints.forgetPart(path);
	}
}
