import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { constants, open } from '../files/user-files.ts';

/** How often it is tried whether somebody reads a pipe, ms. */
const TRY_MS = 50;
/** How soon it is tried again whether a pipe has room, at first; twice as late each time, up to `TRY_MS`. ms */
const ROOM_MS = 1;

/** However it is left, what was written stays written. */
export interface SpecialOutput {
	/** Resolves once there was room for all of it. Rejects with the system's own error, or with `cancelled` at the signal. */
	write(data: Uint8Array): Promise<void>;
	close(): Promise<void>;
}

/**
 * A pipe or a device takes what comes as it comes: it cannot appear whole, and nothing of it can be taken back. Nobody may
 * ever take what is written: no thread waits for that, and it ends at the signal.
 */
export async function openSpecial(path: string, signal: AbortSignal): Promise<SpecialOutput> {
	const handle = await openWritable(path, signal);
	let closing: Promise<void> | null = null;
	const close = (): Promise<void> => {
		closing ??= handle.close();
		return closing;
	};
	return {
		async write(data) {
			let pause = ROOM_MS;
			for (let at = 0; at < data.length; ) {
				if (signal.aborted || closing !== null) throw untaken(path);
				const written = await writeSome(handle, data.subarray(at));
				at += written;
				if (written > 0) pause = ROOM_MS;
				else {
					await wait(pause, undefined, { signal }).catch(() => undefined);
					pause = Math.min(TRY_MS, 2 * pause);
				}
			}
		},
		close,
	};
}

type Handle = Awaited<ReturnType<typeof open>>;

/** Waits until somebody reads a pipe, without holding one of the threads that all files are opened with. */
async function openWritable(path: string, signal: AbortSignal): Promise<Handle> {
	for (;;) {
		if (signal.aborted) throw new DataFlareError('cancelled', `Nobody read ${path} before the run was cancelled.`);
		try {
			// It stays so: where there is no room, writing fails rather than waiting in one of those threads.
			return await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
		} catch (error) {
			if (codeOf(error) !== 'ENXIO') throw error;
			await wait(TRY_MS, undefined, { signal }).catch(() => undefined);
		}
	}
}

/** Answers for how many bytes there was room for. */
async function writeSome(handle: Handle, data: Uint8Array): Promise<number> {
	try {
		return (await handle.write(data)).bytesWritten;
	} catch (error) {
		if (codeOf(error) === 'EAGAIN') return 0;
		throw error;
	}
}

function untaken(path: string): DataFlareError {
	return new DataFlareError('cancelled', `Not all that was written to ${path} was read before the run ended.`);
}
