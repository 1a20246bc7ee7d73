import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeFlowFile } from '../../../../test/support/flows/flow-files.ts';
import { Guest, samplePlugin } from '../../../../test/support/guests/guest-harness.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { batchOf } from '../../../shared/sandbox/batch.ts';
import type { FlowWriter, Position } from './flow-io.ts';

const scratch = scratchFolder();

const write = (name: string, from?: Position): Promise<FlowWriter> =>
	writeFlowFile(join(scratch.path, name), {}, { from });

/** As a flow writes it, suspended and opened again behind the records at `stops`. */
async function written(name: string, batches: readonly string[], stops: readonly number[]): Promise<string> {
	let writer = await write(name);
	for (const [index, lines] of batches.entries()) {
		if (stops.includes(index)) {
			const place = structuredClone(await writer.position());
			await writer.write(batchOf([Buffer.from('{"none":"of this stays"}')])).catch(() => undefined);
			await writer.suspend();
			writer = await write(name, place);
		}
		await writer.write(
			batchOf(
				lines
					.split('\n')
					.slice(0, -1)
					.map((line) => Buffer.from(line)),
			),
		);
	}
	await writer.commit();
	const bytes = readFileSync(join(scratch.path, name));
	return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

/** As file-writer writes it by itself. */
function writtenByPlugin(name: string, batches: readonly string[]): string {
	const path = join(scratch.path, `plugin-${name}`);
	const guest = Guest.start(samplePlugin('file-writer'), { config: { path } });
	for (const lines of batches) guest.call('write_data', lines);
	guest.call('plugin_cleanup');
	return readFileSync(path, 'utf8');
}

const field = fc.oneof(
	fc.string({ maxLength: 8 }),
	fc.constantFrom('007', '=1+1', 'true', 'a;b', ' x', '"', '48,85', 'é\n'),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.boolean(),
	fc.constant(null),
	fc.array(fc.integer(), { maxLength: 2 }),
);
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c d', 'e.f'), field);
const ndjson = (records: readonly unknown[]): string => records.map((each) => `${JSON.stringify(each)}\n`).join('');

describe('writing CSV in a flow', () => {
	it('gives byte for byte what file-writer gives, wherever it was suspended', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('out.csv', 'out.tsv'),
				fc.array(fc.array(record, { minLength: 1, maxLength: 6 }).map(ndjson), { minLength: 1, maxLength: 6 }),
				fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 2 }),
				async (name, batches, stops) => {
					expect(await written(name, batches, stops)).toBe(writtenByPlugin(name, batches));
				},
			),
			{ numRuns: 40 },
		);
		expect(readdirSync(scratch.path).filter((name) => name.endsWith('.part'))).toEqual([]);
	});

	it('does so behind the records that decide about its columns, compressed as well', async () => {
		// Seven mebibytes: the columns are settled after two of them.
		const batches = Array.from({ length: 70 }, (_, part) =>
			ndjson(
				Array.from({ length: 1000 }, (_, index) => ({
					id: part * 1000 + index,
					[index % 7 === 0 ? 'odd' : 'even']: `text, ${index}`,
					...(part < 9 ? { [`early${part}`]: true } : {}),
					text: 'x'.repeat((part * 31 + index) % 90),
				})),
			),
		);
		const wanted = writtenByPlugin('large.csv', batches);
		for (const stops of [[], [3], [25, 26], [40, 60]]) {
			expect((await written('large.csv', batches, stops)) === wanted, String(stops)).toBe(true);
			expect((await written('large.csv.gz', batches, stops)) === wanted, String(stops)).toBe(true);
		}
		const compressed = readFileSync(join(scratch.path, 'large.csv.gz'));
		await written('large.csv.gz', batches, []);
		expect(compressed.equals(readFileSync(join(scratch.path, 'large.csv.gz')))).toBe(true);
	});

	it('guards what spreadsheets would run where it is told to', async () => {
		const path = join(scratch.path, 'guarded.csv');
		const records = batchOf([Buffer.from('{"a":"=1+1","b":"-5.50"}')]);
		for (const [guard, wanted] of [
			[undefined, 'a,b\n=1+1,"-5.50"\n'],
			[true, `a,b\n"'=1+1","-5.50"\n`],
		] as const) {
			const writer = await writeFlowFile(path, guard === undefined ? {} : { guard_formulas: guard });
			await writer.write(records);
			await writer.commit();
			expect(readFileSync(path, 'utf8')).toBe(wanted);
		}
	});

	it('names the record that cannot be written, by its number in all that was written', async () => {
		const lines = ndjson(Array.from({ length: 40_000 }, (_, id) => ({ id, text: 'x'.repeat(90) })));
		const all = batchOf(
			lines
				.split('\n')
				.slice(0, -1)
				.map((line) => Buffer.from(line)),
		);
		const late = batchOf([Buffer.from('{"id":1,"late":2}')]);
		const first = await write('named.csv');
		await first.write(all);
		await first.write(batchOf([Buffer.from('{"id":1}')]));
		const place = await first.position();
		await expect(first.write(late)).rejects.toMatchObject({
			code: 'invalid_input',
			details: { reason: 'csv_unwritable', how: expect.stringContaining('record 40002 has the field "late"') },
		});
		await first.suspend();
		const second = await write('named.csv', place);
		await expect(second.write(late)).rejects.toMatchObject({
			details: { how: expect.stringContaining('record 40002 has the field "late"') },
		});
		await second.abandon();
		const third = await write('named.csv');
		await expect(third.write(batchOf([Buffer.from('7')]))).rejects.toMatchObject({
			details: { how: expect.stringContaining('record 1 is not an object') },
		});
		await third.abandon();
		const fourth = await write('named.csv');
		await expect(fourth.write(batchOf([Buffer.from('x')], 0))).rejects.toMatchObject({
			details: { reason: 'flow_bytes_in_json' },
		});
		await fourth.abandon();
	});
});
