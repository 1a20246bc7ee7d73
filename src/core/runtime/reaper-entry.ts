/**
 * The watcher that outlives its parent for a moment. A guest in an endless loop keeps its process from noticing that
 * the parent is gone, so this one, which runs no guest, kills what is left when the parent's end of the pipe closes.
 * Lines on standard input: `+pid` watch, `-pid` forget. Uses Node's own modules alone; bundles to a standalone file.
 */
import { createInterface } from 'node:readline';

const watched = new Set<number>();

// It ends with its pipe and with nothing else, so a signal to the terminal's processes cannot leave sandboxes behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
	const pid = Number(line.slice(1));
	if (!Number.isSafeInteger(pid) || pid <= 1) return;
	if (line.startsWith('+')) watched.add(pid);
	else if (line.startsWith('-')) watched.delete(pid);
});
lines.on('close', () => {
	for (const pid of watched) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// Gone already.
		}
	}
	process.exit(0);
});
process.stdin.on('error', () => lines.close());
