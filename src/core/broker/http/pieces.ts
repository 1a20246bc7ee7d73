import { setImmediate as turn } from 'node:timers/promises';
import { hostStatus } from '../../../shared/host/abi.ts';
import { HostFailure } from '../host-failure.ts';

/**
 * So much of what a guest or a server sent is worked on at a time; then the program looks after everything else, and after
 * the call, which may have ended meanwhile. A few milliseconds of work at the worst. bytes
 */
export const PIECE_BYTES = 256 * 1024;

/** Lets the program turn to what else there is. Throws `cancelled` where nobody waits for the call any more. */
export async function breathe(signal: AbortSignal): Promise<void> {
	await turn();
	if (signal.aborted) throw new HostFailure(hostStatus.cancelled, 'The call ended.');
}
