import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../../../shared/errors/code-of.ts';

/**
 * A third of what a process gets that is not lowered, where both want to run. Less than that, and on a busy machine a
 * call would meet its deadline before it had a chance. Windows knows but a few classes.
 */
const LOWER = process.platform === 'win32' ? constants.priority.PRIORITY_BELOW_NORMAL : 5;
/** The kernel takes one such change per 100 ms from whoever is not root. */
const TRIES = 5;
const TRY_AGAIN_MS = 120;

/**
 * Lets a process of ours run when others do not want to; for good, since raising a priority takes rights. Best effort.
 * Linux has one for each thread (later ones inherit it) and, where sessions are scheduled as groups, one for each
 * session, which is all that counts between a sandbox and the program: a sandbox is its own session's only process.
 */
export function lowerPriority(pid: number): void {
	attempt(() => setPriority(pid, LOWER));
	if (process.platform !== 'linux') return;
	attempt(() => {
		for (const thread of readdirSync(`/proc/${pid}/task`)) attempt(() => setPriority(Number(thread), LOWER));
	});
	void lowerSession(pid);
}

async function lowerSession(pid: number): Promise<void> {
	for (let turn = 0; turn < TRIES; turn += 1) {
		try {
			return await writeFile(`/proc/${pid}/autogroup`, String(LOWER));
		} catch (error) {
			if (codeOf(error) !== 'EAGAIN') return;
			await pause(TRY_AGAIN_MS, undefined, { ref: false });
		}
	}
}

function attempt(act: () => void): void {
	try {
		act();
	} catch {
		// It ended, or the system does not let us: then it runs as before.
	}
}
