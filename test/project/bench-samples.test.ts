import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvParse, duckDb } from '../../bench/samples/libraries.ts';
import { ourSamples, type Samples } from '../../bench/samples/ours.ts';
import { plainNode } from '../../bench/samples/plain-node.ts';
import { columns, csvOf, ndjsonOf, writeRows } from '../../bench/samples/rows.ts';
import { type Files, inRust, outputOf, type SampleName, tasks } from '../../bench/samples/tasks.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();
const csv = join(scratch.path, 'input.csv');
const ndjson = join(scratch.path, 'input.ndjson');
let ours: Samples;
let duck: Awaited<ReturnType<typeof duckDb>>;
let rows = 0;

beforeAll(async () => {
	const written = await writeRows(csv, 200_000, csvOf, `${columns.join(',')}\n`);
	({ rows } = written);
	expect(written.bytes).toBeGreaterThanOrEqual(200_000);
	await writeRows(ndjson, 200_000, ndjsonOf);
	[ours, duck] = await Promise.all([ourSamples(scratch.path), duckDb()]);
});
afterAll(async () => {
	duck.close();
	await ours.close();
});

const filesOf = (sample: SampleName): Files => ({
	input: sample === 'csv-source' ? csv : ndjson,
	output: join(scratch.path, 'out', outputOf(sample)),
});

/** What the work wrote, as values in an order of their own: how it is laid out differs, and so do a mean's last digits. */
async function resultOf(sample: SampleName, work: (files: Files) => Promise<void>): Promise<readonly string[]> {
	const files = filesOf(sample);
	await work(files);
	const lines = readFileSync(files.output, 'utf8').trim().split('\n');
	if (sample === 'file-writer') return lines;
	return lines
		.map((line) => JSON.stringify(JSON.parse(line, rounded), [...columns, 'flights', 'mean', 'longest']))
		.sort();
}

const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toFixed(6)) : value);

describe('what the samples are measured beside', () => {
	it.each(Object.keys(tasks) as readonly SampleName[])('does what %s does, to the same rows', async (sample) => {
		const expected = await resultOf(sample, (files) => ours.run(sample, files));
		expect(expected.length).toBeGreaterThan(10);
		if (sample === 'csv-source') expect(expected).toHaveLength(rows);
		expect(await resultOf(sample, (files) => plainNode(sample, files))).toEqual(expected);
		expect(await resultOf(sample, (files) => duck.run(sample, files))).toEqual(expected);
		if (sample === 'csv-source') expect(await resultOf(sample, csvParse)).toEqual(expected);
	});

	it.each(Object.keys(inRust) as readonly (keyof typeof inRust)[])('%s gives the same in Rust', async (sample) => {
		const files = filesOf(sample === 'csv-source' ? sample : 'row-filter');
		const outputs = [];
		for (const language of ['AssemblyScript', 'Rust'] as const) {
			await ours.runTwin(sample, language, files);
			outputs.push(readFileSync(files.output, 'utf8'));
		}
		expect(outputs[0]?.length).toBeGreaterThan(1000);
		expect(outputs[1]).toBe(outputs[0]);
	});
});
