import { errno } from '../../../shared/wasm/wasi/errno.ts';
import {
	FILESTAT_BYTES,
	FOLLOW,
	fdFlag,
	fileType,
	openFlag,
	right,
	writing,
} from '../../../shared/wasm/wasi/rights.ts';
import { decodeStrict } from '../../memory/utf8.ts';
import { type Answer, done, errorOf, withFolder } from './answers.ts';
import { timesOf } from './descriptor-calls.ts';
import { FileEntry, FolderEntry, type Opened } from './entries.ts';
import type { Table } from './table.ts';
import type { WasiMemory } from './wasi-memory.ts';

/** Longest path, bytes. */
const MAX_PATH = 4096;

/** What is done by a path below a folder. What waits to be written is written first: the path may be that of an open file. */
export function pathCalls(memory: WasiMemory, table: Table): Record<string, unknown> {
	const named = (pointer: number, length: number, act: (path: string) => Answer): Answer => {
		if (length >>> 0 > MAX_PATH) return errno.nametoolong;
		const bytes = memory.bytes(pointer, length);
		if (bytes === null) return errno.fault;
		const path = decodeStrict(bytes.slice());
		if (path === null) return errno.ilseq;
		if (path === '') return errno.noent;
		return path.includes('\0') ? errno.inval : act(path);
	};
	const below = (
		fd: number,
		rights: number,
		pointer: number,
		length: number,
		act: (dir: number, path: string) => Promise<Answer>,
	): Answer =>
		withFolder(table, fd, rights, (folder) =>
			named(
				pointer,
				length,
				(path) =>
					(async () => {
						await table.flush();
						return act(folder.handle, path);
					})() as Promise<0>,
			),
		);
	const two = (
		name: 'move' | 'link',
		from: readonly [fd: number, right: number, pointer: number, length: number],
		onto: readonly [fd: number, right: number, pointer: number, length: number],
	): Answer =>
		withFolder(table, onto[0], onto[1], ({ handle: toDir }) =>
			named(onto[2], onto[3], (to) =>
				below(...from, (dir, path) => errorOf(table.broker.ask(name, { dir, path, toDir, to }))),
			),
		);
	return {
		path_open(
			fd: number,
			lookup: number,
			pointer: number,
			length: number,
			oflags: number,
			base: bigint,
			inheriting: bigint,
			fdflags: number,
			fdAt: number,
		): Answer {
			const folder = table.get(fd);
			let needed: number = right.pathOpen;
			if ((oflags & openFlag.create) !== 0) needed |= right.pathCreateFile;
			if ((oflags & openFlag.truncate) !== 0) needed |= right.pathFilestatSetSize;
			if (oflags > 15 || fdflags > 31) return errno.inval;
			return below(fd, needed, pointer, length, async (dir, path) => {
				const handed = (folder as FolderEntry).inheriting;
				const rights = Number(BigInt.asUintN(30, base));
				const asked = Number(BigInt.asUintN(30, inheriting));
				const changes = (oflags & (openFlag.create | openFlag.truncate)) !== 0 || (rights & writing) !== 0;
				const isFolder = (oflags & openFlag.directory) !== 0;
				// An asked-for folder is none that is written to.
				if (isFolder && (oflags & (openFlag.create | openFlag.truncate)) !== 0) return errno.inval;
				const how = (lookup & FOLLOW) | (oflags << 8) | (fdflags << 16);
				const fields = { dir, path, how, rights: rights & handed, inheriting: asked & handed };
				const { error, data } = await table.broker.ask(changes && !isFolder ? 'openWrite' : 'openRead', fields);
				if (error !== errno.success) return error;
				const opened = JSON.parse(new TextDecoder().decode(data)) as Opened;
				if ((oflags & openFlag.truncate) !== 0) table.forgetAhead(opened.id);
				const flags = fdflags & (fdFlag.append | fdFlag.nonblock | fdFlag.sync | fdFlag.dsync | fdFlag.rsync);
				const entry =
					opened.type === fileType.directory
						? new FolderEntry({ ...opened, flags: 0 }, null)
						: new FileEntry({ ...opened, flags }, table.broker);
				return done(memory.setU32(fdAt, table.add(entry)));
			});
		},
		path_filestat_get(fd: number, lookup: number, pointer: number, length: number, statAt: number): Answer {
			return below(fd, right.pathFilestatGet, pointer, length, async (dir, path) => {
				const { error, data } = await table.broker.ask('pathFacts', { dir, path, follow: lookup & FOLLOW });
				if (error !== errno.success) return error;
				const place = memory.bytes(statAt, FILESTAT_BYTES);
				place?.set(data.subarray(0, FILESTAT_BYTES));
				return done(place !== null);
			});
		},
		path_filestat_set_times(
			fd: number,
			lookup: number,
			pointer: number,
			length: number,
			atime: bigint,
			mtime: bigint,
			flags: number,
		): Answer {
			return below(fd, right.pathFilestatSetTimes, pointer, length, async (dir, path) => {
				const values = timesOf(atime, mtime, flags);
				if (values === null) return errno.inval;
				return errorOf(table.broker.ask('pathTimes', { dir, path, follow: lookup & FOLLOW, values }));
			});
		},
		path_create_directory: (fd: number, pointer: number, length: number): Answer =>
			below(fd, right.pathCreateDirectory, pointer, length, (dir, path) =>
				errorOf(table.broker.ask('makeFolder', { dir, path })),
			),
		path_remove_directory: (fd: number, pointer: number, length: number): Answer =>
			below(fd, right.pathRemoveDirectory, pointer, length, (dir, path) =>
				errorOf(table.broker.ask('remove', { dir, path, what: 'folder' })),
			),
		path_unlink_file: (fd: number, pointer: number, length: number): Answer =>
			below(fd, right.pathUnlinkFile, pointer, length, (dir, path) =>
				errorOf(table.broker.ask('remove', { dir, path, what: 'file' })),
			),
		path_rename: (fd: number, pointer: number, length: number, toFd: number, to: number, toLength: number): Answer =>
			two('move', [fd, right.pathRenameSource, pointer, length], [toFd, right.pathRenameTarget, to, toLength]),
		path_link(
			fd: number,
			lookup: number,
			pointer: number,
			length: number,
			toFd: number,
			to: number,
			toLength: number,
		): Answer {
			if ((lookup & FOLLOW) !== 0) return errno.inval;
			return two('link', [fd, right.pathLinkSource, pointer, length], [toFd, right.pathLinkTarget, to, toLength]);
		},
		path_symlink: (textAt: number, textLength: number, fd: number, pointer: number, length: number): Answer =>
			named(textAt, textLength, (text) =>
				below(fd, right.pathSymlink, pointer, length, (dir, path) =>
					errorOf(table.broker.ask('symlink', { dir, path, text })),
				),
			),
		path_readlink(
			fd: number,
			pointer: number,
			length: number,
			into: number,
			intoLength: number,
			usedAt: number,
		): Answer {
			return below(fd, right.pathReadlink, pointer, length, async (dir, path) => {
				const { error, data } = await table.broker.ask('readLink', { dir, path });
				if (error !== errno.success) return error;
				const piece = data.subarray(0, intoLength >>> 0);
				const place = memory.bytes(into, intoLength);
				place?.set(piece);
				return done(place !== null && memory.setU32(usedAt, piece.length));
			});
		},
	};
}
