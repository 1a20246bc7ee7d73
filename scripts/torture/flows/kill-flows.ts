/** `kill -9` of a program that runs a flow, at random moments and again and again, until the flow ends: its outputs must be byte for byte those of a run that nobody disturbed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processesNaming } from '../ground.ts';
import { type Random, seeded } from '../random.ts';
import { type FlowGround, OUTPUTS, prepareFlowGround } from './ground.ts';

export interface FlowKillReport {
	readonly kills: number;
	/** Runs that came to their end through kills. */
	readonly runs: number;
	/** Programs that went on behind a checkpoint, and not from the beginning. */
	readonly wentOn: number;
	readonly problems: readonly string[];
}

export interface FlowKillOptions {
	readonly kills: number;
	readonly seed: number;
	readonly rows: number;
	readonly checkpointMs: number;
	/** What has nothing to do for so long has no sandbox, ms. */
	readonly restMs: number;
	/** Stops early, ms from now. */
	readonly withinMs?: number | undefined;
	readonly onKill?: (kills: number) => void;
}

interface Done {
	readonly setAside: number;
	readonly setAsideInAll: number;
	readonly stages: readonly (readonly number[])[];
	readonly edges: readonly (readonly number[])[];
}

/** A run through so many kills must have come to its end. */
const MOST_KILLS_OF_ONE = 200;
/** Kills of one run after which they come half as often: the machine is slower than it was for the undisturbed run. */
const PATIENCE = 40;

export async function killFlows(options: FlowKillOptions): Promise<FlowKillReport> {
	const ground = prepareFlowGround(options.rows, options.checkpointMs, options.restMs);
	const random = seeded(options.seed);
	const report = { kills: 0, runs: 0, wentOn: 0, problems: [] as string[] };
	const until = performance.now() + (options.withinMs ?? Number.POSITIVE_INFINITY);
	try {
		const first = launch(ground, 0);
		await first.ready;
		const began = performance.now();
		const undisturbed = await first.ended;
		if (undisturbed.done === null) return { ...report, problems: [`the undisturbed run: ${undisturbed.problem}`] };
		// The moments of the kills lie within the run, and some behind its end.
		const longest = (performance.now() - began) * 1.1;
		const expected = hashes(ground);
		while (report.kills < options.kills && performance.now() < until && report.problems.length === 0) {
			for (const name of OUTPUTS) rmSync(join(ground.output, name), { force: true });
			const done = await throughKills(ground, random, longest, report, options);
			if (done === null) break;
			report.runs++;
			report.problems.push(...differences(ground, expected, undisturbed.done, done, report.runs));
		}
		return report;
	} finally {
		for (const pid of processesNaming(ground.folder)) process.kill(pid, 'SIGKILL');
		if (report.problems.length === 0) rmSync(ground.folder, { recursive: true, force: true });
	}
}

async function throughKills(
	ground: FlowGround,
	random: Random,
	longest: number,
	report: { kills: number; wentOn: number; problems: string[] },
	{ onKill }: FlowKillOptions,
): Promise<Done | null> {
	const since = Date.now();
	for (let attempt = 0; attempt < MOST_KILLS_OF_ONE; attempt++) {
		const running = launch(ground, since);
		const ready = await running.ready;
		if (ready !== null && ready.checkpointAt !== null) report.wentOn++;
		const ended = await Promise.race([
			running.ended,
			pause(random.int(longest * 2 ** Math.floor(attempt / PATIENCE)), null),
		]);
		if (ended !== null) {
			if (ended.done !== null) return ended.done;
			report.problems.push(ended.problem);
			return null;
		}
		running.child.kill('SIGKILL');
		await running.ended;
		report.kills++;
		onKill?.(report.kills);
	}
	report.problems.push(`a run did not come to its end through ${MOST_KILLS_OF_ONE} kills`);
	return null;
}

function launch(
	ground: FlowGround,
	since: number,
): {
	readonly child: ChildProcess;
	/** Null: it ended before. */
	readonly ready: Promise<{ readonly checkpointAt: number | null } | null>;
	readonly ended: Promise<{ readonly done: Done | null; readonly problem: string }>;
} {
	const script = join(import.meta.dirname, 'child.ts');
	const args = ['--no-warnings', script, JSON.stringify(ground), String(since)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
	const ready = Promise.withResolvers<{ readonly checkpointAt: number | null } | null>();
	let [said, complained] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		said += text;
		const line = said.split('\n').find((each) => each.startsWith('ready '));
		if (line !== undefined && said.includes('\n')) ready.resolve(JSON.parse(line.slice(6)) as { checkpointAt: number });
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		complained += text;
	});
	const ended = once(child, 'close').then(([code]) => {
		ready.resolve(null);
		const done = said.split('\n').find((each) => each.startsWith('done '));
		const problem = said.split('\n').find((each) => each.startsWith('problem ')) ?? complained.trim();
		if (code === 0 && done !== undefined) return { done: JSON.parse(done.slice(5)) as Done, problem: '' };
		return { done: null, problem: `it ended with ${String(code)}: ${problem}` };
	});
	return { child, ready: ready.promise, ended };
}

function hashes(ground: FlowGround): ReadonlyMap<string, string> {
	return new Map(OUTPUTS.map((name) => [name, hashOf(join(ground.output, name))]));
}

function hashOf(path: string): string {
	return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'is not there';
}

function differences(
	ground: FlowGround,
	expected: ReadonlyMap<string, string>,
	undisturbed: Done,
	done: Done,
	run: number,
): readonly string[] {
	const found: string[] = [];
	for (const [name, hash] of hashes(ground)) {
		if (hash !== expected.get(name)) found.push(`run ${run}: ${name} is another than that of an undisturbed run`);
	}
	for (const name of readdirSync(ground.output)) {
		if (name.endsWith('.part') || name.endsWith('.tmp')) found.push(`run ${run}: ${name} was left`);
	}
	const states = readdirSync(ground.dataDir, { recursive: true }).filter((name) => String(name).endsWith('.state'));
	for (const name of states) found.push(`run ${run}: ${String(name)} was left`);
	for (const key of ['stages', 'edges'] as const) {
		const [is, was] = [JSON.stringify(done[key]), JSON.stringify(undisturbed[key])];
		if (is !== was) found.push(`run ${run}: its ${key} counted ${is}, an undisturbed run's ${was}`);
	}
	// Each run's are kept: those that were set aside twice, or lost, show in the sum.
	const inAll = undisturbed.setAside * (run + 1);
	if (done.setAsideInAll !== inAll) found.push(`run ${run}: ${done.setAsideInAll} records are set aside, not ${inAll}`);
	return found;
}
