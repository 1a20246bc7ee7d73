import type { Launcher, Program } from './launcher.ts';
import { tryLandlock } from './try-landlock.ts';

const NO_NEW_PRIVILEGES = '--no-new-privs';

/**
 * Everything that Linux 6.2 and later can keep from a process, each by its name: what a kernel or a `setpriv` does not
 * know is an error then, and not a silent hole.
 */
const FILE_RIGHTS = [
	'execute',
	'write-file',
	'read-file',
	'read-dir',
	'remove-dir',
	'remove-file',
	'make-char',
	'make-dir',
	'make-reg',
	'make-sock',
	'make-fifo',
	'make-block',
	'make-sym',
	'refer',
	'truncate',
] as const;

/**
 * `setpriv` (util-linux, BusyBox) executes a program in its own place, under the same process id, with no way to gain
 * powers by executing a file (set-user-id programs, file capabilities), for itself and all that comes after it.
 */
export function noNewPrivileges(tool: string): Launcher {
	return {
		name: 'no-new-privileges',
		stays: false,
		launch: ({ execPath, args }) => ({ file: tool, args: [NO_NEW_PRIVILEGES, execPath, ...args] }),
	};
}

/**
 * The same, and a Landlock domain around it (util-linux 2.40 and later): no file but `files` and what the program reads
 * can be opened, and none be made, changed, renamed or removed; no process outside can be traced. `further`: where the
 * tool (2.43) and the kernel know them, no TCP and no signals to processes outside either; 2.40 to 2.42 pass over these
 * two in silence.
 */
export function landlock(tool: string, files: readonly string[], further: boolean): Launcher {
	const launch = ({ execPath, args, reads }: Program) => ({
		file: tool,
		args: [
			NO_NEW_PRIVILEGES,
			...[`fs:${FILE_RIGHTS.join(',')}`, ...(further ? ['net', 'scope'] : [])].flatMap((access) => [
				'--landlock-access',
				access,
			]),
			...[...files, ...reads].flatMap((path) => ['--landlock-rule', `path-beneath:execute,read-file:${path}`]),
			execPath,
			...args,
		],
	});
	let tried: Promise<readonly string[]> | undefined;
	return {
		name: 'landlock',
		stays: false,
		launch,
		layers(execPath) {
			tried ??= tryLandlock((args) => launch({ execPath, args, reads: [] }));
			return tried;
		},
	};
}
