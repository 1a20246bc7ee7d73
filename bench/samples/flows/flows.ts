/**
 * A real job on a generated CSV file (rows are kept, grouped and written as NDJSON), by a flow, by a chain of plugins and by
 * others, in turns, each in a program of its own; then three plugins in a row against one.
 * Alone: `node bench/samples/flows/flows.ts [MiB] [turns]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../../../scripts/build/ensure-built.ts';
import { median } from '../../measure.ts';
import { report } from '../../report.ts';
import { ndjsonOf, writeRows } from '../rows.ts';
import { answerIn, header, lineOf } from './job.ts';
import type { StageTaken, Taken } from './start.ts';

const MEBI = 2 ** 20;
const TURNS = 3;
/** Of the whole job, seconds; as many times the processor time of what one writes by hand; and of one stage's rate, with three. */
const [MOST_SECONDS, MOST_RATIO, LEAST_RATE] = [6, 1.8, 0.5];

const ways = {
	flow: 'a flow: read-file, row-filter, group-by, write-file',
	chain: 'a chain: csv-source, row-filter, group-by, file-writer',
	'by-hand': 'by hand in plain Node',
	'csv-parse': 'csv-parse in plain Node',
	'duckdb-1': 'DuckDB, one thread',
	'duckdb-2': 'DuckDB, two threads',
} as const;
type Way = keyof typeof ways;

/** `mebibytes`: size of the file; one of 256 MiB has five million rows. */
export async function flowsBench(mebibytes: number, turns = TURNS): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-flows-'));
	try {
		await job(folder, mebibytes, turns);
		await passThroughs(folder, Math.ceil(mebibytes / 4), turns);
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function job(folder: string, mebibytes: number, turns: number): Promise<void> {
	const input = join(folder, 'input.csv');
	const { rows } = await writeRows(input, mebibytes * MEBI, lineOf, header);
	report(`CSV, filter, group by, NDJSON: ${rows.toLocaleString('en')} rows`, `${mebibytes} MiB`);
	const answers = new Map<string, string>();
	const taken = inTurns(Object.keys(ways) as readonly Way[], turns, (way) => {
		const output = join(folder, 'out', `${way}.ndjson`);
		mkdirSync(join(folder, 'out'), { recursive: true });
		const result = inProgram(way, input, output);
		answers.set(way, answerIn(output));
		return result;
	});
	const hand = figuresOf(taken('by-hand'));
	for (const way of Object.keys(ways) as readonly Way[]) {
		const { seconds, processor } = figuresOf(taken(way));
		const isOurs = way === 'flow' || way === 'chain';
		report(
			ways[way],
			`${seconds.toFixed(2)} s`,
			isOurs ? 'at most 6 s' : '',
			isOurs ? seconds <= MOST_SECONDS : undefined,
		);
		report('  processor seconds, with sandboxes', processor.toFixed(2));
		if (way === 'by-hand') continue;
		const ratio = seconds / hand.seconds;
		report(
			'  ratio to the one by hand',
			ratio.toFixed(2),
			isOurs ? 'at most 1.8' : '',
			isOurs ? ratio <= MOST_RATIO : undefined,
		);
		report('  ratio of processor seconds', (processor / hand.processor).toFixed(2));
		for (const stage of lastStages(taken(way)))
			report(`  inside ${stage.name}`, `${(stage.busyMs / 1000).toFixed(2)} s`);
	}
	const isSame = new Set(answers.values()).size === 1;
	report(`answers that differ, of ${answers.size}`, isSame ? '0' : 'some', 'none', isSame);
}

async function passThroughs(folder: string, mebibytes: number, turns: number): Promise<void> {
	const input = join(folder, 'input.ndjson');
	const { rows } = await writeRows(input, mebibytes * MEBI, ndjsonOf);
	const taken = inTurns(['1', '3'] as const, turns, (count) =>
		inProgram(count, input, join(folder, 'out/passed.ndjson')),
	);
	const [one, three] = [figuresOf(taken('1')), figuresOf(taken('3'))];
	const rate = (seconds: number): string => `${(rows / seconds / 1e6).toFixed(2)} M/s`;
	report(`records/s through one pass-through, ${mebibytes} MiB of NDJSON`, rate(one.seconds));
	report('  through three in a row', rate(three.seconds));
	const ratio = one.seconds / three.seconds;
	report('  ratio', ratio.toFixed(2), 'at least 0.5', ratio >= LEAST_RATE);
	report('  ratio of processor seconds', (one.processor / three.processor).toFixed(2));
}

/** They take turns, so that whatever else the machine does meets all of them alike. */
function inTurns<W extends string>(
	all: readonly W[],
	turns: number,
	work: (way: W) => Taken,
): (way: W) => readonly Taken[] {
	const taken = new Map<W, Taken[]>(all.map((way) => [way, []]));
	for (let turn = 0; turn < turns; turn++) for (const way of all) taken.get(way)?.push(work(way));
	return (way) => taken.get(way) ?? [];
}

function inProgram(way: string, input: string, output: string): Taken {
	const start = join(import.meta.dirname, 'start.ts');
	const done = spawnSync(process.execPath, ['--no-warnings', start, way, input, output], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (done.status !== 0) throw new Error(`${way} failed`);
	return JSON.parse(done.stdout) as Taken;
}

function figuresOf(taken: readonly Taken[]): { readonly seconds: number; readonly processor: number } {
	return {
		seconds: median(taken.map(({ seconds }) => seconds)),
		processor: median(taken.map(({ processor }) => processor ?? Number.NaN)),
	};
}

function lastStages(taken: readonly Taken[]): readonly StageTaken[] {
	return taken.at(-1)?.stages.filter(({ busyMs }) => busyMs > 0) ?? [];
}

if (import.meta.main) {
	ensureBuilt();
	await flowsBench(Number(process.argv[2] ?? 256), Number(process.argv[3] ?? TURNS));
}
