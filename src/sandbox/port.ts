import { Socket } from 'node:net';
import v8 from 'node:v8';
import { ByteChannel, CHANNEL_ARGUMENT, SANDBOX_INPUT_FD, SANDBOX_OUTPUT_FD } from '../shared/sandbox/byte-channel.ts';
import { withTightViews } from '../shared/sandbox/tight-views.ts';
import { rawBytes } from './calls/output-builder.ts';
import { watchParent } from './parent-watch.ts';

/** The one way out of this process: the channel to the parent that started it. */
export interface Port {
	post(message: unknown): void;
	/** Sends a last message and calls `done` when it is on its way, or when nobody ended this process after it. */
	postLast(message: unknown, done: () => void): void;
	onMessage(listener: (message: unknown) => void): void;
	/** The parent is gone, or has closed the channel. */
	onClose(listener: () => void): void;
}

/** The slice of Electron's `process.parentPort` that is used. There is no event for a port that was closed. */
interface ParentPort {
	postMessage(message: unknown): void;
	on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/**
 * How long this process waits to be ended after its last message, ms. Its exit goes another way than its messages and
 * would overtake the last of them where the parent is busy, so the parent ends it when it has read it.
 */
const LAST_WORDS_MS = 5_000;

/** Electron's utility process port, else the pipes that the parent opened; null where there is neither. */
export function findPort(): Port | null {
	const parentPort = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
	if (parentPort !== undefined && parentPort !== null) return utilityPort(parentPort);
	return process.argv.includes(CHANNEL_ARGUMENT) ? pipePort() : null;
}

function utilityPort(port: ParentPort): Port {
	// Elsewhere Chromium ends this process with the main process, spinning or not; the thread costs 11 MiB.
	if (process.platform === 'win32') watchParent();
	return {
		post: (message) => port.postMessage(withTightViews(message)),
		postLast(message, done) {
			port.postMessage(withTightViews(message));
			setTimeout(done, LAST_WORDS_MS);
		},
		onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
		// A parent that is gone is noticed by Chromium, or by the thread that watches it.
		onClose: () => undefined,
	};
}

/** As much as a pipe holds on most systems is read at once, always into the same memory. bytes */
const READ_BYTES = 256 * 1024;

function pipePort(): Port {
	let read: (chunk: Uint8Array) => void = () => undefined;
	const onread = {
		buffer: Buffer.allocUnsafeSlow(READ_BYTES),
		callback: (bytes: number, buffer: Uint8Array) => {
			read(buffer.subarray(0, bytes));
			return true;
		},
	};
	const input = new Socket({ fd: SANDBOX_INPUT_FD, readable: true, writable: false, onread });
	const output = new Socket({ fd: SANDBOX_OUTPUT_FD, readable: false, writable: true });
	// Both pipes have the parent at their other end: whether it is there, the input tells.
	input.on('error', () => undefined);
	output.on('error', () => undefined);
	let listen: (message: unknown) => void = () => undefined;
	let close: () => void = () => undefined;
	input.on('close', () => close());
	const channel = new ByteChannel({
		input: {
			on: (_data, listener) => {
				read = listener;
			},
		},
		ownsChunks: false,
		output,
		v8,
		rawBytes,
		onMessage: (message) => listen(message),
		onGarbage: () => close(),
	});
	return {
		post: (message) => channel.send(message),
		postLast: (message, done) => channel.send(message, done),
		onMessage: (listener) => {
			listen = listener;
		},
		onClose: (listener) => {
			close = listener;
		},
	};
}
