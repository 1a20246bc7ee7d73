/** `kill -9` of a program at random moments under load; after each kill its successor must find everything in order. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkAfterKill } from './check.ts';
import { type Ground, prepareGround, processesNaming } from './ground.ts';
import { enter, type Ledger, newLedger } from './ledger.ts';
import { type Random, seeded } from './random.ts';

export interface KillReport {
	readonly kills: number;
	/** Kills that came before the program had opened its data. */
	readonly duringStart: number;
	readonly finishedRuns: number;
	/** From the start of the process until the engine is ready for requests, ms. */
	readonly startMs: readonly number[];
	/** The engine's own part of it, ms. */
	readonly openMs: readonly number[];
	/** Processor time that the start took, which a busy machine does not change much, ms. */
	readonly busyMs: readonly number[];
	/** From the kill until no process of the program was left, ms. */
	readonly goneMs: readonly number[];
	readonly problems: readonly string[];
}

export interface KillOptions {
	readonly kills: number;
	readonly seed: number;
	/** Stops early, ms from now. */
	readonly withinMs?: number | undefined;
	/** The longest that a program works before it is killed, ms. */
	readonly workMs?: number | undefined;
	readonly onKill?: (kills: number) => void;
}

/** A killed program's processes must be gone by then, ms. */
const GONE_WITHIN_MS = 5_000;
const READY_WITHIN_MS = 120_000;
/** One in this many kills comes before the program is ready. */
const START_SHARE = 0.2;

interface Running {
	readonly child: ChildProcess;
	readonly startMs: number;
	readonly openMs: number;
	readonly busyMs: number;
}

export async function killParents(options: KillOptions): Promise<KillReport> {
	const ground = prepareGround();
	const random = seeded(options.seed);
	const ledger = newLedger();
	const report = { kills: 0, duringStart: 0, finishedRuns: 0, problems: [] as string[] };
	const times = { startMs: [] as number[], openMs: [] as number[], busyMs: [] as number[], goneMs: [] as number[] };
	const until = performance.now() + (options.withinMs ?? Number.POSITIVE_INFINITY);
	try {
		for (;;) {
			const running = await start(ground, ledger, random);
			times.startMs.push(running.startMs);
			times.openMs.push(running.openMs);
			times.busyMs.push(running.busyMs);
			report.finishedRuns += ledger.runs.size;
			const found = checkAfterKill(ground, ledger).map((problem) => `after kill ${report.kills}: ${problem}`);
			report.problems.push(...found);
			const enough = report.kills >= options.kills || performance.now() > until || report.problems.length > 20;
			if (!enough) {
				running.child.stdin?.write('go\n');
				await pause(random.int(options.workMs ?? 1_500));
			}
			await kill(running.child, ground, times.goneMs, report.problems);
			if (enough) return { ...report, ...times };
			report.kills += 1;
			options.onKill?.(report.kills);
			if (!random.chance(START_SHARE)) continue;
			const child = launch(ground, ledger, random);
			await pause(random.int(Math.max(50, running.startMs)));
			await kill(child, ground, times.goneMs, report.problems);
			report.kills += 1;
			report.duringStart += 1;
		}
	} finally {
		for (const pid of processesNaming(ground.folder)) process.kill(pid, 'SIGKILL');
		if (report.problems.length === 0) rmSync(ground.folder, { recursive: true, force: true });
	}
}

function launch(ground: Ground, ledger: Ledger, random: Random, onLine?: (line: string) => void): ChildProcess {
	const script = join(import.meta.dirname, 'child.ts');
	const child = spawn(
		process.execPath,
		['--no-warnings', script, JSON.stringify(ground), String(random.int(2 ** 31))],
		{
			stdio: ['pipe', 'pipe', 'inherit'],
		},
	);
	child.stdin.on('error', () => undefined);
	let rest = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			enter(ledger, line);
			onLine?.(line);
		}
	});
	return child;
}

async function start(ground: Ground, ledger: Ledger, random: Random): Promise<Running> {
	const began = performance.now();
	const ready = Promise.withResolvers<readonly number[]>();
	const child = launch(ground, ledger, random, (line) => {
		if (line.startsWith('ready ')) ready.resolve(line.split(' ').slice(1).map(Number));
	});
	child.once('exit', () => ready.reject(new Error('the program ended at its start')));
	const late = setTimeout(() => ready.reject(new Error('the program did not start')), READY_WITHIN_MS);
	try {
		const [openMs = Number.NaN, busyMs = Number.NaN] = await ready.promise;
		return { child, startMs: performance.now() - began, openMs, busyMs };
	} finally {
		clearTimeout(late);
	}
}

async function kill(child: ChildProcess, ground: Ground, goneMs: number[], problems: string[]): Promise<void> {
	const closed = once(child, 'close');
	const began = performance.now();
	child.kill('SIGKILL');
	// What it had written to the pipe is read to the end.
	await closed;
	while (processesNaming(ground.folder).length > 0) {
		if (performance.now() - began > GONE_WITHIN_MS) {
			problems.push(`processes outlived their program: ${processesNaming(ground.folder).join(', ')}`);
			return;
		}
		await pause(2);
	}
	goneMs.push(performance.now() - began);
}
