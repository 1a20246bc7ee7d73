import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cliEntry } from '../built.ts';

export interface Ended {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

/** The built command line on `<folder>/data`. `interruptAfter`: SIGINT once standard error shows this. */
export async function runCli(
	folder: string,
	args: readonly string[],
	input = '',
	interruptAfter?: RegExp,
): Promise<Ended> {
	const child = spawn(process.execPath, [cliEntry, '--data-dir', join(folder, 'data'), ...args], { cwd: folder });
	const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
	// A program that fails before it read its input closes the pipe.
	child.stdin.on('error', () => {});
	child.stdin.end(input);
	if (interruptAfter !== undefined) {
		child.stderr.on('data', (chunk: Buffer) => interruptAfter.test(chunk.toString()) && child.kill('SIGINT'));
	}
	const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return { code: await ended, out, err };
}
