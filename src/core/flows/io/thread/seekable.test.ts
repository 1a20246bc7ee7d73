import { describe, expect, it } from 'vitest';
import type { ByteSource } from './byte-source.ts';
import { SeekableInput } from './seekable.ts';

const MEBI = 2 ** 20;
const byteAt = (offset: number): number => (Math.imul(offset, 2_654_435_761) >>> 13) & 255;

/** An input of so many bytes, each known by its place, and how often it was opened and how much of it was read. */
function counted(size: number, atOnce = Number.POSITIVE_INFINITY) {
	const counts = { opened: 0, bytes: 0 };
	const open = (): ByteSource => {
		counts.opened++;
		let position = 0;
		return {
			async read(into, at, most) {
				const length = Math.min(most, atOnce, size - position);
				for (let index = 0; index < length; index++) into[at + index] = byteAt(position + index);
				position += length;
				counts.bytes += length;
				return length;
			},
			get bytesRead() {
				return position;
			},
			close: () => undefined,
		};
	};
	return { counts, input: new SeekableInput(open) };
}

function expectBytes(found: Uint8Array, offset: number, length: number): void {
	expect(found.length).toBe(length);
	const wrong = found.findIndex((byte, index) => byte !== byteAt(offset + index));
	expect(wrong).toBe(-1);
}

describe('an input that is read forward', () => {
	it('is read once, however often a reader looks back at what it works through', async () => {
		const size = 24 * MEBI;
		const { counts, input } = counted(size);
		for (let at = 0; at < size; at += MEBI) {
			expectBytes(await input.read(at, MEBI), at, MEBI);
			for (const back of [at, at + 500_000, at + MEBI - 256]) expectBytes(await input.read(back, 256), back, 256);
			if (at > 0) expectBytes(await input.read(at - 200, 256), at - 200, 256);
		}
		expect((await input.read(size, MEBI)).length).toBe(0);
		expect(counts).toEqual({ opened: 1, bytes: size });
	});

	it('gives what is at hand together with what follows, and less only at the end', async () => {
		const size = 3 * MEBI;
		const { counts, input } = counted(size);
		await input.read(0, MEBI);
		await input.read(MEBI, MEBI);
		expectBytes(await input.read(2 * MEBI - 100, 300), 2 * MEBI - 100, 300);
		expectBytes(await input.read(size - 50, MEBI), size - 50, 50);
		expect(counts).toEqual({ opened: 1, bytes: size });
	});

	it('looks at a place far back by reading from the beginning again, and at the beginning at no cost', async () => {
		const size = 12 * MEBI;
		const { counts, input } = counted(size);
		for (let at = 0; at < size; at += MEBI) await input.read(at, MEBI);
		expectBytes(await input.read(10, 1000), 10, 1000);
		expect(counts.opened).toBe(1);
		expectBytes(await input.read(4 * MEBI, 1000), 4 * MEBI, 1000);
		expect(counts.opened).toBe(2);
	});

	it('keeps twice a piece that is larger than what it keeps otherwise', async () => {
		const { counts, input } = counted(40 * MEBI);
		await input.read(0, 8 * MEBI);
		await input.read(8 * MEBI, 8 * MEBI);
		expectBytes(await input.read(100_000, 256), 100_000, 256);
		expect(counts.opened).toBe(1);
	});
});
