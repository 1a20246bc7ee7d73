import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scratchFolder } from '../../../../../test/support/scratch/scratch.ts';
import { unpack } from './unpack.ts';

const scratch = scratchFolder();
let files = 0;

interface Whole {
	readonly content: Buffer;
	readonly isPacked: boolean;
	readonly told: readonly number[];
}

async function unpacked(packed: Buffer, mostBytes?: number): Promise<Whole> {
	const path = join(scratch.path, `${++files}.gz`);
	writeFileSync(path, packed);
	const fd = openSync(path, 'r');
	const told: number[] = [];
	const unpackTo = `${path}.whole`;
	try {
		const start = { fd, size: packed.length, extension: '', unpackTo };
		const answer = await unpack(start, (bytes) => told.push(bytes), mostBytes);
		const content = answer.isPacked ? readFileSync(unpackTo) : readFileSync(path);
		expect(answer.size).toBe(content.length);
		if (answer.isPacked) closeSync(answer.fd);
		return { content, isPacked: answer.isPacked, told };
	} finally {
		closeSync(fd);
	}
}

/** More than one piece, packed or not. */
const large = Buffer.from(Array.from({ length: 400_000 }, (_, n) => `${n * 7919} ${Math.sin(n)}\n`).join(''));

it('what was packed comes out whole, of one member or several, and how far it is is told', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 4 }), async (members) => {
			const { content } = await unpacked(Buffer.concat(members.map((member) => gzipSync(member))));
			if (members.some(({ length }) => length > 0)) expect(content).toEqual(Buffer.concat(members));
		}),
		{ numRuns: 20 },
	);
	const packed = gzipSync(large);
	const { content, told } = await unpacked(packed);
	expect(content.equals(large)).toBe(true);
	expect(told.length).toBeGreaterThan(1);
	expect(told.at(-1)).toBe(packed.length);
});

it('what is cut or changed on its way is damaged, and is never half of it', async () => {
	const packed = gzipSync(large);
	await expect(unpacked(packed.subarray(0, packed.length - 5))).rejects.toMatchObject({ trouble: 'damaged' });
	const changed = Buffer.from(packed);
	changed.fill(0xff, Math.floor(packed.length / 2), Math.floor(packed.length / 2) + 64);
	await expect(unpacked(changed)).rejects.toMatchObject({ trouble: 'damaged' });
});

it('what only begins as if it were packed is read as it is', async () => {
	const other = Buffer.from([0x1f, 0x8b, 0xff, 0x00, 0x01]);
	expect(await unpacked(other)).toMatchObject({ isPacked: false, content: other });
});

it('what would be more than is unpacked is not', async () => {
	await expect(unpacked(gzipSync(large), 1_000_000)).rejects.toMatchObject({ trouble: 'large' });
	expect((await unpacked(gzipSync(large), large.length)).content.length).toBe(large.length);
});
