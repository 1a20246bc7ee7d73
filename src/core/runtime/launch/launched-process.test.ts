import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { processesNaming } from '../../../../scripts/torture/ground.ts';
import { reaperEntry } from '../../../../test/support/built.ts';
import {
	hasLandlock,
	nativePrograms,
	workingBubblewrap,
	workingSetpriv,
} from '../../../../test/support/guests/native.ts';
import { standalone } from '../../../../test/support/guests/standalone.ts';
import { childrenOf } from '../../../../test/support/values/family.ts';
import { forkAdapter } from '../process/fork-adapter.ts';
import type { OsProcess, ProcessAdapter, ProcessExit } from '../process-adapter.ts';
import { bubblewrap } from './bubblewrap.ts';
import { findLaunchers } from './find-launchers.ts';
import { type Launcher, plainLauncher } from './launcher.ts';
import { neededFiles, neededTrees } from './needed-files.ts';
import { landlock, noNewPrivileges } from './setpriv.ts';
import { systemCallFilter } from './system-call-filter.ts';

const exitOf = (process: OsProcess): Promise<ProcessExit> => new Promise((resolve) => process.onExit(resolve));
const messageOf = (process: OsProcess): Promise<unknown> => new Promise((resolve) => process.onMessage(resolve));

const echo = standalone({
	source: `
	const acts = { exit: () => process.exit(3), abort: () => process.abort(), high: () => process.exit(200) };
	port.onMessage((message) => (acts[message] ?? (() => port.post(message)))());
`,
});

const adapters: ProcessAdapter[] = [];
afterAll(() => Promise.all(adapters.map((adapter) => adapter.dispose?.())));

async function adapterOf(launchers: readonly Launcher[]): Promise<ProcessAdapter> {
	const adapter = forkAdapter({ entry: await echo, reaperEntry, launchers });
	adapters.push(adapter);
	return adapter;
}

const start = (adapter: ProcessAdapter): OsProcess => adapter.spawn({ name: 'test', heapLimitMiB: 32 });

/** Starts nothing that speaks: `tool` with the program as its arguments. */
function broken(tool: string, started: string[] = []): Launcher {
	return {
		name: 'no-new-privileges',
		stays: false,
		launch: ({ execPath, args }) => {
			started.push(tool);
			return { file: tool, args: [execPath, ...args] };
		},
	};
}

async function answers(child: OsProcess): Promise<unknown> {
	const answer = messageOf(child);
	child.post('hello');
	return answer;
}

async function end(child: OsProcess): Promise<ProcessExit> {
	const exit = exitOf(child);
	child.kill();
	return exit;
}

/** Shorter than any timer. ms */
function spin(ms: number): void {
	for (const until = performance.now() + ms; performance.now() < until; );
}

describe.runIf(process.platform !== 'win32')('a launcher that does not work', () => {
	it.each(['/bin/false', '/no/such/tool'])(
		'makes room for the next one, which gets what was posted (%s)',
		async (tool) => {
			const started: string[] = [];
			const adapter = await adapterOf([broken(tool, started), plainLauncher]);
			const child = start(adapter);
			child.lower?.();
			expect(await answers(child)).toBe('hello');
			expect(await answers(child)).toBe('hello');
			expect(await end(child)).toMatchObject({ signal: 'SIGKILL' });
			const next = start(adapter);
			expect(await answers(next)).toBe('hello');
			await end(next);
			// The way that worked is the way from then on.
			expect(started).toEqual([tool]);
		},
	);

	it('is not blamed for a process that was killed before it spoke', async () => {
		const started: string[] = [];
		const waits: Launcher = {
			...plainLauncher,
			launch: ({ execPath }) => ({ file: execPath, args: ['-e', 'setInterval(() => {}, 1000)'] }),
		};
		const adapter = await adapterOf([waits, broken('/bin/true', started)]);
		expect(await end(start(adapter))).toMatchObject({ signal: 'SIGKILL' });
		expect(started).toEqual([]);
	});

	it('is told of where it is the last one', async () => {
		const adapter = await adapterOf([broken('/bin/false'), broken('/bin/false')]);
		expect(await exitOf(start(adapter))).toEqual({ code: 1, signal: null });
	});
});

