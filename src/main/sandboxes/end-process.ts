import { readFileSync } from 'node:fs';

/** Ends a process by force: the class's own `kill` asks politely on POSIX, and a guest that spins would not hear it. */
export function endProcess(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It ended by itself a moment ago; its exit is on its way.
	}
}

/**
 * Ends a process that is said to have ended. The news of an exit is the process's own to send, so one that is owned can
 * send it and live on, where no deadline looks any more. A process id that the system has given away since is left alone
 * where the system tells whose child it is.
 */
export function endWhatIsLeft(pid: number): void {
	if (process.platform === 'linux' && parentOf(pid) !== process.pid) return;
	endProcess(pid);
}

/** Null: there is no such process. */
function parentOf(pid: number): number | null {
	try {
		// "pid (name) state parent …"; a name may hold anything, parentheses included.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(fields.slice(fields.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return null;
	}
}
