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

/** What Linux appends to the place of something that has lost the name it was opened by (d_path). */
const REMOVED = ' (deleted)';

export interface Opening {
	/** Permission bits of a file that is made. */
	readonly mode?: number;
	/** Where `path` really leads, for a path through an open folder; default: `path` is that place. */
	readonly place?: string;
}

/**
 * Opens by path, then decides on what was opened: a link swapped in between the first decision and the opening leads to
 * a refusal before a byte is moved. A file that is opened to be read may lose its name meanwhile and is read as it was;
 * what is written into one would be lost, so that throws `GoneMeanwhile`. The caller closes the handle.
 */
export async function openDecided(
	path: string,
	flags: number,
	decide: DecideOpened,
	{ mode, place = path }: Opening = {},
): Promise<FileHandle> {
	const handle = await open(path, flags | carefulFlags, mode).catch((error: unknown) => {
		throw codeOf(error) === 'ELOOP' ? linkInTheWay(`${path} became a link while it was being opened.`) : error;
	});
	try {
		const facts = await handle.stat({ bigint: true });
		const reads = (flags & (constants.O_WRONLY | constants.O_RDWR)) === 0;
		assertAllowed(await decide(await placeOfOpened(handle, place, reads), facts));
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

/**
 * Where an open file is, by the system's own account. Throws `GoneMeanwhile` when it is nowhere any more; `keep`: except
 * for a plain file that was at `path`, where it was expected, until it lost its last name.
 */
export async function placeOfOpened(handle: FileHandle, path: string, keep = false): Promise<string> {
	const link = await systemsAccount(handle);
	// After the link was read: what is removed later was there when its place was told.
	const facts = await handle.stat({ bigint: true });
	if (facts.nlink === 0n) {
		if (keep && facts.isFile() && (await wasAt(handle, path))) return path;
		throw new GoneMeanwhile(path);
	}
	if (link !== null) return link.endsWith(REMOVED) ? nameInUse(link, facts, path) : link;
	const real = await realpath(path);
	if (await isAt(real, facts)) return real;
	throw linkInTheWay(`${path} was replaced while it was being opened.`);
}

/** Null: this system tells nothing. */
async function systemsAccount(handle: FileHandle): Promise<string | null> {
	return process.platform === 'linux' ? readlink(`/proc/self/fd/${handle.fd}`).catch(() => null) : null;
}

/**
 * Whether a file without names had its last one there. The system marks a name as removed a moment after it has taken it
 * away, so that both accounts are of `path`; any other place would have to be guessed from a mark that is a name as well.
 */
async function wasAt(handle: FileHandle, path: string): Promise<boolean> {
	const link = await systemsAccount(handle);
	return link === path || link === `${path}${REMOVED}`;
}

/**
 * What ends like the mark may be a name; may have lost the name that it was opened by and be there by another, whose
 * place nobody tells; or the system forgot for a while that the name is in use.
 */
async function nameInUse(link: string, facts: Identity, path: string): Promise<string> {
	for (const place of [link, link.slice(0, -REMOVED.length)]) if (await isAt(place, facts)) return place;
	throw new GoneMeanwhile(path);
}

interface Identity {
	readonly dev: bigint;
	readonly ino: bigint;
}

async function isAt(place: string, { dev, ino }: Identity): Promise<boolean> {
	const there = await lstat(place, { bigint: true }).catch(() => null);
	return there !== null && there.dev === dev && there.ino === ino;
}
