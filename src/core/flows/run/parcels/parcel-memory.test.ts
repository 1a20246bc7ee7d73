import { describe, expect, it } from 'vitest';
import { type Batch, batchOf } from '../../../../shared/sandbox/batch.ts';
import { viewRange } from './batches.ts';
import { ParcelMemory } from './parcel-memory.ts';

const large = (): Batch => batchOf([new Uint8Array(20_000).fill(0x31), new Uint8Array(20_000).fill(0x32)]);
const isFreed = ({ data }: Batch): boolean => data.buffer.byteLength === 0;

describe('the memory of parcels', () => {
	it('is freed once all who take a batch are done with it, and not before', () => {
		const memory = new ParcelMemory();
		const [shared, other] = [large(), large()];
		for (const batch of [shared, shared, other]) memory.hold(batch);
		memory.letGo(shared);
		expect([isFreed(shared), isFreed(other)]).toEqual([false, false]);
		memory.letGo(shared);
		expect([isFreed(shared), isFreed(other)]).toEqual([true, false]);
	});

	it('stays where a component gives on what it took', () => {
		const memory = new ParcelMemory();
		const batch = large();
		memory.hold(batch);
		memory.hold({ ...batch });
		memory.letGo(batch);
		expect(isFreed(batch)).toBe(false);
		memory.letGo(batch);
		expect(isFreed(batch)).toBe(true);
	});

	it('stays where something else may lie in it, or nobody said that it is taken', () => {
		const memory = new ParcelMemory();
		const whole = large();
		const part = viewRange(whole, 0, 1);
		memory.hold(part);
		memory.letGo(part);
		expect(isFreed(whole)).toBe(false);
		memory.letGo(whole);
		expect(isFreed(whole)).toBe(false);
		const pooled: Batch = { ...whole, data: Buffer.from(new Uint8Array(20_000)).subarray(0, 19_999) };
		memory.hold(pooled);
		memory.letGo(pooled);
		expect(pooled.data.length).toBe(19_999);
	});
});
