import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

/** A Node process that echoes over the kind of pipes that a sandbox has. */
export interface Echo {
	/** Resolves when as many bytes as were sent have come back. */
	send(bytes: Uint8Array): Promise<void>;
	close(): void;
}

/** `flags`: those of a sandbox, since a smaller heap is collected more often. */
export function startEcho(flags: readonly string[]): Echo {
	const child = spawn(process.execPath, [...flags, join(import.meta.dirname, 'echo-child.mjs')], {
		stdio: ['ignore', 'ignore', 'inherit', 'overlapped', 'overlapped'],
	});
	const [, , , output, input] = child.stdio as unknown as [null, null, null, Duplex, Duplex];
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
		send: (bytes) =>
			new Promise((done) => {
				waiting.push({ left: bytes.length, done });
				output.write(bytes);
			}),
		close: () => void child.kill(),
	};
}