const bwrap = workingBubblewrap();

describe.runIf(bwrap !== undefined)('behind bubblewrap (which works on this system)', () => {
	const tool = bwrap ?? '';
	const launcher = (): Launcher =>
		bubblewrap({ tool, files: neededFiles(process.execPath) ?? [], strict: true, filter: systemCallFilter() });
	const up = async (): Promise<OsProcess> => {
		const child = start(await adapterOf([launcher()]));
		expect(await answers(child)).toBe('hello');
		return child;
	};
	const isLauncher = (pid: number): boolean => /^Name:\tbwrap$/m.test(statusOf(pid));
	const parentOf = (pid: number | undefined): number => Number(/^PPid:\s*(\d+)$/m.exec(statusOf(pid))?.[1]);
	const statusOf = (pid: number | undefined): string => readFileSync(`/proc/${pid}/status`, 'utf8');

	it('is what this system starts sandboxes with', async () => {
		const found = findLaunchers(process.execPath);
		expect(found[0]?.name).toBe('bubblewrap');
		const child = start(await adapterOf(found));
		expect(await answers(child)).toBe('hello');
		expect(await child.confine?.()).toEqual(
			expect.arrayContaining([
				'own-file-tree',
				'own-network',
				'own-processes',
				'no-file-changes',
				'no-new-descriptors',
			]),
		);
		await end(child);
	});

	it('a process is known by its own pid, and is the first in a world of its own', async () => {
		const child = await up();
		expect(statusOf(child.pid)).toMatch(/^NSpid:\t\d+\t1$/m);
		expect(statusOf(parentOf(child.pid))).toMatch(/^Name:\tbwrap$/m);
		await end(child);
	});

	it.runIf(systemCallFilter() !== null)(
		'a process has none of the kernel’s rings open, which no limit would count',
		async () => {
			const child = await up();
			const open = readdirSync(`/proc/${child.pid}/fd`).map((fd) => readlinkSync(`/proc/${child.pid}/fd/${fd}`));
			expect(open.length).toBeGreaterThan(3);
			expect(open.filter((file) => file.includes('io_uring'))).toEqual([]);
			await end(child);
		},
	);

	it.each([
		['exit', { code: 3, signal: null }],
		// What a code stands for that no signal has.
		['high', { code: 200, signal: null }],
	])('a process that ends by itself ends as it says (%s)', async (act, expected) => {
		const child = await up();
		const exit = exitOf(child);
		child.post(act);
		expect(await exit).toEqual(expected);
	});

	it('a process that aborts is known to have ended by a signal', async () => {
		const child = await up();
		const exit = exitOf(child);
		child.post('abort');
		// The first process of a world cannot abort itself: the kernel ends it for the instruction behind that.
		expect(await exit).toEqual({ code: null, signal: expect.stringMatching(/^SIG(?:ABRT|SEGV|ILL|TRAP|BUS)$/) });
	});

	it('each ends with the other, whoever is killed', async () => {
		for (const whom of ['process', 'launcher'] as const) {
			const child = await up();
			const [pid = 0, launcherPid] = [child.pid, parentOf(child.pid)];
			const exit = exitOf(child);
			process.kill(whom === 'process' ? pid : launcherPid, 'SIGKILL');
			expect(await exit).toEqual({ code: null, signal: 'SIGKILL' });
			await vi.waitFor(() => expect(existsSync(`/proc/${launcherPid}`)).toBe(false), 10_000);
			// Its launcher gone, somebody else has to take it off the list.
			await vi.waitFor(
				() => expect(existsSync(`/proc/${pid}`) && /^State:\t[^Z]/m.test(statusOf(pid))).toBe(false),
				10_000,
			);
		}
	});

	it('a kill ends a process whose launcher stands still, and one that has hardly begun', async () => {
		const child = await up();
		const { pid } = child;
		process.kill(parentOf(pid), 'SIGSTOP');
		expect(await end(child)).toMatchObject({ signal: 'SIGKILL' });
		const before = new Set(childrenOf(process.pid));
		const early = start(await adapterOf([launcher()]));
		expect(await end(early)).toMatchObject({ signal: 'SIGKILL' });
		const [left] = childrenOf(process.pid).filter((each) => !before.has(each) && /bwrap|sandbox/.test(statusOf(each)));
		expect(left).toBeUndefined();
	});

	it('nothing is left of a start that was cut short, at whatever moment', async () => {
		const entry = await standalone({ source: 'port.onMessage((message) => port.post(message));' });
		const adapter = forkAdapter({ entry, reaperEntry, launchers: [launcher()] });
		adapters.push(adapter);
		for (let turn = 0; turn < 60; turn += 1) {
			const before = new Set(childrenOf(process.pid));
			const exit = exitOf(start(adapter));
			const [first] = childrenOf(process.pid).filter((pid) => !before.has(pid) && isLauncher(pid));
			// Dense at the beginning, where a launcher has started something and not told of it.
			if (turn < 45) spin(turn / 15);
			else await pause(turn - 45);
			process.kill(first ?? Number.NaN, 'SIGKILL');
			expect(await exit).toMatchObject({ signal: 'SIGKILL' });
		}
		await vi.waitFor(() => expect(processesNaming(entry)).toEqual([]), 10_000);
	});

	it('that may make no namespaces here, sandboxes start in the next way, and say so', async () => {
		const inner = launcher();
		const forbidden: Launcher = {
			...inner,
			launch: (program) => {
				const { file, args } = inner.launch(program);
				return { file: tool, args: ['--unshare-user', '--disable-userns', '--dev-bind', '/', '/', file, ...args] };
			},
		};
		const setpriv = workingSetpriv();
		const next = setpriv === undefined ? plainLauncher : noNewPrivileges(setpriv);
		const child = start(await adapterOf([forbidden, next, plainLauncher]));
		expect(await answers(child)).toBe('hello');
		const layers = await child.confine?.();
		expect(layers).not.toEqual(expect.arrayContaining(['own-file-tree']));
		expect(layers).not.toEqual(expect.arrayContaining(['no-file-changes']));
		await end(child);
	});
});

