import { z } from 'zod';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { otherPosition } from './io-failures.ts';

/** Formats in which records are written. */
const outputFormats = ['csv', 'tsv', 'json', 'ndjson', 'bytes'] as const;
export type OutputFormat = (typeof outputFormats)[number];

const placeSchema = z.strictObject({
	format: z.enum(outputFormats),
	gzip: z.boolean(),
	/** Name of the file in which it was written so far, beside the one that it becomes. */
	part: z.string().regex(/^\.dataflare-[\w-]{1,64}-\d{1,6}\.part$/),
	/** Bytes of it that are on the disk. */
	length: z.int().min(0),
	/** Records that were taken. */
	records: z.int().min(0),
	/** CRC-32 of them, by which they are known whatever they are called by now: numbers of files are given anew. */
	crc: z.int().min(0),
	/** Of the bytes that are kept beside: those of a gzip member that is not full, then an encoder's own. */
	open: z.int().min(0),
	/** Whether the encoder's own bytes are records that are to be written anew. */
	again: z.boolean(),
});
export type WriterPlace = z.output<typeof placeSchema>;

/** Throws `conflict` where it is none of a writer's. */
export function writerPlaceOf(path: string, at: JsonValue): WriterPlace {
	const parsed = placeSchema.safeParse(at);
	if (!parsed.success) throw otherPosition(path);
	return parsed.data;
}
