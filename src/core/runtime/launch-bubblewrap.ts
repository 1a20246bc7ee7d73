import { INFO_FD, type Launcher } from './launcher.ts';

/**
 * bubblewrap's `bwrap`: the process sees a file tree of its own with nothing in it but what it opens, read-only; no
 * network; no process but itself; no capability, not even in a user namespace of its own, and no environment. Needs user
 * namespaces. The process is the first of its own world of processes, so that this world ends with it.
 *
 * `files` are what the program needs to start. `strict` forbids further user namespaces, which older versions cannot.
 */
export function bubblewrap(tool: string, files: readonly string[], strict: boolean): Launcher {
	return {
		name: 'bubblewrap',
		stays: true,
		launch: ({ execPath, args, reads }) => ({
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
				execPath,
				...args,
			],
		}),
	};
}
