import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemCallFilter } from '../../src/core/runtime/launch/system-call-filter.ts';
import { reaperEntry } from '../support/built.ts';
import { hasLandlock, nativePrograms, workingBubblewrap, workingSetpriv } from '../support/guests/native.ts';

const program = join(import.meta.dirname, '../support/processes/escape-program.mts');
const native = nativePrograms();
const nobody = 65_534;

type LauncherName = 'bubblewrap' | 'bubblewrap and filter' | 'landlock' | 'no-new-privileges' | 'plain';

interface Escape {
	readonly layers: readonly string[];
	/** What native code could still do. */
	readonly done: ReadonlySet<string>;
	readonly tried: ReadonlySet<string>;
}

/** Needs a new descriptor, which the kernel refuses by a limit. */
const descriptorActs = [
	...['open', 'create', 'socket-inet', 'socket-unix', 'socketpair', 'pipe', 'dup', 'memfd', 'inotify', 'fanotify'],
	...['epoll', 'userfaultfd', 'perf', 'bpf', 'pidfd', 'io-uring'],
];
const fileChanges = ['truncate', 'rename', 'unlink', 'rmdir', 'symlink', 'link', 'mkdir', 'mkfifo', 'mount'];
const fileMarks = ['chmod', 'utime', 'setxattr'];
const fileLooks = ['stat', 'access', 'readlink', 'statfs', 'chdir'];
const tracing = ['ptrace', 'read-memory', 'write-memory', 'proc-exe'];
const signals = ['signal', 'signal-thread'];
const processSettings = ['read-limits', 'set-limits', 'set-priority', 'set-io-priority', 'set-affinity', 'exists'];
const newProcesses = ['fork', 'thread'];
const all = [
	...[descriptorActs, fileChanges, fileMarks, fileLooks, tracing, signals, processSettings, newProcesses].flat(),
	...['shared-memory', 'user-namespace', 'change-root', 'io-uring-without-descriptor', 'execute'],
];

/** Root may, where that user can read the sources. */
function canRunAs(user: number): boolean {
	if (process.getuid?.() !== 0) return false;
	const args = ['-e', 'require("node:fs").readFileSync(process.argv[1])', program];
	return spawnSync(process.execPath, args, { uid: user, gid: user, env: {}, stdio: 'ignore' }).status === 0;
}

describe.runIf(native !== undefined)('native code in the place of a sandbox process (a C compiler is there)', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'dataflare-escape-'));
		chmodSync(folder, 0o777);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	let turn = 0;
	/** As the one who runs the tests, or as somebody who has no rights. */
	async function escape(name: LauncherName, tool: string, user?: number): Promise<Escape> {
		turn += 1;
		const place = join(folder, String(turn));
		mkdirSync(place);
		chmodSync(place, 0o777);
		const args = ['--no-warnings', program, name, tool, native?.escape ?? '', reaperEntry, place];
		const as = user === undefined ? {} : { uid: user, gid: user };
		const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: {}, ...as });
		const [told] = await Promise.all([text(child.stdout), once(child, 'exit')]);
		const { layers, said } = JSON.parse(told) as { readonly layers: readonly string[]; readonly said: string };
		const lines = said.split('\n').map((line) => line.split(' '));
		const refused = new Set(lines.filter(([, answer]) => answer !== 'done').map(([act = '']) => act));
		const done = new Set(lines.filter(([, answer]) => answer === 'done').map(([act = '']) => act));
		// It writes that it was refused, or is another program by then.
		if (!refused.has('execute')) done.add('execute');
		return { layers, done, tried: new Set([...done, ...all.filter((act) => refused.has(act))]) };
	}

	const users = canRunAs(nobody) ? ([undefined, nobody] as const) : ([undefined] as const);
	const title = (user: number | undefined): string =>
		user !== undefined ? 'somebody without rights' : process.getuid?.() === 0 ? 'root' : 'an ordinary user';

	for (const user of users) {
		const isRoot = user === undefined && process.getuid?.() === 0;
		const rootAlone = (...acts: readonly string[]): readonly string[] => (isRoot ? acts : []);

		it(`has no new descriptors by the kernel's limits alone, and what needs none (${title(user)})`, async () => {
			const { layers, done, tried } = await escape('plain', '-', user);
			expect(tried).toEqual(new Set(all));
			expect(layers).toEqual(expect.arrayContaining(['no-new-descriptors', 'no-file-growth', 'no-core-dumps']));
			expect(descriptorActs.filter((act) => done.has(act))).toEqual([]);
			// What SECURITY.md says is left: were less left, it should say so.
			expect([...done]).toEqual(expect.arrayContaining(['truncate', 'rename', 'unlink', ...signals, 'set-limits']));
			expect(newProcesses.filter((act) => done.has(act))).toEqual(rootAlone(...newProcesses));
		});

		const setpriv = workingSetpriv();
		it.runIf(setpriv !== undefined)(`gains no powers behind setpriv (${title(user)})`, async () => {
			const { layers, done } = await escape('no-new-privileges', setpriv ?? '', user);
			expect(layers).toContain('no-new-privileges');
			expect(descriptorActs.filter((act) => done.has(act))).toEqual([]);
		});

		it.runIf(native !== undefined && hasLandlock(native.setpriv, native.escape))(
			`changes no file, traces and signals no process in a Landlock domain (${title(user)})`,
			async () => {
				const { layers, done } = await escape('landlock', native?.setpriv ?? '', user);
				expect(layers).toContain('no-new-privileges');
				const left = [...fileMarks, ...fileLooks, ...processSettings, 'shared-memory', 'user-namespace'];
				const allowed = new Set([...left, 'io-uring-without-descriptor', ...rootAlone(...newProcesses, 'change-root')]);
				expect([...done].filter((act) => !allowed.has(act))).toEqual([]);
			},
		);

		it.runIf(native !== undefined && hasLandlock(native.setpriv, native.escape))(
			`changes no file and traces no process in the Landlock domain of a setpriv before 2.43 (${title(user)})`,
			async () => {
				const { done } = await escape('landlock', native?.silent ?? '', user);
				expect([...fileChanges, ...tracing, ...descriptorActs, 'execute'].filter((act) => done.has(act))).toEqual([]);
			},
		);

		const bwrap = workingBubblewrap();
		it.runIf(bwrap !== undefined)(
			`sees no file, no network and no process but its own behind bubblewrap (${title(user)})`,
			async () => {
				const { layers, done } = await escape('bubblewrap', bwrap ?? '', user);
				expect(layers).toEqual(
					expect.arrayContaining([
						...['own-file-tree', 'own-network', 'own-processes', 'no-file-changes', 'no-tracing', 'no-signals'],
						...['no-capabilities', 'no-new-privileges', 'no-new-descriptors'],
					]),
				);
				// Of its own tree it may look at the folders that lead to its one file.
				const allowed = new Set(['statfs', 'chdir', 'io-uring-without-descriptor', ...rootAlone(...newProcesses)]);
				expect([...done].filter((act) => !allowed.has(act))).toEqual([]);
			},
		);

		it.runIf(bwrap !== undefined && systemCallFilter() !== null)(
			`can start threads and nothing else behind bubblewrap and a filter of system calls (${title(user)})`,
			async () => {
				const { layers, done, tried } = await escape('bubblewrap and filter', bwrap ?? '', user);
				expect(tried).toEqual(new Set(all));
				expect(layers).toContain('no-needless-system-calls');
				const allowed = new Set(['statfs', 'chdir', ...rootAlone('thread')]);
				expect([...done].filter((act) => !allowed.has(act))).toEqual([]);
			},
		);
	}
});
