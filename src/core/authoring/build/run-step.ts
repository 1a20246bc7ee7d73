import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { BuildStep } from '../../../shared/plugin/authoring/authoring.ts';
import { TextTail } from '../../../shared/text-tail.ts';

/** A compiler that takes longer is stuck, ms. */
const MAX_STEP_MS = 15 * 60_000;
/** Of what a step says, the end is kept, in characters. */
const MAX_OUTPUT = 64 * 1024;

export interface StepPlace {
	readonly folder: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Ends what runs. */
	readonly signal: AbortSignal;
}

/**
 * Runs one command, its program absolute, as the person and without a shell. `tool`: what the recipe calls it. Rejects
 * with `invalid_input`, whose details hold what it said, where it fails, and with `cancelled` where the signal came.
 */
export async function runStep(
	tool: string,
	[program = '', ...args]: readonly string[],
	{ folder, env, signal }: StepPlace,
): Promise<BuildStep> {
	signal.throwIfAborted();
	const started = performance.now();
	const tail = new TextTail(MAX_OUTPUT);
	const status = await new Promise<number | string>((done) => {
		const child = spawn(program, args, {
			cwd: folder,
			env: { ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: MAX_STEP_MS,
			signal,
			// Windows starts such files by a shell alone.
			shell: extname(program) === '.cmd',
		});
		for (const stream of [child.stdout, child.stderr]) {
			const decoder = new StringDecoder('utf8');
			stream.on('data', (piece: Buffer) => tail.push(decoder.write(piece)));
		}
		child.on('error', (error) => done(error.message));
		child.on('close', (code, by) => done(code ?? by ?? 'ended'));
	});
	const output = tail.toString().trimEnd();
	const command = [program, ...args];
	signal.throwIfAborted();
	if (status === 0) return { command, output, ms: performance.now() - started };
	throw new DataFlareError(
		'invalid_input',
		`${tool} failed (${typeof status === 'number' ? `exit code ${status}` : status}).`,
		{
			details: { ...because('build_failed', { tool, status }), command, output },
			hint: 'Its messages say what to fix.',
		},
	);
}
