import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { constants, open } from '../../files/user-files.ts';
import { specialOutput } from './io-failures.ts';
import type { Output } from './part-file.ts';

/** How often it is tried whether somebody reads a pipe, ms. */
const TRY_MS = 50;

/** A pipe or a device takes what comes as it comes: it cannot appear whole, and nothing of it can be taken back. */
export async function openSpecial(path: string, signal: AbortSignal): Promise<Output> {
	const handle = await openWritable(path, signal);
	let closing: Promise<void> | null = null;
	const close = (): Promise<void> => {
		closing ??= handle.close();
		return closing;
	};
	return {
		write: (data) => handle.writeFile(data),
		sync: () => Promise.reject(specialOutput(path)),
		commit: close,
		abandon: close,
		suspend: close,
	};
}

/** Waits until somebody reads a pipe, without holding one of the threads that all files are opened with. */
async function openWritable(path: string, signal: AbortSignal): Promise<Awaited<ReturnType<typeof open>>> {
	for (;;) {
		signal.throwIfAborted();
		try {
			const probe = await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
			try {
				// Now that somebody reads, this one waits for room where the other would fail.
				return await open(path, constants.O_WRONLY);
			} finally {
				await probe.close();
			}
		} catch (error) {
			if (codeOf(error) !== 'ENXIO') throw error;
			await wait(TRY_MS, undefined, { signal });
		}
	}
}
