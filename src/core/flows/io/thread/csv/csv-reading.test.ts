import { closeSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourcesDir } from '../../../../../../test/support/built.ts';
import { Guest, GuestFailure, samplePlugin, vegaFile } from '../../../../../../test/support/guests/guest-harness.ts';
import { scratchFolder } from '../../../../../../test/support/scratch/scratch.ts';
import { toDataFlareError } from '../../../../../shared/errors/errors.ts';
import { type ReadFileConfig, readFileConfigSchema } from '../../../../../shared/flow/flow-file.ts';
import { recordAt } from '../../../../../shared/sandbox/batch.ts';
import type { FileFormat, ReadFrom } from '../messages.ts';
import { RecordReading } from '../read-records.ts';

const scratch = scratchFolder();
const csvModule = join(resourcesDir, 'plugins/csv-source/csv-source.wasm');
let files = 0;

type Settings = Partial<Pick<ReadFileConfig, 'delimiter' | 'header' | 'types' | 'format'>>;
type At = Omit<ReadFrom, 'format' | 'isGzip'>;

interface Read {
	readonly text: string;
	readonly sizes: readonly number[];
	readonly places: readonly At[];
	readonly problem: string | null;
}

/** As a flow reads a file, batch by batch. */
async function readFile(path: string, settings: Settings, batch: number, from?: ReadFrom): Promise<Read> {
	const fd = openSync(path, 'r');
	const all: Buffer[] = [];
	const sizes: number[] = [];
	const places: At[] = [];
	const config = readFileConfigSchema.parse({ path, format: 'csv', ...settings });
	try {
		const start = { fd, size: 0, path, config, batchRecords: batch, batchBytes: 4096, from: from ?? null, csvModule };
		const reading = await RecordReading.open({ work: 'read', ...start }, () => undefined);
		for (let found = await reading.next(); found.is === 'batch'; found = await reading.next()) {
			const { data, ends, gap, at } = found;
			all.push(Buffer.from(data));
			sizes.push(ends.length);
			places.push(structuredClone(at));
			const last = recordAt({ data, ends, gap }, ends.length - 1);
			expect(JSON.parse(Buffer.from(last).toString())).toBeTypeOf('object');
		}
		return { text: Buffer.concat(all).toString(), sizes, places, problem: null };
	} catch (error) {
		const { details } = toDataFlareError(error);
		return { text: Buffer.concat(all).toString(), sizes, places, problem: String(details['how']) };
	} finally {
		closeSync(fd);
	}
}

/** As csv-source reads it by itself. */
function readByPlugin(
	path: string,
	{ delimiter = 'auto', header = true, types = true }: Settings,
): Omit<Read, 'sizes' | 'places'> {
	let text = '';
	try {
		const config = { path, delimiter, header, infer: types, max_record_bytes: 16 * 1024 * 1024 };
		const guest = Guest.start(samplePlugin('csv-source'), { config });
		for (let found = guest.call('read_data'); found.status !== 0; found = guest.call('read_data')) text += found.text;
		return { text, problem: null };
	} catch (error) {
		if (!(error instanceof GuestFailure)) throw error;
		return { text, problem: error.message };
	}
}

async function agree(content: string | Uint8Array, settings: Settings, batch: number): Promise<void> {
	const path = join(scratch.path, `${++files % 8}.csv`);
	writeFileSync(path, content);
	const { text, problem } = await readFile(path, settings, batch);
	expect({ text, problem }).toEqual(readByPlugin(path, settings));
}

const cell = fc.oneof(
	fc.constantFrom(
		'',
		'1',
		'-0.5',
		'007',
		'12E5',
		'1.5e3',
		'true',
		'FALSE',
		'12345678901234567',
		' x ',
		'48,85',
		'é',
		'😀',
		'"',
	),
	fc.string({ maxLength: 6 }),
	fc.string({ maxLength: 6 }).map((text) => `"${text.replaceAll('"', '""')}"`),
);
const table = fc
	.tuple(
		fc.constantFrom(',', ';', '\t', '|'),
		fc.constantFrom('\n', '\r\n', '\r'),
		fc.constantFrom('', '\uFEFF', 'sep=;\n', 'A title\n\n'),
		fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
	)
	.map(([delimiter, end, start, rows]) => start + rows.map((row) => row.join(delimiter)).join(end));
