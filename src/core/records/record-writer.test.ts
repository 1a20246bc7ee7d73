import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchOf } from '../../shared/sandbox/batch.ts';
import { writeFileRecords, writeStreamRecords } from './record-writer.ts';

const { signal } = new AbortController();
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-writer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const batch = (...records: readonly unknown[]) => batchOf(records.map((record) => Buffer.from(JSON.stringify(record))));

describe('writing records to a file', () => {
	it('writes one record a line', async () => {
		const path = join(folder, 'out.ndjson');
		const writer = await writeFileRecords(path, signal);
		await writer.write(batch({ a: 1 }, { a: 2 }));
		const whole = batch({ a: 3 });
		await writer.write({ ...whole, data: whole.data.subarray(0, whole.ends[0]) });
		await writer.write(batch({ a: 4 }));
		await writer.commit();
		expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"a":2}\n{"a":3}\n{"a":4}\n');
	});

	it('writes one valid JSON array where the name ends in .json, also for no records', async () => {
		const path = join(folder, 'out.json');
		const writer = await writeFileRecords(path, signal);
		await writer.write(batch({ a: 1 }));
		await writer.write(batch('x', null));
		await writer.commit();
		expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([{ a: 1 }, 'x', null]);
		const empty = await writeFileRecords(path, signal);
		await empty.commit();
		expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([]);
	});

	it('leaves the old file whole and nothing beside it when the run is abandoned', async () => {
		const path = join(folder, 'out.ndjson');
		writeFileSync(path, 'before');
		const writer = await writeFileRecords(path, signal);
		await writer.write(batch({ a: 1 }));
		await writer.abandon();
		await writer.abandon();
		expect(readFileSync(path, 'utf8')).toBe('before');
		expect(readdirSync(folder)).toEqual(['out.ndjson']);
	});

	it('shows nothing under the final name before it is complete', async () => {
		const path = join(folder, 'out.ndjson');
		const writer = await writeFileRecords(path, signal);
		await writer.write(batch({ a: 1 }));
		expect(readdirSync(folder)).not.toContain('out.ndjson');
		await writer.commit();
		expect(readdirSync(folder)).toEqual(['out.ndjson']);
	});

	it('says what is wrong with a folder that does not exist, and with a folder as a name', async () => {
		await expect(writeFileRecords(join(folder, 'no/out.ndjson'), signal)).rejects.toMatchObject({ code: 'not_found' });
		await expect(writeFileRecords(folder, signal)).rejects.toMatchObject({ code: 'invalid_input' });
	});

	it('explains a full disk and leaves the error readable', async () => {
		const writer = await writeFileRecords('/dev/full', signal);
		await expect(writer.write(batch({ a: 1 }))).rejects.toMatchObject({
			code: 'storage',
			message: expect.stringContaining('disk is full'),
		});
		await writer.abandon();
	});
});

describe('writing records to a stream', () => {
	it('waits where the reader is slow and goes on when it reads', async () => {
		const stream = new PassThrough({ highWaterMark: 8 });
		const writer = writeStreamRecords(stream);
		let written = false;
		const writing = writer.write(batch({ long: 'x'.repeat(100) })).then(() => {
			written = true;
		});
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(written).toBe(false);
		stream.resume();
		await writing;
		expect(written).toBe(true);
	});

	it('ends with cancelled when nobody reads any more', async () => {
		const stream = new PassThrough();
		stream.destroy();
		await expect(writeStreamRecords(stream).write(batch(1))).rejects.toMatchObject({ code: 'cancelled' });
	});
});
