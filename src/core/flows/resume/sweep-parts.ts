import { rm } from '../../files/user-files.ts';
import type { FlowCheckpointStore } from '../../store/flows/checkpoint-store.ts';

/** Removes what runs of flows wrote half and nothing can go on from: their programs were killed, or they are deleted. */
export async function sweepParts(checkpoints: FlowCheckpointStore): Promise<void> {
	for (const path of checkpoints.orphanedParts()) {
		// What cannot be removed now, on a disk that is not there, is tried again by the next start.
		await rm(path, { force: true }).then(
			() => checkpoints.forgetPart(path),
			() => undefined,
		);
	}
}
