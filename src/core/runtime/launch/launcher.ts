/** What is to be started: a program that opens nothing but what it needs to start and one file. */
export interface Program {
	/** Absolute path of the executable. */
	readonly execPath: string;
	readonly args: readonly string[];
	/** Absolute paths of what else it opens for reading. */
	readonly reads: readonly string[];
}

export interface Launch {
	readonly file: string;
	readonly args: readonly string[];
	/** A program for the kernel that the tool reads from `FILTER_FD` until it ends (`systemCallFilter`). */
	readonly filter?: Uint8Array;
}

/** A way to start a program with less power than a process has by itself, by tools of the operating system. */
export interface Launcher {
	readonly name: 'bubblewrap' | 'landlock' | 'no-new-privileges' | 'plain';
	/**
	 * Whether the tool stays between the program and the process, as the process's parent. It writes
	 * `{"child-pid": …}` to the descriptor `INFO_FD`, ends as the process did (128 and the signal's number where that
	 * was one), and each of the two ends with the other.
	 */
	readonly stays: boolean;
	launch(program: Program): Launch;
	/**
	 * Layers that the kernel does not tell of from outside: found by trying in a process that was started the same way.
	 * Tried once. Never rejects.
	 */
	layers?(execPath: string): Promise<readonly string[]>;
}

/** Where a tool that stays tells what it started. */
export const INFO_FD = 5;
/** Where a tool that stays is given a filter of system calls. */
export const FILTER_FD = 6;

/** The program as it is. */
export const plainLauncher: Launcher = {
	name: 'plain',
	stays: false,
	launch: ({ execPath, args }) => ({ file: execPath, args }),
};
