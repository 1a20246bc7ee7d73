import { describe, expect, it } from 'vitest';
import { batchOf } from '../../../shared/sandbox/batch.ts';
import { PreviewKeeper } from './preview-keeper.ts';

const batch = (...texts: readonly string[]) => batchOf(texts.map((text) => Buffer.from(text)));

describe('a preview in a flow', () => {
	it('keeps the first records, counts all, and goes on where it was', async () => {
		const first = new PreviewKeeper({ records: 3 }, 'look');
		await first.write(batch('{"a":1}', '"é"'));
		const second = new PreviewKeeper({ records: 3 }, 'look', structuredClone(await first.position()));
		await second.write(batch('3', '4', '5'));
		const { records, total } = second.kept();
		expect(total).toBe(5);
		expect(records.map(({ text }) => text)).toEqual(['{"a":1}', '"é"', '3']);
		expect(records[1]).toEqual({ text: '"é"', form: 'text', bytes: 4, isCut: false });
		await second.commit();
		expect(second.kept().records.length).toBe(3);
		await second.abandon();
		expect(second.kept().records).toEqual([]);
	});

	it('keeps one mebibyte at most, the last record of it in part', async () => {
		const keeper = new PreviewKeeper({ records: 100 }, 'look');
		const half = JSON.stringify('x'.repeat(2 ** 19));
		await keeper.write(batch(half, JSON.stringify('é'.repeat(2 ** 19)), '1'));
		const { records, total } = keeper.kept();
		expect(total).toBe(3);
		expect(records.map(({ isCut, form }) => ({ isCut, form }))).toEqual([
			{ isCut: false, form: 'text' },
			{ isCut: true, form: 'text' },
		]);
		expect(Buffer.byteLength(records.map(({ text }) => text).join(''))).toBeLessThanOrEqual(2 ** 20);
		expect(records[1]?.bytes).toBe(2 ** 20 + 2);
	});

	it('shows bytes that are no text as base64, and refuses a place that is none', async () => {
		const keeper = new PreviewKeeper({ records: 1 }, 'look');
		await keeper.write(batchOf([Buffer.of(0xff, 0)], 0));
		expect(keeper.kept().records).toEqual([{ text: '/wA=', form: 'base64', bytes: 2, isCut: false }]);
		for (const at of [null, { total: 1, kept: [[5, 5]] }]) {
			expect(() => new PreviewKeeper({ records: 1 }, 'look', { at })).toThrow(
				expect.objectContaining({ code: 'conflict' }),
			);
		}
	});
});
