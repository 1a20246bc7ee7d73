/** MB/s of the samples on a generated file, as ratios to the same work done by others within one run. Alone: `node bench/samples.ts [MiB]`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../scripts/build/ensure-built.ts';
import { median } from './measure.ts';
import { report } from './report.ts';
import { csvParse, duckDb } from './samples/libraries.ts';
import { ourSamples } from './samples/ours.ts';
import { plainNode } from './samples/plain-node.ts';
import { columns, csvOf, ndjsonOf, writeRows } from './samples/rows.ts';
import { type Files, inRust, isCsv, outputOf, type SampleName, tasks } from './samples/tasks.ts';

const TURNS = 3;
const MEBI = 2 ** 20;

/** Prints a few lines for each sample. `mebibytes`: size of the file that each of them reads. */
export async function samplesBench(mebibytes: number): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));
	const ours = await ourSamples(folder);
	const duck = await duckDb();
	try {
		const csv = join(folder, 'input.csv');
		const ndjson = join(folder, 'input.ndjson');
		const header = `${columns.join(',')}\n`;
		const sizes = {
			[csv]: (await writeRows(csv, mebibytes * MEBI, csvOf, header)).bytes,
			[ndjson]: (await writeRows(ndjson, mebibytes * MEBI, ndjsonOf)).bytes,
		};
		for (const sample of Object.keys(tasks) as readonly SampleName[]) {
			const input = isCsv(sample) ? csv : ndjson;
			const files = { input, output: join(folder, 'out', outputOf(sample)) };
			mkdirSync(join(folder, 'out'), { recursive: true });
			const others: [string, () => Promise<void>][] = [
				['a split by hand in plain Node', () => plainNode(sample, files)],
				['DuckDB', () => duck.run(sample, files)],
			];
			if (sample === 'csv-source') others.unshift(['csv-parse', () => csvParse(files)]);
			const works = [() => ours.run(sample, files), ...others.map(([, work]) => work)];
			const [own = Number.NaN, ...theirs] = (await secondsOf(works, files)).map(
				(seconds) => (sizes[input] ?? Number.NaN) / 1e6 / seconds,
			);
			report(`${sample}, ${mebibytes} MiB, ${tasks[sample].does}`, `${own.toFixed(0)} MB/s`);
			for (const [index, [name]] of others.entries()) {
				const rate = theirs[index] ?? Number.NaN;
				report(`  ratio to ${name} (${rate.toFixed(0)} MB/s)`, (own / rate).toFixed(2));
			}
		}
		for (const sample of Object.keys(inRust) as readonly (keyof typeof inRust)[]) {
			const files = { input: isCsv(sample) ? csv : ndjson, output: join(folder, 'out', 'output.ndjson') };
			const works = (['Rust', 'AssemblyScript'] as const).map((each) => () => ours.runTwin(sample, each, files));
			const [rust = Number.NaN, assemblyScript = Number.NaN] = await secondsOf(works, files);
			const rate = (sizes[files.input] ?? Number.NaN) / 1e6 / rust;
			report(`${sample} in Rust, ${inRust[sample].does}`, `${rate.toFixed(0)} MB/s`);
			report('  ratio to the same in AssemblyScript', (assemblyScript / rust).toFixed(2));
		}
	} finally {
		duck.close();
		await ours.close();
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** The median time of each. They take turns, so that whatever else the machine does meets all of them alike. */
async function secondsOf(works: readonly (() => Promise<void>)[], { output }: Files): Promise<readonly number[]> {
	const times = works.map((): number[] => []);
	for (let turn = 0; turn < TURNS; turn++) {
		for (const [index, work] of works.entries()) {
			const start = performance.now();
			await work();
			times[index]?.push((performance.now() - start) / 1000);
			rmSync(output);
		}
	}
	return times.map(median);
}

if (import.meta.main) {
	ensureBuilt();
	await samplesBench(Number(process.argv[2] ?? 256));
}
