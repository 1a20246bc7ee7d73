import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hostStatus } from '../../../shared/host/abi.ts';
import { entriesInForce } from '../../../shared/policy/powers.ts';
import { constants } from '../../files/user-files.ts';
import type { Act } from '../act.ts';
import { assertAllowed, HostFailure } from '../host-failure.ts';
import { scopeOf } from '../scope-of.ts';
import { placeFile } from './file-scope.ts';
import { assertPath } from './guest-path.ts';
import { GoneMeanwhile, openDecided } from './opened-file.ts';
import type { FileScope } from './scope.ts';

/** Up to `max` bytes from `offset`; fewer at the end of the file, none behind it. */
export const readFile: Act<'read_file'> = async (request, context, tools, notes) => {
	const { limits, handles, windows } = tools;
	assertPath(request.path, limits.pathBytes, windows);
	if (!Number.isSafeInteger(request.offset) || request.offset < 0) throw invalid('offset', request.offset);
	if (!Number.isSafeInteger(request.max) || request.max < 0) throw invalid('max', request.max);
	const scope = scopeOf(context, tools);
	const path = resolve(context.dataFolder, request.path);
	const data = await handles.use(
		{ owner: context.signal, path, grounds: groundsOf(scope) },
		() => openForReading(request.path, scope),
		(handle) => readChunk(handle, request.offset, Math.min(request.max, limits.readBytes)),
	);
	notes.bytes = data.byteLength;
	return data;
};

/** How often another file may take the place of the one that is opened before the plugin is told of it. */
const REPLACED_AT_MOST = 100;

/** A file that is replaced while it is opened is still there: the new one is decided on and opened instead. */
async function openForReading(path: string, scope: FileScope): Promise<FileHandle> {
	for (let left = REPLACED_AT_MOST; ; left -= 1) {
		try {
			return await openOnce(path, scope);
		} catch (error) {
			if (!(error instanceof GoneMeanwhile) || left === 0) throw error;
		}
	}
}

async function openOnce(path: string, scope: FileScope): Promise<FileHandle> {
	const placed = await placeFile('read', path, scope);
	assertAllowed(placed.decision);
	const handle = await openDecided(placed.path, constants.O_RDONLY, placed.decideOpened);
	const facts = await handle.stat();
	if (facts.isFile()) return handle;
	await handle.close();
	throw new HostFailure(hostStatus.invalid, `${path} is a folder.`);
}

/** Below this a buffer is made without asking how large the file is, bytes. */
const smallRead = 64 * 1024;

async function readChunk(handle: FileHandle, offset: number, max: number): Promise<Uint8Array> {
	const wanted = max <= smallRead ? max : Math.max(0, Math.min(max, (await handle.stat()).size - offset));
	const buffer = new Uint8Array(wanted);
	let filled = 0;
	while (filled < wanted) {
		const { bytesRead } = await handle.read(buffer, filled, wanted - filled, offset + filled);
		if (bytesRead === 0) break;
		filled += bytesRead;
	}
	return filled === wanted ? buffer : buffer.slice(0, filled);
}

/** All that a decision about a path depends on besides the file system. */
function groundsOf({ policy, dataFolder, extraPaths, own }: FileScope): string {
	return JSON.stringify([entriesInForce(policy, 'files'), dataFolder, extraPaths ?? [], own?.places.sealed ?? []]);
}

function invalid(what: string, value: number): HostFailure {
	return new HostFailure(hostStatus.invalid, `${what} is ${value}, not a whole number of bytes.`);
}
