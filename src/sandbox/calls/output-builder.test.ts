import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { recordAt } from '../../shared/sandbox/batch.ts';
import { OutputBuilder } from './output-builder.ts';

const MIB = 1024 * 1024;

/** Bytes of all that memory is had for until the test ends, and how often it is. */
function allocated(): { bytes: number; times: number } {
	const seen = { bytes: 0, times: 0 };
	const allocate = Buffer.allocUnsafeSlow.bind(Buffer);
	const spy = vi.spyOn(Buffer, 'allocUnsafeSlow').mockImplementation((size) => {
		seen.bytes += size;
		seen.times++;
		return allocate(size);
	});
	onTestFinished(() => spy.mockRestore());
	return seen;
}

/** One answer that is one record, put together where there is room for it, as a source's are. */
function answer(out: OutputBuilder, bytes: number, fill: number): void {
	const room = out.room(bytes + 1);
	room.fill(fill, 0, bytes);
	room[bytes] = 0x0a;
	out.addBatch({ data: room, ends: Uint32Array.of(bytes), gap: 1 });
}

describe('a batch put together from many answers', () => {
	it('copies only in proportion to what they are together, however small each is beside it', () => {
		const seen = allocated();
		const out = new OutputBuilder('read_data', 1, 256 * MIB, 65_536, 1024);
		const each = 16 * 1024;
		while (out.length < 16 * MIB) answer(out, each - 1, 0x61);
		const batch = out.finish(false);
		expect(batch.data.length).toBe(16 * MIB);
		expect(seen.times).toBeLessThan(16);
		expect(seen.bytes).toBeLessThan(4 * batch.data.length);
	});

	it('has at most as much memory as the batch may have, where that is enough', () => {
		const seen = allocated();
		const limit = 5 * MIB;
		const out = new OutputBuilder('read_data', 1, limit, 4 * MIB, 8);
		answer(out, 4 * MIB, 0x61);
		const before = seen.bytes;
		answer(out, MIB / 2, 0x62);
		expect(seen.bytes - before).toBeLessThanOrEqual(limit + 1);
		answer(out, MIB / 4, 0x63);
		expect(seen.bytes - before).toBeLessThanOrEqual(limit + 1);
	});

	it('has what every answer was, in order', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(5000), { maxLength: 60 }), fc.nat(3000), (sizes, expected) => {
				const out = new OutputBuilder('read_data', 1, MIB, expected, 1);
				for (const [index, size] of sizes.entries()) answer(out, size, index + 1);
				const batch = out.finish(false);
				expect(batch.ends).toHaveLength(sizes.length);
				for (const [index, size] of sizes.entries()) {
					const record = recordAt(batch, index);
					expect(record).toHaveLength(size);
					expect(record.every((byte) => byte === index + 1)).toBe(true);
				}
			}),
		);
	});
});