const native = nativePrograms();

describe.runIf(native !== undefined && hasLandlock(native.setpriv, native.escape))(
	'in a Landlock domain (which this kernel knows)',
	() => {
		it.each([
			['of a setpriv from 2.43 on', 'setpriv', ['no-file-changes', 'no-tracing', 'no-signals']],
			['of an older setpriv, which passes over what it does not know', 'silent', ['no-file-changes', 'no-tracing']],
		] as const)('%s, Node starts, keeps its pid, and what was tried is told', async (_of, tool, expected) => {
			const launcher = landlock(
				native?.[tool] ?? '',
				neededFiles(process.execPath) ?? neededTrees(process.execPath),
				true,
			);
			const child = start(await adapterOf([launcher]));
			expect(await answers(child)).toBe('hello');
			expect(childrenOf(process.pid)).toContain(child.pid);
			const layers = (await child.confine?.()) ?? [];
			expect(layers.filter((layer) => ['no-file-changes', 'no-tracing', 'no-signals'].includes(layer))).toEqual(
				expected,
			);
			expect(layers).toContain('no-new-privileges');
			await end(child);
		});

		it('that the tool does not know, the next way is used, and nothing is claimed', async () => {
			const old = workingSetpriv();
			const files = neededFiles(process.execPath) ?? neededTrees(process.execPath);
			const child = start(
				await adapterOf([
					landlock('/bin/false', files, true),
					...(old === undefined ? [] : [noNewPrivileges(old)]),
					plainLauncher,
				]),
			);
			expect(await answers(child)).toBe('hello');
			expect(await child.confine?.()).not.toEqual(expect.arrayContaining(['no-file-changes']));
			await end(child);
		});
	},
);
