import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { becameSmaller, lastLineGrew, otherBeginning, otherPosition } from './io-failures.ts';

/** Of the beginning, which tells whether a file is another one. bytes */
const HEAD_BYTES = 64 * 1024;

/** What a file was when it was opened. */
export interface InputIdentity {
	/** Bytes. */
	readonly size: number;
	readonly mtimeMs: number;
	/** SHA-256 of so many first bytes. */
	readonly head: string;
	readonly headBytes: number;
}

const formats = ['csv', 'tsv', 'json', 'ndjson', 'lines', 'bytes'] as const;

const positionSchema = z.strictObject({
	format: z.enum(formats),
	gzip: z.boolean(),
	offset: z.int().min(0),
	records: z.int().min(0),
	more: z.union([z.null(), z.boolean(), z.int(), z.string()]),
	size: z.int().min(0),
	mtimeMs: z.number(),
	head: z.string(),
	headBytes: z.int().min(0).max(HEAD_BYTES),
});
export type ReaderPlace = z.output<typeof positionSchema>;

/** Throws `conflict` where it is none of a reader's. */
export function readerPlaceOf(path: string, at: JsonValue): ReaderPlace {
	const parsed = positionSchema.safeParse(at);
	if (!parsed.success) throw otherPosition(path);
	return parsed.data;
}

export async function identityOf(file: FileHandle): Promise<InputIdentity> {
	const facts = await file.stat();
	const head = await bytesAt(file, 0, Math.min(HEAD_BYTES, facts.size));
	return { size: facts.size, mtimeMs: facts.mtimeMs, head: sha256(head), headBytes: head.length };
}

/** A file that was added to is the same; one that has lost bytes, or begins otherwise, is not, whatever its time says. */
export async function requireSame(path: string, file: FileHandle, before: ReaderPlace): Promise<void> {
	const { size } = await file.stat();
	if (size < before.size) throw becameSmaller(path, before.size);
	if (sha256(await bytesAt(file, 0, before.headBytes)) !== before.head) throw otherBeginning(path);
	if (before.gzip || before.more !== true) return;
	const [next] = await bytesAt(file, before.offset, 1);
	// Its last line was ended by the end of the file.
	if (next !== undefined && next !== 0x0a && next !== 0x0d) throw lastLineGrew(path);
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
	const data = new Uint8Array(length);
	const { bytesRead } = await file.read(data, 0, length, position);
	return data.subarray(0, bytesRead);
}

function sha256(data: Uint8Array): string {
	return createHash('sha256').update(data).digest('hex');
}
