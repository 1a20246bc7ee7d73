import { Socket } from 'node:net';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { notReadable } from '../files/not-readable.ts';
import { constants, openSync, stat } from '../files/user-files.ts';

/** Whether a path is a pipe that can be waited for by `pipeChunks`. Elsewhere the end of a pipe comes before its beginning. */
export async function isPipe(path: string): Promise<boolean> {
	if (process.platform !== 'linux') return false;
	return stat(path).then(
		(found) => found.isFIFO(),
		() => false,
	);
}

/** What comes through a pipe. Nobody may ever write to it: no thread waits for that, and it ends at the signal. */
export async function* pipeChunks(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
	signal.throwIfAborted();
	const socket = new Socket({ fd: opened(path), readable: true, writable: false });
	const onAbort = (): void => void socket.destroy();
	signal.addEventListener('abort', onAbort, { once: true });
	try {
		for await (const chunk of socket) yield chunk as Uint8Array;
	} catch (error) {
		signal.throwIfAborted();
		throw new DataFlareError('invalid_input', `Reading ${path} failed: ${String(error)}`, { cause: error });
	} finally {
		signal.removeEventListener('abort', onAbort);
		socket.destroy();
	}
	signal.throwIfAborted();
}

/** At once, whether or not somebody writes to it. */
function opened(path: string): number {
	try {
		return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	} catch (error) {
		throw notReadable(path, error);
	}
}
