import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import type { RequestOf } from '../../../shared/host/operations.ts';
import { removeLeftovers, temporaryName } from '../../files/temporary-files.ts';
import { constants, lstat, rename, rm } from '../../files/user-files.ts';
import type { Act, BrokerTools } from '../act.ts';
import type { BrokerContext } from '../broker.ts';
import { assertAllowed, HostFailure, linkInTheWay } from '../host-failure.ts';
import { scopeOf } from '../scope-of.ts';
import { refuseInPlace } from './file-facts.ts';
import { type DecideOpened, type PlacedFile, placeFile } from './file-scope.ts';
import { assertPath } from './guest-path.ts';
import { type OpenFolder, openParent } from './open-folder.ts';
import { openDecided } from './opened-file.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;

/** What one request writes, counted before it is done. */
interface Meter {
	/** Throws where the disk has too little left for so many bytes. */
	readonly room: (folder: OpenFolder) => Promise<void>;
	/** Throws where the run has made too many files and folders. */
	readonly making: (name: string) => void;
}

/**
 * Replaces a file whole or not at all, or appends to it; makes missing folders inside what was granted. What is replaced
 * is a name: another name of the same file (a hard link) keeps what it had.
 */
export const writeFile: Act<'write_file'> = async (request, context, tools, notes) => {
	const { limits, windows, diskSlots } = tools;
	assertPath(request.path, limits.pathBytes, windows);
	if (request.data.byteLength > limits.writeBytes) {
		throw new HostFailure(hostStatus.tooLarge, `More than ${limits.writeBytes} bytes at once.`);
	}
	await diskSlots.run(context.plugin, context.signal, () => decideAndWrite(request, context, tools));
	notes.bytes = request.data.byteLength;
	return null;
};

async function decideAndWrite(
	request: RequestOf<'write_file'>,
	context: BrokerContext,
	tools: BrokerTools,
): Promise<void> {
	const placed = await placeFile('write', request.path, scopeOf(context, tools));
	assertAllowed(placed.decision);
	if (/[\\/]$/.test(request.path)) throw new HostFailure(hostStatus.invalid, `${request.path} names a folder.`);
	await metered(request, placed, context, tools, async (meter) => {
		const folder = await openParent(placed, meter.making);
		try {
			await tools.writeTurns.run(placed.path, async () => {
				await meter.room(folder);
				if (request.mode === 'append') return append(folder, placed, request.data, meter);
				await tools.handles.forget(resolve(context.dataFolder, request.path));
				tools.noteFolder(dirname(placed.path));
				return replace(folder, placed, request.data, meter);
			});
		} finally {
			await folder.close();
		}
	});
}

/** Counts against the grant's limits, except for the very file that a person chose for this run: as much as it takes. */
async function metered(
	{ path, data }: RequestOf<'write_file'>,
	{ decision }: PlacedFile,
	context: BrokerContext,
	{ writes, freeSpace }: BrokerTools,
	write: (meter: Meter) => Promise<void>,
): Promise<void> {
	const bytes = data.byteLength;
	const room = (folder: OpenFolder): Promise<void> => freeSpace.assertAllowed(folder, bytes, path);
	if (decision.named === true && decision.chosen === true) return write({ room, making: () => undefined });
	const owner = context.account ?? context.signal;
	const limits = context.policy();
	writes.addBytes(owner, bytes, path, limits);
	try {
		await write({ room, making: (name) => writes.addFile(owner, name, limits) });
	} catch (error) {
		writes.takeBack(owner, bytes);
		throw error;
	}
}

/** What could be appended in part only, on a full disk, is taken back: no reader meets half a record. */
async function append(folder: OpenFolder, placed: PlacedFile, data: Uint8Array, meter: Meter): Promise<void> {
	const handle = await openForAppending(folder.at(basename(placed.path)), placed, meter);
	try {
		const { size } = await handle.stat();
		await handle.writeFile(data).catch(async (error: unknown) => {
			await handle.truncate(size).catch(() => undefined);
			throw error;
		});
	} finally {
		await handle.close();
	}
}

async function openForAppending(path: string, placed: PlacedFile, meter: Meter): Promise<FileHandle> {
	const inPlace: DecideOpened = async (where, facts) => {
		const decision = await placed.decideOpened(where, facts);
		return decision.allowed ? (refuseInPlace(where, facts, decision.named === true) ?? decision) : decision;
	};
	const existing = (): Promise<FileHandle> => openDecided(path, O_WRONLY | O_APPEND, inPlace);
	try {
		return await existing();
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
	meter.making(basename(placed.path));
	try {
		return await openDecided(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL, placed.decideOpened, { mode: 0o666 });
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
		return existing();
	}
}

async function replace(folder: OpenFolder, placed: PlacedFile, data: Uint8Array, meter: Meter): Promise<void> {
	const name = basename(placed.path);
	const mode = await replacedMode(folder.at(name), placed);
	if (mode === null) meter.making(name);
	await removeLeftovers(folder.here, dirname(placed.path));
	const temporary = folder.at(temporaryName());
	try {
		const handle = await openDecided(
			temporary,
			O_WRONLY | O_CREAT | O_EXCL,
			(place, facts) => placed.decideOpened(join(dirname(place), name), facts),
			{ mode: 0o666 },
		);
		try {
			if (mode !== null) await handle.chmod(mode);
			await handle.writeFile(data);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(temporary, folder.at(name));
	} catch (error) {
		await rm(temporary, { force: true }).catch(() => undefined);
		throw error;
	}
	// Not every file system can sync a folder; the file's own bytes are safe already.
	await folder.handle.sync().catch(() => undefined);
}

/** Permissions of the file that is about to be replaced; null: there is none. Throws where it must not be. */
async function replacedMode(path: string, placed: PlacedFile): Promise<number | null> {
	const facts = await lstat(path, { bigint: true }).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	});
	if (facts === null) return null;
	if (facts.isSymbolicLink()) throw linkInTheWay(`${placed.path} became a link while it was being written.`);
	assertAllowed(await placed.decideOpened(placed.path, facts));
	if (facts.isDirectory()) throw new HostFailure(hostStatus.invalid, `${placed.path} is a folder.`);
	return Number(facts.mode & 0o777n);
}
