import { constants } from 'node:os';
import type { ProcessExit } from '../../core/runtime/process-adapter.ts';

/** Signals that end a process which did not ask for it. Each has its number on this system, if the system knows it. */
const fatal = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV', 'SIGSYS', 'SIGTERM'] as const;
/** Set in a wait status when memory was dumped. */
const DUMPED = 0x80;
/** Windows has no signals: what ended a process by force is a status of its kernel, and one of Chromium's own. */
const windowsEnds: Readonly<Record<number, string>> = {
	2147483651: 'breakpoint',
	3221225477: 'access violation',
	3221225501: 'illegal instruction',
	3221225495: 'no memory',
	3221225725: 'stack overflow',
	3221226505: 'fail fast',
	3758096392: 'out of memory',
};

/**
 * What Electron says about the end of a utility process, as a code or a signal. It hands on the status that the system
 * gave: on POSIX a signal's number (with 128 where memory was dumped), a code in the second byte, or the code itself where
 * the process told it before it went.
 */
export function exitOf(status: number, platform: NodeJS.Platform = process.platform): ProcessExit {
	// Windows' are unsigned, and some versions hand them on as if they were signed.
	const unsigned = status < 0 ? status + 2 ** 32 : status;
	if (platform === 'win32') {
		const signal = windowsEnds[unsigned];
		return signal === undefined ? { code: unsigned, signal: null } : { code: null, signal };
	}
	if (status > 0xff) return { code: (status >> 8) & 0xff, signal: null };
	const signal = fatal.find((name) => (constants.signals[name] as number | undefined) === (status & ~DUMPED));
	return signal === undefined ? { code: status, signal: null } : { code: null, signal };
}
