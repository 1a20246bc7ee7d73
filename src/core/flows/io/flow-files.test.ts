import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { freshPaths, readFlowFile, writeFlowFile } from '../../../../test/support/flows/flow-files.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { type Batch, batchOf, recordAt } from '../../../shared/sandbox/batch.ts';
import type { FlowReader, FlowWriter, Position } from './flow-io.ts';
import { removePart } from './part-file.ts';

const scratch = scratchFolder();
const fresh = freshPaths(scratch.path);

interface Wanted {
	readonly config?: Readonly<Record<string, unknown>>;
	readonly batch?: number;
	readonly from?: Position | undefined;
}

const read = (path: string, { config = {}, batch = 3, from }: Wanted = {}): Promise<FlowReader> =>
	readFlowFile(path, config, { batchRecords: batch, from });
const write = (path: string, { config = {}, from }: Omit<Wanted, 'batch'> = {}, run = 'aaaa'): Promise<FlowWriter> =>
	writeFlowFile(path, config, { run, component: 2, from });

const textsOf = (batch: Batch): readonly string[] =>
	Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString());

/** All that is left to read, batch by batch, with the place behind each. */
async function rest(
	reader: FlowReader,
): Promise<readonly { readonly texts: readonly string[]; readonly at: Position }[]> {
	const found = [];
	try {
		for (let batch = await reader.next(); batch !== null; batch = await reader.next()) {
			found.push({ texts: textsOf(batch), at: reader.position() });
		}
	} finally {
		await reader.close();
	}
	return found;
}

const batch = (...texts: readonly string[]): Batch => batchOf(texts.map((text) => Buffer.from(text)));
const records = Array.from({ length: 20 }, (_, index) => JSON.stringify({ id: index, text: 'é'.repeat(index) }));

describe('reading a file of a flow', () => {
	it.each([
		['.ndjson', records.join('\n')],
		['.json', `[${records.join(',\n')}]`],
		['', records.join('\n')],
	])('named *%s gives its records, plain and compressed, and goes on anywhere', async (extension, text) => {
		// Two members, of which the first ends in the middle of a record.
		const bytes = Buffer.from(text);
		const members = Buffer.concat([gzipSync(bytes.subarray(0, 301)), gzipSync(bytes.subarray(301))]);
		for (const [end, content] of [
			['', bytes],
			['.gz', members],
		] as const) {
			const path = fresh(`input${extension}${end}`);
			writeFileSync(path, content);
			const whole = await rest(await read(path));
			expect(whole.flatMap(({ texts }) => texts)).toEqual(records);
			expect(whole.map(({ texts }) => texts.length)).toEqual([3, 3, 3, 3, 3, 3, 2]);
			for (const [index, { at }] of whole.entries()) {
				expect(await rest(await read(path, { from: structuredClone(at) }))).toEqual(whole.slice(index + 1));
			}
		}
	});

	it('goes on in a file that only grew', async () => {
		const path = fresh('input.ndjson');
		writeFileSync(path, '1\n2\n3');
		const [, , last] = await rest(await read(path, { batch: 1 }));
		writeFileSync(path, '1\n2\n3\n4\n');
		const more = await rest(await read(path, { batch: 1, from: last?.at }));
		expect(more.flatMap(({ texts }) => texts)).toEqual(['4']);
	});

	it('says what differs of a file that is another one, or gone', async () => {
		const path = fresh('input.ndjson');
		writeFileSync(path, '1\n2\n3');
		const [first, , last] = await rest(await read(path, { batch: 1 }));
		const goOn = (from: Position | undefined, config = {}): Promise<FlowReader> =>
			read(path, { batch: 1, from, config });
		for (const [content, from, reason] of [
			['1\n2\n', first, 'flow_input_smaller'],
			['1\n0\n3', first, 'flow_input_other'],
			['1\n2\n34\n', last, 'flow_input_last_line'],
		] as const) {
			writeFileSync(path, content);
			await expect(goOn(from?.at)).rejects.toMatchObject({ code: 'conflict', details: { reason, path } });
		}
		await expect(goOn(first?.at, { format: 'lines' })).rejects.toMatchObject({
			details: { reason: 'flow_other_position' },
		});
		await expect(goOn({ at: 7 })).rejects.toMatchObject({ details: { reason: 'flow_other_position' } });
		const gone = join(path, '..', 'gone.ndjson');
		await expect(readFlowFile(gone, {}, { from: first?.at })).rejects.toMatchObject({
			code: 'not_found',
			details: { reason: 'flow_input_gone' },
		});
		await expect(readFlowFile(gone)).rejects.toMatchObject({ details: { reason: 'file_not_found' } });
	});

	it('ends at once when the run is cancelled', async () => {
		const path = fresh('input.ndjson');
		writeFileSync(path, '1\n'.repeat(100_000));
		const cancelling = new AbortController();
		const reader = await readFlowFile(path, {}, { signal: cancelling.signal });
		await reader.next();
		cancelling.abort();
		const left = (async () => {
			while ((await reader.next()) !== null);
		})();
		await expect(left).rejects.toMatchObject({ code: 'cancelled' });
		await reader.close();
	});
});

