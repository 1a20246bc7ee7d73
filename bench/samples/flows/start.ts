/**
 * Does the job once, in a program of its own, in the way that its first argument names, and prints what it took as a line of
 * JSON. Under `node --cpu-prof` it tells where the time goes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import type { Files } from '../tasks.ts';
import { byHand, csvParse, duckDb } from './others.ts';
import { asChain, asFlow, asPassThroughs, engineIn } from './ours.ts';
import { processorSeconds } from './processor-time.ts';

/** What one turn took. */
export interface Taken {
	readonly seconds: number;
	/** Of the program and of its sandboxes; NaN (null in JSON): not known. */
	readonly processor: number | null;
	readonly stages: readonly StageTaken[];
}

export interface StageTaken {
	readonly name: string;
	readonly busyMs: number;
	readonly recordsIn: number;
}

const own = { flow: asFlow, chain: asChain } as const;
const others = {
	'by-hand': byHand,
	'csv-parse': csvParse,
	'duckdb-1': (files: Files) => duckDb(files, 1),
	'duckdb-2': (files: Files) => duckDb(files, 2),
} as const;

const isKey = <T extends object>(all: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(all, key);

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
	const start = performance.now();
	const result = await work();
	return { seconds: (performance.now() - start) / 1000, result };
}

async function take(who: string, files: Files): Promise<Taken> {
	if (isKey(others, who)) {
		const before = processorSeconds();
		const { seconds } = await timed(() => others[who](files));
		return { seconds, processor: processorSeconds() - before, stages: [] };
	}
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-flow-'));
	try {
		const core = await engineIn(folder, files);
		const before = processorSeconds();
		const { seconds, result } = await timed(() =>
			isKey(own, who) ? own[who](core, files) : asPassThroughs(core, files, Number(who)),
		);
		// Sandboxes count once they have ended.
		await core.close();
		return { seconds, processor: processorSeconds() - before, stages: stagesOf(result) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function stagesOf({ stages }: RunDetail): readonly StageTaken[] {
	return stages.map(({ component, builtIn, plugin, busyMs, recordsIn }) => ({
		name: component ?? builtIn ?? plugin,
		busyMs,
		recordsIn,
	}));
}

const [who = '', input = '', output = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await take(who, { input, output }))}\n`);
