import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordAt } from '../../shared/sandbox/batch.ts';
import { splitLines } from './line-splitter.ts';
import { TARGET_BATCH_BYTES } from './whole-lines.ts';

async function* chunksOf(data: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
	let at = 0;
	for (let index = 0; at < data.length; index++) {
		const size = sizes[index % sizes.length] ?? 1;
		yield data.subarray(at, at + size);
		at += size;
	}
}

async function linesOf(
	data: Buffer,
	sizes: readonly number[],
	batch: number,
): Promise<{ lines: string[]; batches: number[] }> {
	const lines: string[] = [];
	const batches: number[] = [];
	for await (const found of splitLines(chunksOf(data, sizes), batch)) {
		batches.push(found.ends.length);
		for (let index = 0; index < found.ends.length; index++) lines.push(Buffer.from(recordAt(found, index)).toString());
	}
	return { lines, batches };
}

describe('splitting lines', () => {
	it('gives every line that is not blank, once and in order, however the bytes arrive', async () => {
		const line = fc.string({ unit: fc.constantFrom('a', 'é', '中', ' ', '\t', '{', '"'), maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(
				fc.array(line, { maxLength: 40 }),
				fc.boolean(),
				fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 5 }),
				fc.integer({ min: 1, max: 7 }),
				async (lines, endsWithLineFeed, sizes, batch) => {
					const data = Buffer.from(lines.join('\n') + (endsWithLineFeed && lines.length > 0 ? '\n' : ''));
					const found = await linesOf(data, sizes, batch);
					expect(found.lines).toEqual(lines.filter((text) => text.trim() !== ''));
					expect(Math.max(0, ...found.batches)).toBeLessThanOrEqual(batch);
				},
			),
			{ numRuns: 200 },
		);
	});

	it('hands a batch on once it is large, however few records it holds', async () => {
		const long = 'x'.repeat(TARGET_BATCH_BYTES / 2 + 1);
		const { batches } = await linesOf(
			Buffer.from(`${long}\n${long}\n${long}\n${long}\n`),
			[8 * TARGET_BATCH_BYTES],
			1000,
		);
		expect(batches).toEqual([2, 2]);
	});

	it('refuses a line longer than a record may be, naming the line and what to do', async () => {
		async function* endless(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('{"ok":1}\n');
			const piece = Buffer.alloc(8 * 1024 * 1024, 0x61);
			for (let count = 0; count < 13; count++) yield piece;
		}
		const all = (async () => {
			for await (const _ of splitLines(endless(), 10));
		})();
		await expect(all).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('Line 2') });
	});
});