describe('writing a file of a flow', () => {
	it.each([
		['out.ndjson', `${records.join('\n')}\n`],
		['out.json', `[\n${records.join(',\n')}\n]\n`],
		['out.any', `${records.join('\n')}\n`],
	])('as %s is the same wherever it was suspended, plain and compressed', async (name, wanted) => {
		for (const end of ['', '.gz']) {
			const plain = (path: string): string => {
				const bytes = readFileSync(path);
				return (end === '' ? bytes : gunzipSync(bytes)).toString();
			};
			for (let stop = 0; stop <= records.length; stop += 5) {
				const path = fresh(name + end);
				const first = await write(path);
				await first.write(batch(...records.slice(0, stop)));
				const place = structuredClone(await first.position());
				await first.write(batch('"what comes behind the place is cut off"'));
				await first.suspend();
				expect(readdirSync(join(path, '..'))).toEqual(['.dataflare-aaaa-2.part']);
				const second = await write(path, { from: place }, 'bbbb');
				for (const record of records.slice(stop)) await second.write(batch(record));
				await second.commit();
				await second.commit();
				await second.abandon();
				expect(plain(path)).toBe(wanted);
				expect(readdirSync(join(path, '..'))).toEqual([name + end]);
			}
		}
	});

	it('leaves what is there until it is committed, and nothing when it is abandoned', async () => {
		const path = fresh('out.ndjson');
		writeFileSync(path, 'before');
		const writer = await write(path);
		await writer.write(batch('1'));
		expect(readFileSync(path, 'utf8')).toBe('before');
		await writer.abandon();
		await writer.abandon();
		expect(readdirSync(join(path, '..'))).toEqual(['out.ndjson']);
		expect(readFileSync(path, 'utf8')).toBe('before');
		const suspended = await write(path);
		await suspended.suspend();
		await removePart(path, 'aaaa', 2);
		await removePart(path, 'aaaa', 2);
		expect(readdirSync(join(path, '..'))).toEqual(['out.ndjson']);
	});

	it('goes on and commits once more where it was committed before the program knew', async () => {
		for (const end of ['', '.gz']) {
			const path = fresh(`out.json${end}`);
			const first = await write(path);
			await first.write(batch('1', '2'));
			const place = await first.position();
			await first.write(batch('3'));
			await first.commit();
			const committed = readFileSync(path);
			const second = await write(path, { from: place }, 'bbbb');
			expect(readFileSync(path)).toEqual(committed);
			await second.write(batch('3'));
			await second.commit();
			expect(readFileSync(path)).toEqual(committed);
		}
	});

	it('says of what was written before that it is shorter, or gone', async () => {
		const path = fresh('out.ndjson');
		const part = join(path, '..', '.dataflare-aaaa-2.part');
		const writer = await write(path);
		await writer.write(batch('1', '2'));
		const from = await writer.position();
		await writer.suspend();
		writeFileSync(part, '1');
		await expect(write(path, { from })).rejects.toMatchObject({
			code: 'conflict',
			details: { reason: 'flow_part_short' },
		});
		await removePart(path, 'aaaa', 2);
		await expect(write(path, { from })).rejects.toMatchObject({ details: { reason: 'flow_part_gone' } });
		// Another file under the name is none of ours.
		writeFileSync(path, '1\n0\n3\n');
		await expect(write(path, { from })).rejects.toMatchObject({ details: { reason: 'flow_part_gone' } });
		await expect(write(path, { from, config: { format: 'json' } })).rejects.toMatchObject({
			details: { reason: 'flow_other_position' },
		});
	});
});
