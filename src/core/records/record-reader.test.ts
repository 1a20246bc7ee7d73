import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Batch, recordAt } from '../../shared/sandbox/batch.ts';
import { type ReadOptions, readFileRecords, readRecords } from './record-reader.ts';

interface Read {
	readonly format: string;
	readonly records: readonly string[];
}

async function read(
	content: string | Uint8Array,
	extension: string,
	options: Partial<ReadOptions> = {},
): Promise<Read> {
	async function* chunks(): AsyncGenerator<Uint8Array> {
		yield Buffer.from(content);
	}
	const signal = new AbortController().signal;
	const all: ReadOptions = { format: 'auto', batch: 10, encoding: 'ndjson', signal, ...options };
	const reader = await readRecords(chunks(), extension, 0, all);
	const records: string[] = [];
	for await (const batch of reader.batches) {
		for (let index = 0; index < batch.ends.length; index++)
			records.push(Buffer.from(recordAt(batch, index)).toString());
	}
	return { format: reader.format, records };
}

describe('reading records', () => {
	it('refuses a JSON document without a value, and takes nothing at all as no records elsewhere', async () => {
		for (const text of ['', ' ', '\n', '\uFEFF', '\uFEFF \n']) {
			await expect(read(text, '.json')).rejects.toMatchObject({
				code: 'invalid_input',
				details: { reason: 'json_empty' },
			});
			await expect(read(text, '', { format: 'json' })).rejects.toMatchObject({ details: { reason: 'json_empty' } });
			for (const extension of ['.ndjson', '.jsonl', '']) {
				expect(await read(text, extension)).toEqual({ format: 'ndjson', records: [] });
			}
		}
	});

	it('passes over one byte order mark in front, in both formats, and over none elsewhere', async () => {
		expect((await read('\uFEFF[{"a":1}]', '.json')).records).toEqual(['{"a":1}']);
		expect((await read('\uFEFF{"a":1}\n', '.ndjson')).records).toEqual(['{"a":1}']);
		for (const [text, extension, column] of [
			['\uFEFF\uFEFF[1]', '.json', 1],
			['[1,\uFEFF2]', '.json', 4],
			['\uFEFF{"a":1}\n\uFEFF2\n', '.ndjson', 1],
		] as const) {
			await expect(read(text, extension)).rejects.toMatchObject({ details: { reason: 'json_unexpected', column } });
		}
	});

	it('says that UTF-16 is UTF-16, with a byte order mark and without', async () => {
		const little = Buffer.from('[{"a":1}]', 'utf16le');
		const big = Buffer.from(little).swap16();
		const marks = [Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff)] as const;
		for (const bytes of [little, big, Buffer.concat([marks[0], little]), Buffer.concat([marks[1], big])]) {
			for (const format of ['json', 'ndjson', 'lines'] as const) {
				await expect(read(bytes, '.x', { format })).rejects.toMatchObject({
					code: 'invalid_input',
					details: { reason: 'utf16' },
				});
			}
			expect((await read(bytes, '.x', { format: 'bytes', encoding: 'bytes' })).records).toHaveLength(1);
		}
	});

	it('names the record that is not UTF-8 inside a string', async () => {
		const bytes = Buffer.from('{"a":"x"}\n{"a":"\xe9"}\n', 'latin1');
		for (const extension of ['.json', '.ndjson']) {
			await expect(read(bytes, extension)).rejects.toMatchObject({ details: { reason: 'not_utf8', record: 2 } });
		}
	});

	it('keeps numbers as they are written', async () => {
		const numbers = ['12345678901234567891', '1e400', '-0', '1.000', '9007199254740993'];
		expect((await read(`[${numbers.join(', ')}]`, '.json')).records).toEqual(numbers);
		expect((await read(numbers.join('\n'), '.ndjson')).records).toEqual(numbers);
	});
});

describe('reading a large file', () => {
	const MEBI = 2 ** 20;
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'dataflare-read-'));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	async function batchesOf(content: string, format: ReadOptions['format']): Promise<readonly Batch[]> {
		const path = join(folder, 'input.ndjson');
		writeFileSync(path, content);
		const encoding = format === 'bytes' ? 'bytes' : 'ndjson';
		const signal = new AbortController().signal;
		const { batches } = await readFileRecords(path, { format, batch: 100_000, encoding, signal });
		const all: Batch[] = [];
		for await (const batch of batches) all.push(batch);
		return all;
	}
	const textsOf = (batches: readonly Batch[]): readonly string[] =>
		batches.flatMap((batch) => Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString()));

	it('gives every line once and in order, wherever the chunks that are read end', async () => {
		const long = (bytes: number) => JSON.stringify('é'.repeat(bytes / 2));
		for (const [name, lines] of [
			['short', Array.from({ length: 60_000 }, (_, index) => `{"id":${index},"text":"${'x'.repeat(index % 90)}"}`)],
			['of half a chunk', Array.from({ length: 7 }, () => long(MEBI / 2))],
			['longer than a chunk', [long(MEBI - 3), long(MEBI * 2.5), '1', long(MEBI - 2), '2', long(MEBI)]],
		] as const) {
			for (const end of ['', '\n']) {
				const found = textsOf(await batchesOf(lines.join('\n') + end, 'ndjson'));
				expect({ name, same: found.length === lines.length && found.every((line, at) => line === lines[at]) }).toEqual({
					name,
					same: true,
				});
			}
		}
	});

	it('hands on the very memory that short lines were read into', async () => {
		const batches = await batchesOf('{"id":1,"text":"some words"}\n'.repeat(200_000), 'ndjson');
		// The first chunk is looked at for a byte order mark before anything is split.
		const buffers = batches.slice(1, -1).map(({ data }) => data.buffer.byteLength);
		expect(buffers.length).toBeGreaterThan(3);
		expect(new Set(buffers)).toEqual(new Set([MEBI]));
	});

	it('cuts bytes that are no lines every mebibyte', async () => {
		const batches = await batchesOf('some words\n'.repeat(250_000), 'bytes');
		expect(batches.slice(0, -1).map(({ data }) => data.length)).toEqual([MEBI, MEBI]);
	});
});
