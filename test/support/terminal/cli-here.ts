import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runProgram } from '../../../src/cli/program.ts';
import { createCore } from '../../../src/core/index.ts';
import { resourcesDir } from '../built.ts';
import { sharedAdapter } from '../processes/shared-adapter.ts';
import type { Ended } from './cli.ts';

/** How many commands are in another folder now, and where the process was before. */
let inside = 0;
let outside = '';

/**
 * The command line on `<folder>/data` as `runCli` runs it, in this process: everything but its start, which is most of
 * what a command costs. The engine, its database and its sandboxes are real. Not for what interrupts it. `columns`: of the
 * terminal that it takes its outputs for; without it, they are pipes. `typed`: its input is taken for a terminal's.
 */
export async function runCliHere(
	folder: string,
	args: readonly string[],
	input = '',
	columns?: number,
	typed = false,
): Promise<Ended> {
	const output = () => Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns });
	const [stdout, stderr] = [output(), output()];
	const stdin = Object.assign(Readable.from(input === '' ? [] : [Buffer.from(input)]), typed ? { isTTY: true } : {});
	const said = Promise.all([text(stdout), text(stderr)]);
	if (inside++ === 0) outside = process.cwd();
	process.chdir(folder);
	try {
		const code = await runProgram(
			['--data-dir', join(folder, 'data'), ...args],
			{ stdin, stdout, stderr },
			({ preload, ...options }) =>
				createCore({
					...options,
					preload: preload ? [] : false,
					...(preload ? {} : { spares: 0 }),
					adapter: sharedAdapter(),
					resourcesDir,
				}),
			() => undefined,
		);
		for (const stream of [stdout, stderr]) stream.end();
		const [out, err] = await said;
		return { code, out, err };
	} finally {
		if (--inside === 0) process.chdir(outside);
	}
}
