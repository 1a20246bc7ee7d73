import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { OsProcess, ProcessAdapter, ProcessExit } from '../../src/core/runtime/process-adapter.ts';
import type { Order } from './child.ts';
import { NotDone, say } from './outcome.ts';

/** How long anything of a process may take. ms */
const PATIENCE_MS = 30_000;
/** A program that may open more files than this is not brought to its limit. */
const MANY_FILES = 20_000;

export interface Adapters {
	/** Starts `check-child.mjs`. */
	readonly odd: ProcessAdapter;
	/** Starts the sandbox as it is built. */
	readonly sandbox: ProcessAdapter;
}

const within = <T>(promise: Promise<T>, what: string): Promise<T> =>
	Promise.race([
		promise,
		new Promise<never>((_, reject) => {
			setTimeout(() => reject(new Error(`${what} did not come within ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS).unref();
		}),
	]);
const exitOf = (child: OsProcess): Promise<ProcessExit> =>
	within(new Promise((resolve) => child.onExit(resolve)), 'its exit');
const messageOf = (child: OsProcess): Promise<unknown> =>
	within(new Promise((resolve) => child.onMessage(resolve)), 'its answer');

async function started(adapter: ProcessAdapter): Promise<{ child: OsProcess; hello: unknown }> {
	const child = adapter.spawn({ name: 'dataflare-check', heapLimitMiB: 64 });
	return { child, hello: await messageOf(child) };
}

async function ask(child: OsProcess, order: Order): Promise<unknown> {
	const answer = messageOf(child);
	child.post(order);
	return answer;
}

const shown = ({ code, signal }: ProcessExit): string => (signal === null ? `code ${code}` : signal);

/** A plugin process starts at all, with what it was given. */
export async function processStarts({ odd }: Adapters): Promise<string> {
	const { child, hello } = await started(odd);
	child.kill();
	const exit = await exitOf(child);
	say(exit.signal === 'SIGKILL', `killed, it ended by ${shown(exit)}`);
	return JSON.stringify(hello);
}

/** A view is sent without the memory around it. */
export async function viewsAreTight({ odd }: Adapters): Promise<string> {
	const { child } = await started(odd);
	const pooled = Buffer.from('ab');
	const bytes = await ask(child, { do: 'measure', value: [pooled, new Uint8Array(1_048_576).subarray(0, 100)] });
	child.kill();
	say(bytes === 102, `102 bytes were shown, and ${String(bytes)} arrived`);
	return `102 bytes were shown and arrived, of ${pooled.buffer.byteLength + 1_048_576}`;
}

/** A guest's access outside of its memory is an error, not the end of its process. */
export async function trapIsCaught({ odd }: Adapters): Promise<string> {
	const { child } = await started(odd);
	const ended = exitOf(child).then((exit) => `the process ended by ${shown(exit)}`);
	const outcome = await Promise.race([ask(child, { do: 'trap' }), ended]);
	child.kill();
	say(outcome === 'RuntimeError', String(outcome));
	return 'RuntimeError';
}

/** The heap's limit is in force, and the program lives. */
export async function heapIsLimited({ odd }: Adapters): Promise<string> {
	const { child } = await started(odd);
	child.post({ do: 'fill-heap' });
	const exit = await exitOf(child);
	const words =
		child
			.stderrTail()
			.split('\n')
			.find((line) => /FATAL|heap/i.test(line)) ?? 'without a word';
	say(exit.code !== 0, `it ended by ${shown(exit)}`);
	return `limited to 64 MiB, it ended by ${shown(exit)}: ${words.slice(0, 120)}`;
}

/** Codes and signals are told apart. */
export async function exitsAreTold({ odd }: Adapters): Promise<string> {
	const { child: leaving } = await started(odd);
	leaving.post({ do: 'exit', code: 3 });
	const left = await exitOf(leaving);
	say(left.code === 3, `exit(3) was reported as ${shown(left)}`);
	if (process.platform === 'win32') return 'exit(3) is code 3';
	const { child: shot } = await started(odd);
	process.kill(shot.pid as number, 'SIGSEGV');
	const ended = await exitOf(shot);
	say(ended.signal === 'SIGSEGV', `SIGSEGV was reported as ${shown(ended)}`);
	return 'exit(3) is code 3, SIGSEGV is SIGSEGV';
}

/** What a sandbox says last is heard, though the program stands still meanwhile. */
export async function lastWordsAreHeard({ sandbox }: Adapters): Promise<string> {
	const child = sandbox.spawn({ name: 'dataflare-check', heapLimitMiB: 64 });
	const ready = messageOf(child);
	child.post({ v: 1, gen: 1, t: 'boot', memoryWay: sandbox.memoryWay });
	const { memoryProof, layers } = (await ready) as { memoryProof: boolean; layers: readonly string[] };
	say(memoryProof, 'the memory limit was not proven');
	const heard = Promise.race([messageOf(child), exitOf(child).then(() => 'an exit without a word')]);
	child.post({ v: 1, gen: 1, t: 'stop' });
	// As `kill -STOP` and `kill -CONT` would have it.
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
	const last = (await heard) as { readonly t?: string };
	child.kill();
	say(last.t === 'stopped', `heard: ${JSON.stringify(last)}`);
	return `"stopped" was heard after 300 ms of standing still; layers: ${layers.join(', ')}`;
}

/** A process that the system does not start is told of. Comes last: not everything bears a program without files. */
export async function startFailureIsTold({ odd }: Adapters): Promise<string> {
	const held: number[] = [];
	let isFull = false;
	try {
		while (!isFull && held.length < MANY_FILES) {
			try {
				held.push(openSync(devNull, 'r'));
			} catch {
				isFull = true;
			}
		}
		if (!isFull) throw new NotDone(`more than ${MANY_FILES} files may be open; try it after \`ulimit -n 1024\``);
		const child = odd.spawn({ name: 'dataflare-check', heapLimitMiB: 64 });
		const exit = exitOf(child);
		child.kill();
		const { error, signal } = await exit;
		return `with no file left to open: ${error ?? `it started all the same, and ended by ${signal}`}`;
	} finally {
		for (const descriptor of held) closeSync(descriptor);
	}
}
