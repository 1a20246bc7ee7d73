import type { Streams } from '../../imports/wasi/streams.ts';
import { ok } from '../outcome.ts';
import { always } from './io.ts';
import type { Input, Output } from './streams.ts';

/** What is taken of an output at once. bytes */
const ROOM = 64 * 1024;

export function standardInput(streams: Streams): Input {
	const read: Input['read'] = (most, waits) => {
		const bytes = streams.read(most);
		if (bytes !== null) return ok(bytes.length === 0 ? null : bytes);
		return waits ? streams.readable(true).then(() => read(most, waits)) : ok(new Uint8Array(0));
	};
	return {
		read,
		readable: {
			ready: () => streams.available() !== null,
			wait: (alone) => streams.readable(alone),
			isInput: true,
		},
		release: () => undefined,
	};
}

export function standardOutput(streams: Streams, name: 'stdout' | 'stderr'): Output {
	const later = (): Promise<void> | null => (name === 'stdout' ? streams.writable() : null);
	const write: Output['write'] = (bytes) => {
		const waiting = later();
		if (waiting !== null) return waiting.then(() => write(bytes));
		streams.write(name, bytes);
		return null;
	};
	return {
		room: () => ROOM,
		write,
		flush: () => null,
		// Who writes waits by itself where the reader is behind.
		writable: always,
		release: () => undefined,
	};
}
