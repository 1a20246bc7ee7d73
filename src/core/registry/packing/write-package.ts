import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PackedFile } from '../../../shared/plugin/packing.ts';
import { DurableFile } from '../../files/durable-file.ts';
import { formatHashList } from '../archive/hash-list.ts';

/** Every file has this time, so that the same files make the same package: the first that a ZIP archive knows. */
const TIME = new Date(1980, 0, 1);

/** A file as it is packed. `read` fails where it is another by then. */
export interface FileToPack {
	readonly name: string;
	readonly bytes: number;
	readonly read: () => AsyncIterable<Buffer>;
}

/** The list of hashes of these files, byte for byte. */
export function listOf(files: readonly PackedFile[]): Buffer {
	return Buffer.from(formatHashList(new Map(files.map(({ name, sha256 }) => [name, sha256]))));
}

/**
 * Writes a package, whole or not at all, in the place of what is there; answers its bytes. `beside` comes first. `mode`:
 * its permissions, before the umask; default: as the system does it.
 */
export async function writePackage(
	out: string,
	beside: readonly { readonly name: string; readonly content: Buffer }[],
	files: readonly FileToPack[],
	mode?: number,
): Promise<number> {
	const durable = await DurableFile.create(out, mode).catch((error: unknown) => {
		throw notWritable(out, error);
	});
	const zip = new ZipFile();
	const options = { mtime: TIME, mode: 0o100_644, forceDosTimestamp: true };
	for (const { name, content } of beside) zip.addBuffer(content, name, options);
	let source: Readable | null = null;
	for (const { name, bytes, read } of files) {
		zip.addReadStreamLazy(name, { ...options, size: bytes }, (done) => {
			source = Readable.from(read(), { objectMode: false });
			// The archive does not hear of what keeps a file from being read.
			source.on('error', (error: Error) => output.destroy(error));
			done(null, source);
		});
	}
	const output = zip.outputStream as Readable;
	zip.on('error', (error: Error) => output.destroy(error));
	zip.end();
	let bytes = 0;
	try {
		for await (const piece of output as AsyncIterable<Buffer>) {
			bytes += piece.length;
			await durable.write(piece);
		}
		await durable.commit();
	} catch (error) {
		await ended(source);
		await durable.abandon();
		throw error instanceof DataFlareError ? error : notWritable(out, error);
	}
	return bytes;
}

/** Nothing reads on, and the file it read is closed. */
async function ended(source: Readable | null): Promise<void> {
	if (source === null || source.closed) return;
	const closed = new Promise((resolve) => source.once('close', resolve));
	source.destroy();
	await closed;
}

export function notWritable(out: string, error: unknown): DataFlareError {
	return new DataFlareError('storage', `${basename(out)} could not be written (${codeOf(error)}).`, {
		hint: 'Check the folder’s permissions and the disk, then try again.',
		details: because('not_writable', { path: out, system: String(codeOf(error)) }),
		cause: error,
	});
}
