import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { CHANNEL_ARGUMENT } from '../../../shared/sandbox/byte-channel.ts';
import type { MemoryWay } from '../../../shared/sandbox/frames.ts';
import { bareEnvironment } from '../launch/bare-environment.ts';
import { findLaunchers } from '../launch/find-launchers.ts';
import { LaunchedProcess, LauncherChoice } from '../launch/launched-process.ts';
import { FILTER_FD, type Launcher, plainLauncher } from '../launch/launcher.ts';
import { firstAllowance } from '../memory/process-allowance.ts';
import { residentSizes } from '../memory/resident-sizes.ts';
import { neverStarted, type OsProcess, type ProcessAdapter, type SpawnOptions } from '../process-adapter.ts';
import { builtEntry } from './built-entries.ts';
import { CLOSE_GRACE_MS, ForkedProcess } from './forked-process.ts';
import { closeArguments } from './inherited-descriptors.ts';
import { createReaper } from './reaper.ts';

export interface ForkAdapterOptions {
	/** Absolute path of the built sandbox entry, one standalone file; default: the one that came with the program. */
	readonly entry?: string | undefined;
	/** Absolute path of the built reaper entry, one standalone file; default: the one that came with the program. */
	readonly reaperEntry?: string | undefined;
	/** The Node binary; default: the one that runs this program. */
	readonly execPath?: string | undefined;
	/**
	 * Ways to start it, the best first; the first that works is used. Default: what the system has (`findLaunchers`), and
	 * nothing in front of a binary that was named.
	 */
	readonly launchers?: readonly Launcher[] | undefined;
	/** How memory is limited; default: by V8's flag, which plain Node has not frozen. */
	readonly memoryWay?: MemoryWay | undefined;
	/** How long a stream that something else holds open may delay the news of an exit, ms; default 1,000. */
	readonly closeGraceMs?: number | undefined;
}

/**
 * Sandboxes as plain Node processes: an emptied environment, Node's permission model with nothing but the entry
 * itself readable, no standard input or output, none of the parent's own flags, and one pipe for each direction.
 */
export function forkAdapter(options: ForkAdapterOptions = {}): ProcessAdapter {
	const entry = options.entry ?? builtEntry('sandbox.mjs');
	const reaperEntry = options.reaperEntry ?? builtEntry('reaper.mjs');
	const execPath = options.execPath ?? process.execPath;
	/** What a process and the launcher in front of it are known by, should the program be killed before it knows them. */
	const mark = `--of=${randomBytes(8).toString('hex')}`;
	const reaper = createReaper({ entry: reaperEntry, execPath, mark });
	/** Looked for once: they are what the program was started with. */
	let close: readonly string[] | undefined;
	let found: LauncherChoice | undefined;
	const choice = (): LauncherChoice => {
		found ??= new LauncherChoice(
			options.launchers ?? (options.execPath === undefined ? findLaunchers(execPath) : [plainLauncher]),
		);
		return found;
	};

	function start({ heapLimitMiB, name, firstBytes }: SpawnOptions, launcher: Launcher): OsProcess {
		close ??= closeArguments();
		const args = [
			'--permission',
			`--allow-fs-read=${entry}`,
			`--max-old-space-size=${heapLimitMiB}`,
			// No flag of V8's that changes how code is compiled: Node would have to compile its own anew at each start.
			'--disable-sigusr1',
			'--no-warnings',
			entry,
			name,
			CHANNEL_ARGUMENT,
			mark,
			...close,
		];
		reaper.begin();
		const launch = launcher.launch({ execPath, args, reads: [entry] });
		// `INFO_FD`, and `FILTER_FD` behind it.
		const extras = Array.from(
			{ length: !launcher.stays ? 0 : launch.filter === undefined ? 1 : 2 },
			() => 'pipe' as const,
		);
		try {
			const child: ChildProcess = spawn(launch.file, launch.args, {
				env: bareEnvironment(),
				stdio: ['ignore', 'ignore', 'pipe', 'overlapped', 'overlapped', ...extras],
				windowsHide: true,
				// A terminal's Ctrl+C goes to every process of its group: what it means for a sandbox, the parent decides. On
				// Windows a detached process would get a console window of its own.
				detached: process.platform !== 'win32',
			});
			if (launch.filter !== undefined) hand(child, launch.filter);
			return new ForkedProcess(child, {
				reaper,
				closeGraceMs: options.closeGraceMs ?? CLOSE_GRACE_MS,
				firstBytes: firstBytes ?? firstAllowance(heapLimitMiB),
				launcherStays: launcher.stays,
				layers: launcher.layers?.(execPath) ?? Promise.resolve([]),
			});
		} catch (error) {
			return neverStarted(error);
		}
	}

	return {
		kind: 'fork',
		memoryWay: options.memoryWay ?? 'flag',
		measureMemory: residentSizes,
		spawn(spawnOptions): OsProcess {
			const launchers = choice();
			const { proven } = launchers;
			if (proven !== undefined) return start(spawnOptions, proven);
			return new LaunchedProcess(launchers, (launcher) => start(spawnOptions, launcher));
		},
		dispose: () => reaper.dispose(),
	};
}

/** Where the operating system was out of pipes there is none; the exit tells of it. */
function hand(child: ChildProcess, filter: Uint8Array): void {
	const { stdio } = child as { readonly stdio?: readonly unknown[] };
	const pipe = stdio?.[FILTER_FD] as Writable | undefined;
	pipe?.on('error', () => undefined);
	pipe?.end(filter);
}
