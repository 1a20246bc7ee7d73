/**
 * The watcher that outlives its parent for a moment. A guest in an endless loop keeps its process from noticing that
 * the parent is gone, so this one, which runs no guest, kills what is left when the parent's end of the pipe closes.
 * Being small, it also starts what limits a sandbox: a process costs it microseconds, and a large parent milliseconds.
 * Lines on standard input: `+pid` watch, `-pid` forget, `!pid` limit, `!pid bytes` bound its
 * memory for the time being as well, `=pid bytes` for good; those are answered by the pid on standard output.
 * Uses Node's own modules alone; bundles to a standalone file.
 */
import { closeSync, fstatSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { closeInherited } from '../../shared/sandbox/inherited-descriptors.ts';
import { limitMemory, limitResources } from './limit-resources.ts';

closeInherited(process.argv, { closeSync, fstatSync });

const watched = new Set<number>();

// It ends with its pipe and with nothing else, so a signal to the terminal's processes cannot leave sandboxes behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdout.on('error', () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
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
	const ends = [...watched].flatMap((pid) => (process.platform === 'win32' ? [pid] : [pid, -pid]));
	for (const end of ends) {
		try {
			process.kill(end, 'SIGKILL');
		} catch {
			// Gone already.
		}
	}
	process.exit(0);
});
process.stdin.on('error', () => lines.close());