const settings: fc.Arbitrary<Settings> = fc.record(
	{ delimiter: fc.constantFrom(',', ';', '\t'), header: fc.boolean(), types: fc.boolean() },
	{ requiredKeys: [] },
);

describe('reading CSV in a flow', () => {
	it('gives byte for byte what csv-source gives, and stops where it stops', async () => {
		await fc.assert(
			fc.asyncProperty(table, settings, fc.integer({ min: 1, max: 5 }), (text, chosen, batch) =>
				agree(text, chosen, batch),
			),
			{ numRuns: 300 },
		);
	});

	it('is as strict about bytes that are no UTF-8, UTF-16 and quotes that are never closed', async () => {
		for (const content of [
			Buffer.from('a,b\n1,ok\n2,caf\xe9\n', 'latin1'),
			Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'),
			'a,b\n1,"never closed\n2,x\n',
			'',
			'\n\n',
		]) {
			await agree(content, {}, 1);
		}
	});

	it('reads the tables of vega-datasets as csv-source does, compressed as well', async () => {
		const names = readdirSync(vegaFile('.')).filter((name) => name.endsWith('.csv'));
		expect(names.length).toBeGreaterThan(15);
		for (const name of names) {
			const byPlugin = readByPlugin(vegaFile(name), {});
			const found = await readFile(vegaFile(name), {}, 1000);
			expect(found.problem).toBe(byPlugin.problem);
			expect(found.text === byPlugin.text, name).toBe(true);
		}
		const path = join(scratch.path, 'weather.csv.gz');
		const weather = vegaFile('seattle-weather.csv');
		writeFileSync(path, gzipSync(readFileSync(weather)));
		expect((await readFile(path, { format: 'auto' }, 100)).text).toBe(readByPlugin(weather, {}).text);
	});

	it('goes on behind any batch as if nothing had been', async () => {
		await fc.assert(
			fc.asyncProperty(table, settings, fc.integer({ min: 1, max: 5 }), async (text, chosen, batch) => {
				const path = join(scratch.path, `${++files % 8}.csv`);
				writeFileSync(path, text);
				const whole = await readFile(path, chosen, batch);
				for (const [index, place] of whole.places.entries()) {
					const from: ReadFrom = { format: 'csv' satisfies FileFormat, isGzip: false, ...place };
					const rest = await readFile(path, chosen, batch, from);
					expect(rest.problem).toBe(whole.problem);
					expect(rest.sizes).toEqual(whole.sizes.slice(index + 1));
					expect(whole.text.endsWith(rest.text)).toBe(true);
					expect(rest.text.split('\n').length - 1).toBe(rest.sizes.reduce((sum, size) => sum + size, 0));
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('goes on far behind the beginning, in compressed data as well, with the types that were decided there', async () => {
		// A code in row 70 makes text of the whole numbers of its column from there on.
		const rows = Array.from({ length: 90 }, (_, id) => `${id},"row ${id}",${id === 70 ? '007' : id}`);
		const text = `id,name,code\n${rows.join('\n')}\n`;
		for (const [name, content] of [
			['long.csv', Buffer.from(text)],
			['long.csv.gz', gzipSync(text)],
		] as const) {
			const path = join(scratch.path, name);
			writeFileSync(path, content);
			const whole = await readFile(path, {}, 2);
			expect(whole.sizes.length).toBe(45);
			expect(whole.text).toBe(readByPlugin(scratch.put('plain.csv', text), {}).text);
			for (const [index, place] of whole.places.entries()) {
				const rest = await readFile(path, {}, 2, { format: 'csv', isGzip: name.endsWith('.gz'), ...place });
				expect(rest.sizes.length).toBe(44 - index);
				expect(whole.text.endsWith(rest.text)).toBe(true);
			}
		}
	});
});
