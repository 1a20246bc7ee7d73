import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import { access, constants, mkdir } from '../../files/user-files.ts';
import { HostFailure } from '../host-failure.ts';
import type { DecideOpened, PlacedFile } from './file-scope.ts';
import { openDecided } from './opened-file.ts';

/**
 * A folder that is held open. On Linux names below it are reached through the open handle, so that what happens to the
 * folders above it no longer matters; elsewhere by path.
 */
export interface OpenFolder {
	readonly handle: FileHandle;
	at(name: string): string;
	/** The folder itself, as a path to list. */
	readonly here: string;
	close(): Promise<void>;
}

export async function openFolder(path: string, decide: DecideOpened): Promise<OpenFolder> {
	const handle = await openDecided(path, constants.O_RDONLY, decide);
	if (!(await handle.stat()).isDirectory()) {
		await handle.close();
		throw new HostFailure(hostStatus.invalid, `${path} is not a folder.`);
	}
	const here = (await hasHandlePaths()) ? `/proc/self/fd/${handle.fd}` : path;
	return { handle, here, at: (name) => join(here, name), close: () => handle.close() };
}

let handlePaths: Promise<boolean> | null = null;

export function hasHandlePaths(): Promise<boolean> {
	handlePaths ??=
		process.platform === 'linux'
			? access('/proc/self/fd').then(
					() => true,
					() => false,
				)
			: Promise.resolve(false);
	return handlePaths;
}

/**
 * Opens the folder that shall hold a file, making what is missing of it one folder at a time, each from within the one
 * above. Each is opened on the condition that the file below it may be written where the folder really is. `making`
 * hears of each before it is made, and may throw.
 */
export async function openParent(placed: PlacedFile, making: (folder: string) => void): Promise<OpenFolder> {
	const below: string[] = [basename(placed.path)];
	let at = dirname(placed.path);
	let folder: OpenFolder | null = null;
	while (folder === null) {
		try {
			folder = await openFolder(at, holding(placed, below));
		} catch (error) {
			// A drive that is not there has nothing above it that could be made.
			if (codeOf(error) !== 'ENOENT' || dirname(at) === at || !placed.mayMake(at)) throw error;
			below.unshift(basename(at));
			at = dirname(at);
		}
	}
	for (let name = below.shift(); name !== undefined && below.length > 0; name = below.shift()) {
		folder = await makeFolder(folder, name, holding(placed, below), making);
	}
	return folder;
}

function holding(placed: PlacedFile, below: readonly string[]): DecideOpened {
	const names = [...below];
	return (folder, facts) => placed.decideOpened(join(folder, ...names), facts);
}

async function makeFolder(
	above: OpenFolder,
	name: string,
	decide: DecideOpened,
	making: (folder: string) => void,
): Promise<OpenFolder> {
	try {
		making(name);
		await mkdir(above.at(name)).catch((error: unknown) => {
			if (codeOf(error) !== 'EEXIST') throw error;
		});
		return await openFolder(above.at(name), decide);
	} finally {
		await above.close();
	}
}
