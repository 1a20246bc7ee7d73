import type { FileHandle } from 'node:fs/promises';
import { codeOf } from '../../../shared/errors/code-of.ts';
import type { RequestOf } from '../../../shared/host/operations.ts';
import {
	FOLLOW,
	fileRights,
	fileType,
	folderRights,
	openFlag,
	right,
	writing,
} from '../../../shared/wasm/wasi/rights.ts';
import { constants, lstat } from '../../files/user-files.ts';
import type { Act, BrokerTools, CallNotes } from '../act.ts';
import type { BrokerContext } from '../broker.ts';
import { refuseInPlace } from '../files/file-facts.ts';
import type { DecideOpened } from '../files/file-scope.ts';
import { openDecided, placeOfOpened } from '../files/opened-file.ts';
import { assertAllowed } from '../host-failure.ts';
import { typeOf } from './facts.ts';
import { Grounds } from './grounds.ts';
import { lacks, refuseLackingBelow } from './lacking.ts';
import { type Found, walk } from './walk.ts';
import { WasiFailure } from './wasi-failure.ts';
import { countFile } from './write-limits.ts';

const { O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_EXCL } = constants;

export const openRead: Act<'wasi_open_read'> = (request, context, tools, notes) =>
	openBelow(request, 'read', context, tools, notes);
export const openWrite: Act<'wasi_open_write'> = (request, context, tools, notes) =>
	openBelow(request, 'write', context, tools, notes);

async function openBelow(
	request: RequestOf<'wasi_open_read'> | RequestOf<'wasi_open_write'>,
	kind: 'read' | 'write',
	context: BrokerContext,
	tools: BrokerTools,
	notes: CallNotes,
): Promise<Uint8Array> {
	const grounds = new Grounds(context, tools);
	const changes = kind === 'write';
	const oflags = changes ? (request.how >> 8) & 15 : (request.how >> 8) & openFlag.directory;
	const needed =
		right.pathOpen |
		((oflags & openFlag.create) !== 0 ? right.pathCreateFile : 0) |
		((oflags & openFlag.truncate) !== 0 ? right.pathFilestatSetSize : 0);
	const base = await grounds.descriptor(request.dir, { context, tools, kind });
	if (!base.folder) throw new WasiFailure('notdir', 'That is no folder.');
	const follow = (request.how & FOLLOW) !== 0 && (oflags & openFlag.exclusive) === 0;
	if (lacks(base, needed)) return refuseLackingBelow(base, { path: request.path, follow }, kind, grounds, notes);
	const found = await walk(base, request.path, follow, grounds);
	try {
		notes.target = found.place;
		const opening: Opening = { found, oflags, grounds, context, tools, rights: request.rights & base.inheriting };
		const handle = changes ? await openToWrite(opening) : await openToRead(opening);
		const looks = [handle.stat({ bigint: true }), placeOfOpened(handle, found.place, !changes)] as const;
		const [facts, place] = await Promise.all(looks).catch(async (error: unknown) => {
			await handle.close();
			throw error;
		});
		const folder = facts.isDirectory();
		const able = folder ? folderRights : fileRights;
		const cut = changes ? ~0 : ~writing;
		const descriptor = {
			handle,
			folder,
			place,
			rights: (folder ? request.rights & base.inheriting : request.rights & base.inheriting & cut) & able,
			inheriting: folder ? request.inheriting & base.inheriting : 0,
			writable: changes,
			grounds: grounds.text,
			listing: null,
		};
		const number = await tools.descriptors.add(context.signal, descriptor);
		const { rights, inheriting } = descriptor;
		const type = folder ? fileType.directory : fileType.regularFile;
		const told = { handle: number, type, rights, inheriting, flags: 0, id: `${facts.dev}:${facts.ino}` };
		return new TextEncoder().encode(JSON.stringify(told));
	} finally {
		await found.close();
	}
}

interface Opening {
	readonly found: Found;
	readonly oflags: number;
	readonly grounds: Grounds;
	readonly context: BrokerContext;
	readonly tools: BrokerTools;
	readonly rights: number;
}

/** What is there before it is opened; null: nothing. A pipe or a device is refused unopened. */
async function lookAt({ found, grounds }: Opening, kind: 'read' | 'write') {
	await grounds.assertPlace(kind, found.place);
	const facts = await lstat(found.at, { bigint: true }).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	});
	if (facts === null) return null;
	if (facts.isSymbolicLink()) throw new WasiFailure('loop', `${found.place} is a link.`);
	if (typeOf(facts) === fileType.unknown) assertAllowed(await grounds.opened(kind)(found.place, facts));
	return facts;
}

async function openToRead(opening: Opening): Promise<FileHandle> {
	const { found, oflags, grounds, rights } = opening;
	const facts = await lookAt(opening, 'read');
	if (facts === null) throw new WasiFailure('noent', `There is no ${found.place}.`);
	const isFolder = facts.isDirectory();
	if (isFolder && (rights & right.fdWrite) !== 0) throw new WasiFailure('isdir', `${found.place} is a folder.`);
	if (!isFolder && (found.wantsFolder || (oflags & openFlag.directory) !== 0)) {
		throw new WasiFailure('notdir', `${found.place} is no folder.`);
	}
	return openDecided(found.at, O_RDONLY, grounds.opened(isFolder ? 'list' : 'read'), { place: found.place });
}

async function openToWrite(opening: Opening): Promise<FileHandle> {
	const { found, oflags, grounds, context, tools, rights } = opening;
	const facts = await lookAt(opening, 'write');
	const creates = (oflags & openFlag.create) !== 0;
	if (facts !== null && creates && (oflags & openFlag.exclusive) !== 0)
		throw new WasiFailure('exist', `${found.place} is there.`);
	if (facts === null && (!creates || found.wantsFolder)) {
		throw new WasiFailure(creates ? 'isdir' : 'noent', `There is no ${found.place}.`);
	}
	if (facts?.isDirectory() === true) {
		const wants = (oflags & openFlag.truncate) !== 0 || (rights & writing) !== 0;
		if (wants) throw new WasiFailure('isdir', `${found.place} is a folder.`);
		return openDecided(found.at, O_RDONLY, grounds.opened('list'));
	}
	if (facts !== null && found.wantsFolder) throw new WasiFailure('notdir', `${found.place} is no folder.`);
	const access = (rights & right.fdRead) !== 0 ? O_RDWR : O_WRONLY;
	const write = grounds.opened('write');
	if (facts === null) {
		countFile(await grounds.place('write', found.place), found.place, context, tools);
		return openDecided(found.at, access | O_CREAT | O_EXCL, write, { mode: 0o666 });
	}
	const links = tools.descriptors.linked(context.signal).get(`${facts.dev}:${facts.ino}`) ?? 0;
	const inPlace: DecideOpened = async (where, now) => {
		const decision = await write(where, now);
		// Names that this very guest made are all within what was granted.
		if (!decision.allowed || now.nlink <= 1n + BigInt(links)) return decision;
		return refuseInPlace(where, now, decision.named === true) ?? decision;
	};
	const handle = await openDecided(found.at, access, inPlace);
	if ((oflags & openFlag.truncate) === 0) return handle;
	// Only once it was decided on.
	await handle.truncate(0).catch(async (error: unknown) => {
		await handle.close();
		throw error;
	});
	return handle;
}
