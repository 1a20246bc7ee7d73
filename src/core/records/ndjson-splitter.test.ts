import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordAt } from '../../shared/sandbox/batch.ts';
import { splitNdjson } from './ndjson-splitter.ts';
import { TARGET_BATCH_BYTES } from './whole-lines.ts';

async function readAll(
	data: Buffer,
	size: number,
	batch = 3,
): Promise<{ readonly records: string[]; readonly batches: number[] }> {
	async function* chunks(): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
	}
	const records: string[] = [];
	const batches: number[] = [];
	for await (const found of splitNdjson(chunks(), batch)) {
		batches.push(found.ends.length);
		for (let index = 0; index < found.ends.length; index++)
			records.push(Buffer.from(recordAt(found, index)).toString());
	}
	return { records, batches };
}

const recordsOf = async (text: string, size: number): Promise<string[]> =>
	(await readAll(Buffer.from(text), size)).records;

describe('splitting NDJSON', () => {
	it('gives every line that is not blank as it stands, once and in order, however the bytes arrive', async () => {
		const line = fc.oneof(
			fc.jsonValue().map((value) => JSON.stringify(value)),
			fc.constantFrom('', ' ', '\t\r', ' {"a": 1} \r', '12345678901234567890', '{"a":1,"a":2}', '1e400'),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(line, { maxLength: 30 }),
				fc.boolean(),
				fc.integer({ min: 1, max: 40 }),
				fc.integer({ min: 1, max: 7 }),
				async (lines, endsWithLineFeed, size, batch) => {
					const text = lines.join('\n') + (endsWithLineFeed ? '\n' : '');
					const { records, batches } = await readAll(Buffer.from(text), size, batch);
					expect(records).toEqual(lines.filter((found) => found.trim() !== ''));
					expect(Math.max(0, ...batches)).toBeLessThanOrEqual(batch);
				},
			),
			{ numRuns: 200 },
		);
	});

	it('agrees with JSON.parse on lines with a byte changed, missing or put in', async () => {
		const whole = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
		const byte = fc.constantFrom(...'[]{},:"\\0123.eE+-tn \tu');
		await fc.assert(
			fc.asyncProperty(whole, fc.nat(), fc.integer({ min: 0, max: 2 }), byte, async (text, place, kind, put) => {
				const at = place % text.length;
				const changed = text.slice(0, at) + (kind === 0 ? '' : put) + text.slice(kind === 2 ? at : at + 1);
				let isJson = true;
				try {
					JSON.parse(changed);
				} catch {
					isJson = changed.trim() === '';
				}
				const reading = recordsOf(`1\n${changed}\n`, 5);
				if (isJson) expect(await reading).toEqual(['1', changed].filter((found) => found.trim() !== ''));
				else await expect(reading).rejects.toMatchObject({ code: 'invalid_input', details: { line: 2 } });
			}),
			{ numRuns: 600 },
		);
	});

	it.each([
		['{"a":1}{"a":2}', 8],
		['{"a":1} {"a":2}', 9],
		['1\t2', 3],
		['"é" true', 5],
		['[1][2]', 4],
	])('refuses the second value of %j with its place', async (text, column) => {
		for (const size of [1, 7, 64]) {
			await expect(recordsOf(`{"ok":true}\n\n${text}\n{"ok":true}\n`, size)).rejects.toMatchObject({
				code: 'invalid_input',
				message: expect.stringContaining(`line 3, column ${column}`),
				details: { reason: 'json_two_on_a_line', line: 3, column },
			});
		}
	});

	it.each([
		['{"a":1} // said', 9],
		['012', 2],
		['-012', 3],
		['1true', 2],
		['{"a":1},', 8],
		['{"a":1', 7],
		['"open', 6],
		['[1,', 4],
		['nul', 4],
		['{"ключ":tru}', 12],
		["{'a':1}", 2],
		['oops', 1],
		['\u00a0', 1],
	])('names line and column where the line %j stops being JSON', async (text, column) => {
		for (const size of [1, 7, 64]) {
			await expect(recordsOf(`{"ok":true}\n${text}\n{"ok":true}\n`, size)).rejects.toMatchObject({
				code: 'invalid_input',
				details: { reason: 'json_unexpected', line: 2, column },
			});
		}
	});

	it('says of a last line that it is cut off, with its place', async () => {
		for (const text of ['{"a":', '"x', '[1', '-']) {
			await expect(recordsOf(`1\n${text}`, 5)).rejects.toMatchObject({
				details: { reason: 'json_cut_off', line: 2, column: text.length + 1, offset: text.length + 2 },
			});
		}
		expect(await recordsOf('1\n2', 5)).toEqual(['1', '2']);
		expect(await recordsOf('', 5)).toEqual([]);
	});

	it('says of a line that it is nested too deeply, and of brackets in a wrong place that they are', async () => {
		await expect(recordsOf(`1\n${'['.repeat(10_001)}\n`, 4096)).rejects.toMatchObject({
			details: { reason: 'json_too_deep', line: 2, column: 10_001 },
		});
		await expect(recordsOf('{[\n', 64)).rejects.toMatchObject({ details: { reason: 'json_unexpected', column: 2 } });
	});

	it('hands a batch on once it is large, and gives what stands in batches before a wrong line', async () => {
		const long = JSON.stringify('x'.repeat(TARGET_BATCH_BYTES / 2 + 1));
		const { batches } = await readAll(Buffer.from(`${long}\n${long}\n${long}\n`), 8 * TARGET_BATCH_BYTES, 1000);
		expect(batches).toEqual([2, 1]);
		let given = 0;
		async function* chunks(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('1\n2\n3\noops\n');
		}
		const reading = (async () => {
			for await (const batch of splitNdjson(chunks(), 1)) given += batch.ends.length;
		})();
		await expect(reading).rejects.toMatchObject({ details: { line: 4 } });
		expect(given).toBe(3);
	});

	it('refuses a line longer than a record may be, naming the line', async () => {
		async function* endless(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('{"ok":1}\n');
			const piece = Buffer.alloc(8 * 1024 * 1024, 0x61);
			for (let count = 0; count < 13; count++) yield piece;
		}
		const all = (async () => {
			for await (const _ of splitNdjson(endless(), 10));
		})();
		await expect(all).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'line_too_long', line: 2 } });
	});
});
