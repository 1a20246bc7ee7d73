import { describe, expect, it } from 'vitest';
import { recordAt } from '../../shared/batch.ts';
import { type ReadOptions, readRecords } from './record-reader.ts';

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
