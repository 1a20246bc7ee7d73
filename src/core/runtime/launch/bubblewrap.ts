import { FILTER_FD, INFO_FD, type Launcher } from './launcher.ts';

export interface BubblewrapOptions {
	/** Absolute path of `bwrap`. */
	readonly tool: string;
	/** What the program needs to start. */
	readonly files: readonly string[];
	/** Forbids further user namespaces, which versions before 0.8 cannot. */
	readonly strict: boolean;
	/** Which system calls are refused; null: none. */
	readonly filter: Uint8Array | null;
}

/**
 * bubblewrap's `bwrap`: the process sees a file tree of its own with nothing in it but what it opens, read-only; no
 * network; no process but itself; no capability, not even in a user namespace of its own, and no environment. Needs user
 * namespaces. The process is the first of its own world of processes, so that this world ends with it.
 */
export function bubblewrap({ tool, files, strict, filter }: BubblewrapOptions): Launcher {
	return {
		name: 'bubblewrap',
		stays: true,
		launch: ({ execPath, args, reads }) => ({
			...(filter === null ? {} : { filter }),
			file: tool,
			args: [
				'--unshare-all',
				...(strict ? ['--unshare-user', '--disable-userns'] : []),
				'--die-with-parent',
				'--as-pid-1',
				'--new-session',
				'--cap-drop',
				'ALL',
				...[...files, ...reads].flatMap((path) => ['--ro-bind', path, path]),
				'--remount-ro',
				'/',
				'--chdir',
				'/',
				'--info-fd',
				String(INFO_FD),
				...(filter === null ? [] : ['--seccomp', String(FILTER_FD)]),
				execPath,
				...args,
			],
		}),
	};
}
