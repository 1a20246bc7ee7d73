import type { ChildProcess } from 'node:child_process';
import { ChannelScan } from './channel-scan.ts';

/** What Node keeps behind a child's IPC channel, as far as it is touched here. */
interface ChannelHandle {
	onread: ((this: unknown, chunk: ArrayBuffer | undefined) => unknown) | undefined;
	/** All bytes that ever arrived; a chunk's buffer may be larger than what is in it. */
	readonly bytesRead: number;
}

/**
 * Keeps what a hostile child writes to its IPC channel from taking the parent down.
 *
 * Node deserialises inside the channel's read callback, outside of every handler: garbage there would surface as an
 * uncaught exception of the parent, and a message of many tiny values as many times its size in memory. The callback is
 * therefore wrapped, and what it is given was scanned. Handle passing (`NODE_HANDLE` and its kin) is switched off,
 * because nobody here sends handles and an unknown handle type throws as well.
 */
export function guardChannel(child: ChildProcess, onGarbage: (reason: string) => void): void {
	child.removeAllListeners('internalMessage');
	const symbol = Object.getOwnPropertySymbols(child).find((each) => each.description === 'kChannelHandle');
	if (symbol === undefined) return;
	const handle = (child as unknown as Record<symbol, ChannelHandle | undefined>)[symbol];
	const read = handle?.onread;
	if (handle === undefined || typeof read !== 'function') return;
	const scan = new ChannelScan();
	let seen = handle.bytesRead;
	let broken = false;
	const fail = (reason: string): void => {
		broken = true;
		onGarbage(reason);
	};
	handle.onread = function guardedRead(chunk) {
		// After garbage nothing is parsed any more; the end of the stream still has to be seen.
		if (broken && chunk !== undefined) return undefined;
		const arrived = handle.bytesRead - seen;
		seen += arrived;
		const problem = chunk === undefined ? null : scan.feed(new Uint8Array(chunk, 0, arrived));
		if (problem !== null) return fail(problem);
		try {
			return read.call(this, chunk);
		} catch (error) {
			return fail(`bytes that are no message (${error instanceof Error ? error.message : String(error)})`);
		}
	};
}
