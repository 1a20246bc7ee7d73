import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { codeOf } from '../../../../shared/errors/code-of.ts';
import { RESULT_LIMITS } from '../../../../shared/run/result-table.ts';
import { openSync, statfsSync, writeSync } from '../../../files/user-files.ts';
import type { ReaderStart, UnpackTrouble } from '../reader/messages.ts';
import { readAt } from '../reader/record-walk.ts';

const PIECE_BYTES = 1024 * 1024;
/** After so much the disk is looked at again. bytes */
const LOOK_EVERY = 64 * 1024 * 1024;
/** Of the disk, or a hundredth of it where that is less: stays free. bytes */
const KEPT_FREE_BYTES = 256 * 1024 * 1024;

/** A compressed file cannot be read to its end. */
export class UnpackFailure extends Error {
	readonly trouble: UnpackTrouble;

	constructor(trouble: UnpackTrouble) {
		super(`it could not be unpacked (${trouble})`);
		this.trouble = trouble;
	}
}

/** What came of unpacking: an open file; `isPacked` false: it only begins as a compressed one does, and is as it was. */
export interface Unpacked {
	readonly fd: number;
	readonly size: number;
	readonly isPacked: boolean;
}

/**
 * Unpacks the whole into a private file, piece by piece, so that what is asked meanwhile is answered. `told` hears how many
 * bytes of the compressed one are read. Rejects with `UnpackFailure`.
 */
export async function unpack(
	{ fd, size, unpackTo }: ReaderStart & { readonly unpackTo: string },
	told: (bytes: number) => void,
	mostBytes: number = RESULT_LIMITS.unpackedBytes,
): Promise<Unpacked> {
	const to = openSync(unpackTo, 'wx+', 0o600);
	const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
	let written = 0;
	let looked = 0;
	const feeding = feed();
	// Who reads from it hears of what is wrong.
	feeding.catch(() => undefined);
	try {
		for await (const piece of gunzip as AsyncIterable<Buffer>) {
			if (written + piece.length > mostBytes) throw new UnpackFailure('large');
			if (written >= looked) {
				requireRoom(dirname(unpackTo), looked === 0 ? 0 : LOOK_EVERY);
				looked = written + LOOK_EVERY;
			}
			for (let at = 0; at < piece.length; ) at += writeSync(to, piece, at, piece.length - at, written + at);
			written += piece.length;
		}
		await feeding;
	} catch (error) {
		if (error instanceof UnpackFailure) throw error;
		if (codeOf(error) === 'ENOSPC') throw new UnpackFailure('no_room');
		if (codeOf(error)?.startsWith('Z_') !== true) throw error;
		if (written === 0) return { fd, size, isPacked: false };
		throw new UnpackFailure('damaged');
	}
	return { fd: to, size: written, isPacked: true };

	async function feed(): Promise<void> {
		for (let at = 0; at < size; ) {
			const piece = Buffer.alloc(Math.min(PIECE_BYTES, size - at));
			const length = readAt(fd, piece, piece.length, at);
			if (length === 0) break;
			at += length;
			told(at);
			await new Promise<void>((resolve, reject) => {
				gunzip.write(piece.subarray(0, length), (error) => (error == null ? resolve() : reject(error)));
			});
			await setImmediate();
		}
		gunzip.end();
	}
}

function requireRoom(folder: string, more: number): void {
	const { bavail, blocks, bsize } = statfsSync(folder);
	// File systems without a size of their own say 0.
	if (blocks === 0) return;
	const floor = Math.min(KEPT_FREE_BYTES, (blocks * bsize) / 100);
	if (bavail * bsize - more < floor) throw new UnpackFailure('no_room');
}
