import type { FileHandle } from 'node:fs/promises';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import { constants, lstat, open, readlink, realpath } from '../../files/user-files.ts';
import { assertAllowed, HostFailure, linkInTheWay } from '../host-failure.ts';
import type { DecideOpened } from './file-scope.ts';

/** macOS: fail where any component is a link (sys/fcntl.h). Elsewhere the place of what was opened is looked up. */
const O_NOFOLLOW_ANY = process.platform === 'darwin' ? 0x2000_0000 : 0;

/** Never follows a last link, never waits for a pipe's other end. Absent on Windows, where neither exists. */
const carefulFlags = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | O_NOFOLLOW_ANY;

/**
 * Opens by path, then decides on what was opened: a link swapped in between the first decision and the opening leads to
 * a refusal before a byte is moved. The caller closes the handle.
 */
export async function openDecided(
	path: string,
	flags: number,
	decide: DecideOpened,
	mode?: number,
): Promise<FileHandle> {
	const handle = await open(path, flags | carefulFlags, mode).catch((error: unknown) => {
		throw codeOf(error) === 'ELOOP' ? linkInTheWay(`${path} became a link while it was being opened.`) : error;
	});
	try {
		const facts = await handle.stat({ bigint: true });
		assertAllowed(await decide(await placeOfOpened(handle, path), facts));
		return handle;
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/** What was opened has no place any more: it was removed meanwhile, or another file took its place. */
export class GoneMeanwhile extends HostFailure {
	constructor(path: string) {
		super(hostStatus.notFound, `${path} was removed while it was being opened.`);
	}
}

/** Where an open file is, by the system's own account. Throws `GoneMeanwhile` when it is nowhere any more. */
export async function placeOfOpened(handle: FileHandle, path: string): Promise<string> {
	const link = process.platform === 'linux' ? await readlink(`/proc/self/fd/${handle.fd}`).catch(() => null) : null;
	// After the link was read: what is removed later was there when its place was told.
	const facts = await handle.stat({ bigint: true });
	if (facts.nlink === 0n) throw new GoneMeanwhile(path);
	if (link !== null) return link;
	const real = await realpath(path);
	const there = await lstat(real, { bigint: true });
	if (there.dev === facts.dev && there.ino === facts.ino) return real;
	throw linkInTheWay(`${path} was replaced while it was being opened.`);
}
