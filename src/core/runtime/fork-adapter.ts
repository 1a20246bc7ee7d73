import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { CHANNEL_ARGUMENT } from '../../shared/sandbox/byte-channel.ts';
import type { MemoryWay } from '../../shared/sandbox/frames.ts';
import { builtEntry } from './built-entries.ts';
import { CLOSE_GRACE_MS, ForkedProcess } from './forked-process.ts';
import { withoutNewPrivileges } from './no-new-privileges.ts';
import type { ProcessAdapter, SandboxProcess, SpawnOptions } from './process-adapter.ts';
import { firstAllowance } from './process-allowance.ts';
import { createReaper } from './reaper.ts';
import { residentSizes } from './resident-sizes.ts';

export interface ForkAdapterOptions {
	/** Absolute path of the built sandbox entry, one standalone file; default: the one that came with the program. */
	readonly entry?: string | undefined;
	/** Absolute path of the built reaper entry, one standalone file; default: the one that came with the program. */
	readonly reaperEntry?: string | undefined;
	/** The Node binary; default: the one that runs this program, kept from gaining powers where the system has the means. */
	readonly execPath?: string | undefined;
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
	const reaper = createReaper({ entry: reaperEntry, execPath: options.execPath ?? process.execPath });

	function start({ heapLimitMiB, name }: SpawnOptions): ChildProcess {
		const { execPath, before } =
			options.execPath === undefined
				? withoutNewPrivileges(process.execPath)
				: { execPath: options.execPath, before: [] };
		const flags = [
			...before,
			'--permission',
			`--allow-fs-read=${entry}`,
			`--max-old-space-size=${heapLimitMiB}`,
			// For the sandbox's own use: it takes the function away from the global object before it sees a guest.
			'--expose-gc',
			'--disallow-code-generation-from-strings',
			'--disable-sigusr1',
			'--no-warnings',
		];
		// Taken by every way of starting a process; the types of `fork` forget it.
		const hidden: ForkOptions & { readonly windowsHide: true } = { windowsHide: true };
		const child = fork(entry, [name, CHANNEL_ARGUMENT], {
			...hidden,
			execPath,
			execArgv: flags,
			env: bareEnvironment(),
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'pipe', 'overlapped', 'overlapped', 'ipc'],
			// A terminal's Ctrl+C goes to every process of its group: what it means for a sandbox, the parent decides. On Windows
			// a detached process would get a console window of its own.
			detached: process.platform !== 'win32',
		});
		// Node's own channel comes with a fork and is not used: it is shut before a byte of it is read.
		if (child.connected) child.disconnect();
		return child;
	}

	return {
		kind: 'fork',
		memoryWay: options.memoryWay ?? 'flag',
		measureMemory: residentSizes,
		spawn(spawnOptions): SandboxProcess {
			try {
				const firstBytes = firstAllowance(spawnOptions.heapLimitMiB);
				return new ForkedProcess(start(spawnOptions), reaper, options.closeGraceMs ?? CLOSE_GRACE_MS, firstBytes);
			} catch (error) {
				return neverStarted(error instanceof Error ? error.message : String(error));
			}
		},
		dispose: () => reaper.dispose(),
	};
}

/** Windows cannot load system libraries without `SystemRoot`; nothing else of the parent's environment is known. */
function bareEnvironment(): NodeJS.ProcessEnv {
	const root = process.env['SystemRoot'];
	return process.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {};
}

function neverStarted(error: string): SandboxProcess {
	return {
		pid: undefined,
		post: () => undefined,
		kill: () => undefined,
		onMessage: () => undefined,
		onExit: (listener) => setImmediate(() => listener({ code: null, signal: null, error })),
		stderrTail: () => '',
	};
}
