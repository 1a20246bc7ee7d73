/**
 * The watcher that outlives its parent for a moment. A guest in an endless loop keeps its process from noticing that
 * the parent is gone, so this one, which runs no guest, kills what is left when the parent's end of the pipe closes.
 * Being small, it also starts what limits a sandbox: a process costs it microseconds, and a large parent milliseconds.
 * Lines on standard input: `+pid` watch, `-pid` forget, `!pid` limit, `!pid bytes` bound its
 * memory for the time being as well, `=pid bytes` for good; those are answered by the pid on standard output. `.`: the
 * parent ends in order.
 * Uses Node's own modules alone; bundles to a standalone file.
 */
import { closeSync, fstatSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { closeInherited } from '../../../shared/sandbox/inherited-descriptors.ts';
import { limitMemory, limitResources } from './limit-resources.ts';

/** Begins the argument by which a program's processes are known (`fork-adapter.ts`). */
const MARK = '--of=';
/** When strays are looked for, each so long after the one before, ms. */
const STRAY_LOOKS_MS = [0, 50, 150, 300];

closeInherited(process.argv, { closeSync, fstatSync });

const watched = new Set<number>();

// It ends with its pipe and with nothing else, so a signal to the terminal's processes cannot leave sandboxes behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdout.on('error', () => undefined);

const mark = process.argv.find((argument) => argument.startsWith(MARK));
let endsInOrder = false;

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
	if (line === '.') endsInOrder = true;
	const [pid = 0, bytes] = line.slice(1).split(' ').map(Number);
	if (!Number.isSafeInteger(pid) || pid <= 1) return;
	if (line.startsWith('+')) watched.add(pid);
	else if (line.startsWith('-')) watched.delete(pid);
	// Nothing but what it watches: whatever else has that number is not the parent's to limit.
	else if (watched.has(pid)) {
		const limited = line.startsWith('=') && bytes !== undefined ? limitMemory(pid, bytes) : limitResources(pid, bytes);
		void limited.then(() => process.stdout.write(`${pid}\n`));
	}
});
lines.on('close', () => {
	// A launcher that has only begun has what it starts in its group. (Windows has no such groups.)
	endAll([...watched].flatMap((pid) => (process.platform === 'win32' ? [pid] : [pid, -pid])));
	if (endsInOrder || mark === undefined) process.exit(0);
	void endStrays(mark).finally(() => process.exit(0));
});
process.stdin.on('error', () => lines.close());

function endAll(pids: readonly number[]): void {
	for (const pid of pids) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// Gone already.
		}
	}
}

/**
 * Ends what the parent had started and was killed before it told of: a launcher whose process waits for a word that
 * nobody is left to say. Looked for more than once, as one may be about to begin.
 */
async function endStrays(mark: string): Promise<void> {
	for (const afterMs of STRAY_LOOKS_MS) {
		await pause(afterMs);
		endAll(marked(mark));
	}
}

/** Processes that were started with this mark, but for watchers. Linux tells it of every process; elsewhere none is found. */
function marked(mark: string): readonly number[] {
	try {
		return readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name) && startedWith(name).includes(mark))
			.filter((name) => !startedWith(name).includes(process.argv[1] ?? ''))
			.map(Number);
	} catch {
		return [];
	}
}

function startedWith(pid: string): readonly string[] {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
	} catch {
		return [];
	}
}
