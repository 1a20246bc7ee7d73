import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordAt } from '../../shared/sandbox/batch.ts';
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

	it('refuses a second value on the line of another, with its place', async () => {
		for (const [text, column] of [
			['{"a":1}{"a":2}', 8],
			['1 2', 3],
			['\n{"é":1} "x"', 9],
		] as const) {
			for (const size of [1, 64]) {
				await expect(recordsOf(text, size)).rejects.toMatchObject({
					code: 'invalid_input',
					details: { reason: 'json_two_on_a_line', line: text.split('\n').length, column },
				});
			}
		}
		expect(await recordsOf('{"a":1}\n{"a":2}\r\n\n"x"', 3)).toEqual(['{"a":1}', '{"a":2}', '"x"']);
	});

	it.each(['[{"a":1},', '[1, 2', '{"a":"', '[{"a":[1]}', '-', 'tru', '[', '"\\u12'])(
		'says that %j ends in the middle, and where',
		async (text) => {
			for (const size of [1, 4, 64]) {
				await expect(recordsOf(text, size)).rejects.toMatchObject({
					code: 'invalid_input',
					message: expect.stringContaining('stops short'),
					details: { reason: 'json_cut_off', line: 1, column: text.length + 1 },
				});
			}
		},
	);

	it.each([
		['[1] 2', 1, 5],
		['}', 1, 1],
		['1, 2', 1, 2],
		['[{"a":1} {"a":2}]', 1, 10],
		['[{"a":1},,{"a":2}]', 1, 10],
		['[,1]', 1, 2],
		['[1,]', 1, 4],
		['[1,2,\n]', 2, 1],
		['[012,5]', 1, 3],
		['[-01]', 1, 4],
		['012', 1, 2],
		['1true', 1, 2],
		['[1.]', 1, 4],
		['[.5]', 1, 2],
		['[1e+]', 1, 5],
		['[+1]', 1, 2],
		['[NaN]', 1, 2],
		['[nul]', 1, 5],
		['[True]', 1, 2],
		['[{"a":"new\nline"}]', 1, 11],
		['["tab\there"]', 1, 6],
		['["\\x41"]', 1, 4],
		['["\\u00g0"]', 1, 7],
		["[{'a':1}]", 1, 3],
		['[{a:1}]', 1, 3],
		['[{"a":1,}]', 1, 9],
		['[{"a" 1}]', 1, 7],
		['[{"a":1 "b":2}]', 1, 9],
		['[{"a":}]', 1, 7],
		['[{"é中😀":1}, x]', 1, 14],
		['[\n  {"a": 1},\n  {"b": oops}\n]', 3, 9],
		['[1]\n]', 2, 1],
		['[1]\u00a0', 1, 4],
		['[1}', 1, 3],
		['[{"a":[1}]', 1, 9],
		['// said\n[1]', 1, 1],
		['{"a":1} // said', 1, 9],
	])('names line and column where %j stops being JSON', async (text, line, column) => {
		for (const size of [1, 3, 64]) {
			await expect(recordsOf(text, size)).rejects.toMatchObject({
				code: 'invalid_input',
				details: { reason: 'json_unexpected', line, column },
			});
		}
	});

	it('gives what stands before the wrong place, and a number that the end of the input ends', async () => {
		const given: string[] = [];
		const reading = (async () => {
			async function* chunks(): AsyncGenerator<Uint8Array> {
				yield Buffer.from('[{"a":1},{"a":2}');
				yield Buffer.from(',oops]');
			}
			for await (const batch of splitJson(chunks(), 1)) given.push(Buffer.from(batch.data).toString());
		})();
		await expect(reading).rejects.toMatchObject({ details: { reason: 'json_unexpected', line: 1, column: 18 } });
		expect(given).toEqual(['{"a":1}\n', '{"a":2}\n']);
		expect(await recordsOf('-1.5e3', 1)).toEqual(['-1.5e3']);
	});

	it('agrees with JSON.parse on texts with a byte changed, missing or put in, however they arrive', async () => {
		const text = fc
			.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 4 })
			.map((values) => JSON.stringify(values));
		const byte = fc.constantFrom(...'[]{},:"\\0123.eE+-tn \n\tu');
		await fc.assert(
			fc.asyncProperty(
				text,
				fc.nat(),
				fc.integer({ min: 0, max: 2 }),
				byte,
				fc.integer({ min: 1, max: 9 }),
				async (whole, place, kind, put, size) => {
					const at = place % whole.length;
					const changed = whole.slice(0, at) + (kind === 0 ? '' : put) + whole.slice(kind === 2 ? at : at + 1);
					const isArray = changed.trimStart().startsWith('[');
					let expected: unknown = null;
					try {
						expected = JSON.parse(changed);
					} catch {
						await (isArray ? expect(recordsOf(changed, size)).rejects.toMatchObject({ code: 'invalid_input' }) : null);
						return;
					}
					const got = (await recordsOf(changed, size)).map((record) => JSON.parse(record) as unknown);
					expect(got).toEqual(isArray ? expected : [expected]);
				},
			),
			{ numRuns: 600 },
		);
	});

	it('refuses what holds no value, and takes an empty array', async () => {
		for (const text of ['', ' ', '\n\n'])
			await expect(recordsOf(text, 1)).rejects.toMatchObject({ details: { reason: 'json_empty' } });
		expect(await recordsOf(' [ ] ', 2)).toEqual([]);
	});

	it('follows ten thousand levels, and says where it is deeper', async () => {
		const deep = (levels: number) => `[\n${'['.repeat(levels)}${']'.repeat(levels)}]`;
		expect(await recordsOf(deep(10_000), 999)).toHaveLength(1);
		await expect(recordsOf(deep(10_001), 999)).rejects.toMatchObject({
			details: { reason: 'json_too_deep', line: 2, column: 10_001 },
		});
	});

	it('leaves the chunks as they came, and keeps a key that stands twice as it is written', async () => {
		const text = '[ {"a":1,\n"a":2} , 3 ]';
		const chunk = Buffer.from(text);
		async function* chunks(): AsyncGenerator<Uint8Array> {
			yield chunk;
		}
		const given: string[] = [];
		for await (const batch of splitJson(chunks(), 10)) given.push(Buffer.from(batch.data).toString());
		expect(given).toEqual(['{"a":1, "a":2}\n3\n']);
		expect(chunk.toString()).toBe(text);
	});
});
