import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import v8 from 'node:v8';
import { ByteChannel, CHANNEL_ARGUMENT } from '../../src/shared/sandbox/byte-channel.ts';

/** A Node process that echoes over the kind of pipes that a sandbox has. */
export interface Echo {
	/** Resolves when what was sent has come back. */
	send(bytes: Uint8Array): Promise<void>;
	close(): void;
}

/** `flags`: those of a sandbox, since a smaller heap is collected more often. */
function start(flags: readonly string[], what: 'messages' | 'bytes') {
	const entry = join(import.meta.dirname, 'echo-child.ts');
	const child = spawn(process.execPath, [...flags, entry, what, CHANNEL_ARGUMENT], {
		stdio: ['ignore', 'ignore', 'inherit', 'overlapped', 'overlapped'],
	});
	const [, , , output, input] = child.stdio as unknown as [null, null, null, Duplex, Duplex];
	return { output, input, close: () => void child.kill() };
}

/** Echoes messages over the channel that a sandbox has: its limit. */
export function echoOfMessages(flags: readonly string[]): Echo {
	const { input, output, close } = start(flags, 'messages');
	const waiting: (() => void)[] = [];
	const channel = new ByteChannel({
		input,
		ownsChunks: true,
		output,
		v8,
		rawBytes: (length) => new Uint8Array(Buffer.allocUnsafeSlow(length).buffer),
		onMessage: () => waiting.shift()?.(),
		onGarbage: (reason) => {
			throw new Error(reason);
		},
	});
	return {
		close,
		send: (bytes) =>
			new Promise((done) => {
				waiting.push(done);
				channel.send(bytes);
			}),
	};
}

/** Echoes bytes, with nothing that says where a message ends and no copy: the limit of the pipes. */
export function echoOfBytes(flags: readonly string[]): Echo {
	const { input, output, close } = start(flags, 'bytes');
	const waiting: { left: number; readonly done: () => void }[] = [];
	input.on('data', (chunk: Buffer) => {
		let arrived = chunk.length;
		for (let first = waiting[0]; first !== undefined && arrived > 0; first = waiting[0]) {
			const taken = Math.min(arrived, first.left);
			arrived -= taken;
			first.left -= taken;
			if (first.left > 0) return;
			waiting.shift();
			first.done();
		}
	});
	return {
		close,
		send: (bytes) =>
			new Promise((done) => {
				waiting.push({ left: bytes.length, done });
				output.write(bytes);
			}),
	};
}
