import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import type { KeptOutput } from '../../shared/run/kept-output.ts';
import { open, rm } from '../files/user-files.ts';
import { JsonChecker } from './json-checker.ts';

/** Looked at and written at once, bytes: the program does something else in between. */
const PIECE_BYTES = 256 * 1024;

/**
 * What a plugin says that its output is; `lines`: a line that is alone is the value itself, and more are a list. It is
 * not believed: a process that is owned says what it likes.
 */
export type SaidForm = KeptOutput['form'] | 'lines';

/**
 * Writes an output to a new file, piece by piece, and tells what it is. JSON that is none, whoever checked it before, is
 * bytes. Leaves no file where it fails.
 */
export async function writeKept(
	path: string,
	data: Uint8Array,
	said: SaidForm,
): Promise<Pick<KeptOutput, 'form' | 'records'>> {
	const file = await open(path, 'wx', 0o600);
	try {
		const found = await writePieces(file, data, said);
		await file.close();
		return found;
	} catch (error) {
		await file.close().catch(() => undefined);
		await rm(path, { force: true });
		throw error;
	}
}

async function writePieces(
	file: FileHandle,
	data: Uint8Array,
	said: SaidForm,
): Promise<Pick<KeptOutput, 'form' | 'records'>> {
	const checker = said === 'bytes' || !isUtf8(data) ? null : new JsonChecker(said !== 'json');
	let fits = checker !== null;
	for (let at = 0; at < data.length; ) {
		const piece = data.subarray(at, at + PIECE_BYTES);
		fits = fits && checker?.push(piece) === true;
		for (let written = 0; written < piece.length; ) {
			written += (await file.write(piece, written, piece.length - written)).bytesWritten;
		}
		at += piece.length;
	}
	const records = fits ? (checker?.end() ?? null) : null;
	if (records === null || said === 'bytes') return { form: 'bytes', records: 0 };
	return { form: said === 'lines' ? (records === 1 ? 'json' : 'ndjson') : said, records };
}
