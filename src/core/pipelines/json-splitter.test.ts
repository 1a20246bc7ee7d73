import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordAt } from '../../shared/batch.ts';
import { splitJson } from './json-splitter.ts';

async function recordsOf(text: string, size: number, batch = 3): Promise<string[]> {
	const data = Buffer.from(text);
	async function* chunks(): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
	}
	const records: string[] = [];
	for await (const found of splitJson(chunks(), batch)) {
		for (let index = 0; index < found.ends.length; index++)
			records.push(Buffer.from(recordAt(found, index)).toString());
	}
	return records;
}

const layouts = [0, 2, '\t'] as const;

describe('splitting JSON', () => {
	it('gives the elements of a top-level array, whatever they hold and however the bytes arrive', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.jsonValue(), { maxLength: 12 }),
				fc.constantFrom(...layouts),
				fc.integer({ min: 1, max: 23 }),
				async (values, layout, size) => {
					const records = await recordsOf(JSON.stringify(values, null, layout), size);
					expect(records.map((record) => JSON.parse(record))).toEqual(JSON.parse(JSON.stringify(values)));
					expect(records.some((record) => record.includes('\n'))).toBe(false);
				},
			),
			{ numRuns: 300 },
		);
	});

	it('gives the values of a sequence, one record each', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.jsonValue().filter((value) => !Array.isArray(value)),
					{ minLength: 1, maxLength: 8 },
				),
				fc.integer({ min: 1, max: 23 }),
				async (values, size) => {
					const records = await recordsOf(values.map((value) => JSON.stringify(value, null, 2)).join('\n'), size);
					expect(records.map((record) => JSON.parse(record))).toEqual(JSON.parse(JSON.stringify(values)));
				},
			),
			{ numRuns: 200 },
		);
	});

	it.each(['[{"a":1},', '[1, 2', '{"a":"', '[{"a":[1]}'])('says that %j ends in the middle', async (text) => {
		await expect(recordsOf(text, 4)).rejects.toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('middle'),
		});
	});

	it.each([
		['[1] 2', 4],
		['}', 0],
		['1, 2', 1],
	])('names the place where %j stops being JSON', async (text, offset) => {
		await expect(recordsOf(text, 64)).rejects.toMatchObject({ code: 'invalid_input', details: { offset } });
	});

	it('gives nothing for nothing', async () => {
		expect(await recordsOf('', 1)).toEqual([]);
		expect(await recordsOf(' [ ] ', 2)).toEqual([]);
	});
});
