import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = ['/usr/bin/setpriv', '/bin/setpriv'] as const;
const option = '--no-new-privs';

/** It takes milliseconds; one that hangs is not used. ms */
const PATIENCE_MS = 1_000;

/** Undefined: not tried yet. */
let found: string | null | undefined;

/**
 * The command that starts another in its own place, under the same process id, with no way to gain powers by executing
 * a file (set-user-id programs, file capabilities), for itself and all that comes after it. Linux alone, with
 * util-linux's or BusyBox's `setpriv`; tried once. Null: there is none that works here.
 */
function setpriv(): string | null {
	if (process.platform !== 'linux') return null;
	return places.find((place) => existsSync(place) && works(place)) ?? null;
}

function works(place: string): boolean {
	const { status } = spawnSync(place, [option, 'true'], {
		env: { PATH: '/usr/bin:/bin' },
		stdio: 'ignore',
		timeout: PATIENCE_MS,
	});
	return status === 0;
}

/**
 * How to start a program so that it can gain no powers, where the system has the means: what to execute, and what to say
 * before the program's own arguments.
 */
export function withoutNewPrivileges(execPath: string): {
	readonly execPath: string;
	readonly before: readonly string[];
} {
	if (found === undefined) found = setpriv();
	return found === null ? { execPath, before: [] } : { execPath: found, before: [option, execPath] };
}
