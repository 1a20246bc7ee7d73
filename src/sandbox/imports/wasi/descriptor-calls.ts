import { errno } from '../../../shared/wasm/wasi/errno.ts';
import { FILESTAT_BYTES, fdFlag, fileType, right, timeFlag } from '../../../shared/wasm/wasi/rights.ts';
import { type Answer, done, errorOf, whole, withFile, withFolder } from './answers.ts';
import { FileEntry, FolderEntry, mayAsk, StreamEntry } from './entries.ts';
import type { Table } from './table.ts';
import type { WasiMemory } from './wasi-memory.ts';

/** Beyond these, `fd_advise` has no advice. */
const ADVICES = 6;
/** What `fd_fdstat_set_flags` may set. */
const settable = fdFlag.append | fdFlag.nonblock;
const DIRENT_BYTES = 24;

/** Two times and which of them are set, as `change` takes them; null: they contradict each other. */
export function timesOf(atime: bigint, mtime: bigint, flags: number): Uint8Array | null {
	const both = (one: number, other: number): boolean => (flags & one) !== 0 && (flags & other) !== 0;
	if (both(timeFlag.atime, timeFlag.atimeNow) || both(timeFlag.mtime, timeFlag.mtimeNow) || flags > 15) return null;
	const values = new DataView(new ArrayBuffer(18));
	values.setBigUint64(0, BigInt.asUintN(64, atime), true);
	values.setBigUint64(8, BigInt.asUintN(64, mtime), true);
	values.setUint16(16, flags, true);
	return new Uint8Array(values.buffer);
}

function sizeBytes(size: number): Uint8Array {
	const values = new DataView(new ArrayBuffer(8));
	values.setBigUint64(0, BigInt(size), true);
	return new Uint8Array(values.buffer);
}

/** What is asked of and done with a descriptor, besides moving bytes. */
export function descriptorCalls(memory: WasiMemory, table: Table): Record<string, unknown> {
	const change = async (file: FileEntry, what: 'size' | 'sync', values: Uint8Array): Promise<Answer> => {
		await table.flush(file.id);
		const late = file.late();
		if (late !== errno.success) return late;
		const answer = await errorOf(table.broker.ask('change', { handle: file.handle, what, values }));
		if (what === 'size') table.forgetAhead(file.id);
		return answer;
	};
	const sync = (fd: number, needed: number): Answer => {
		const entry = table.get(fd);
		if (entry === undefined) return errno.badf;
		if (entry instanceof StreamEntry) return errno.inval;
		if ((entry.rights & needed) !== needed) return errno.notcapable;
		if (entry instanceof FileEntry) return change(entry, 'sync', new Uint8Array(0)) as Promise<0>;
		return errno.success;
	};
	return {
		fd_advise(fd: number, _offset: bigint, _length: bigint, advice: number): Answer {
			return withFile(table, fd, right.fdAdvise, () => (advice >>> 0 < ADVICES ? errno.success : errno.inval));
		},
		fd_allocate(fd: number): Answer {
			return withFile(table, fd, right.fdAllocate, () => errno.notsup);
		},
		fd_close: (fd: number): Answer => (table.get(fd) === undefined ? errno.badf : table.close(fd)),
		fd_datasync: (fd: number): Answer => sync(fd, right.fdDatasync),
		fd_sync: (fd: number): Answer => sync(fd, right.fdSync),
		fd_renumber: (from: number, to: number): Answer =>
			table.get(from) === undefined || table.get(to) === undefined ? errno.badf : table.renumber(from, to),
		fd_fdstat_get(fd: number, pointer: number): Answer {
			const entry = table.get(fd);
			if (entry === undefined) return errno.badf;
			const stat = memory.view(pointer, 24);
			if (stat === null) return errno.fault;
			new Uint8Array(stat.buffer, stat.byteOffset, 24).fill(0);
			// Standard streams are character devices, which a C library flushes line by line.
			stat.setUint8(0, entry.type);
			stat.setUint16(2, entry.flags, true);
			// A stream that says that it can neither seek nor tell is a terminal to a C library.
			stat.setBigUint64(8, BigInt(entry.rights), true);
			stat.setBigUint64(16, BigInt(entry.inheriting), true);
			return errno.success;
		},
		fd_fdstat_set_flags(fd: number, flags: number): Answer {
			const entry = table.get(fd);
			if (entry === undefined) return errno.badf;
			if ((entry.rights & right.fdFdstatSetFlags) === 0) return errno.notcapable;
			const fixed = entry.flags & ~settable;
			if ((flags & ~settable & ~fixed) !== 0) return flags > 31 ? errno.inval : errno.notsup;
			entry.flags = fixed | (flags & settable);
			return errno.success;
		},
		fd_fdstat_set_rights(fd: number, base: bigint, inheriting: bigint): Answer {
			const entry = table.get(fd);
			if (entry === undefined) return errno.badf;
			const held = BigInt(entry.rights);
			const handed = BigInt(entry.inheriting);
			if ((base & ~held) !== 0n || (inheriting & ~handed) !== 0n) return errno.notcapable;
			entry.rights = Number(base);
			entry.inheriting = Number(inheriting);
			return errno.success;
		},
		fd_filestat_get(fd: number, pointer: number): Answer {
			const entry = table.get(fd);
			if (entry === undefined) return errno.badf;
			if ((entry.rights & right.fdFilestatGet) === 0) return errno.notcapable;
			const place = memory.bytes(pointer, FILESTAT_BYTES);
			if (place === null) return errno.fault;
			if (entry instanceof StreamEntry) {
				place.fill(0);
				place[16] = fileType.characterDevice;
				place[24] = 1;
				return errno.success;
			}
			const { handle } = entry as FileEntry | FolderEntry;
			return (async () => {
				if (entry instanceof FileEntry) await table.flush(entry.id);
				const { error, data } = await table.broker.ask('facts', { handle });
				if (error !== errno.success) return error;
				memory.bytes(pointer, FILESTAT_BYTES)?.set(data.subarray(0, FILESTAT_BYTES));
				return errno.success;
			})();
		},
		fd_filestat_set_size(fd: number, size: bigint): Answer {
			return withFile(table, fd, right.fdFilestatSetSize, (file) => {
				const bytes = whole(BigInt.asUintN(64, size));
				return bytes === null ? errno.inval : (change(file, 'size', sizeBytes(bytes)) as Promise<0>);
			});
		},
		fd_filestat_set_times(fd: number, atime: bigint, mtime: bigint, flags: number): Answer {
			const entry = table.get(fd);
			if (entry === undefined || entry instanceof StreamEntry) return errno.badf;
			const open = entry as FileEntry | FolderEntry;
			if (!mayAsk(open, right.fdFilestatSetTimes)) return errno.notcapable;
			const values = timesOf(atime, mtime, flags);
			if (values === null) return errno.inval;
			const { handle } = open;
			return (async () => {
				if (entry instanceof FileEntry) await table.flush(entry.id);
				return errorOf(table.broker.ask('change', { handle, what: 'times', values }));
			})();
		},
		fd_prestat_get(fd: number, pointer: number): Answer {
			const entry = table.get(fd);
			if (!(entry instanceof FolderEntry) || entry.preopened === null) return errno.badf;
			return done(memory.setU32(pointer, 0) && memory.setU32(pointer + 4, entry.preopened.length));
		},
		fd_prestat_dir_name(fd: number, pointer: number, length: number): Answer {
			const entry = table.get(fd);
			if (!(entry instanceof FolderEntry) || entry.preopened === null) return errno.badf;
			if (length >>> 0 < entry.preopened.length) return errno.nametoolong;
			const place = memory.bytes(pointer, entry.preopened.length);
			place?.set(entry.preopened);
			return done(place !== null);
		},
		fd_readdir(fd: number, pointer: number, length: number, cookie: bigint, usedAt: number): Answer {
			return withFolder(table, fd, right.fdReaddir, (folder) =>
				readFolder(memory, table, folder, pointer, length, BigInt.asUintN(64, cookie), usedAt),
			);
		},
	};
}

function readFolder(
	memory: WasiMemory,
	table: Table,
	folder: FolderEntry,
	pointer: number,
	length: number,
	cookie: bigint,
	usedAt: number,
): Answer {
	const size = length >>> 0;
	if (memory.bytes(pointer, size) === null) return errno.fault;
	const give = (data: Uint8Array): Answer => {
		const piece = data.subarray(0, size);
		memory.bytes(pointer, size)?.set(piece);
		return done(memory.setU32(usedAt, piece.length));
	};
	const known = cookie === 0n ? null : restFrom(folder, cookie);
	if (known !== null && (known.length >= size || folder.listed?.last === true)) return give(known);
	if (whole(cookie) === null) return errno.inval;
	return (async () => {
		const pieces = [known ?? nothing];
		let [held, last, next] = [known?.length ?? 0, false, lastCookie(known) ?? cookie];
		// Less than there is room for is the end of the folder to a guest. What follows what is known is asked for: the
		// broker goes on where it stopped, and finds any other place from the folder's beginning.
		while (held < size && !last) {
			const max = Math.min(Math.max(size - held, 16_384), 65_536);
			const { error, data } = await table.broker.ask('list', { handle: folder.handle, cookie: Number(next), max });
			if (error !== errno.success) return error;
			// The first byte says whether these are the last.
			const piece = data.subarray(1);
			pieces.push(piece);
			held += piece.length;
			next = lastCookie(piece) ?? next;
			last = data[0] === 1 || piece.length === 0;
		}
		folder.listed = { from: cookie, data: joined(pieces, held), last };
		return give(folder.listed.data);
	})();
}

const nothing = new Uint8Array(0);

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
	const whole = new Uint8Array(size);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

/** The cookie of what follows the last of some entries; null: there are none. */
function lastCookie(entries: Uint8Array | null): bigint | null {
	if (entries === null || entries.length === 0) return null;
	const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
	let cookie: bigint | null = null;
	for (let at = 0; at < entries.length; at += DIRENT_BYTES + view.getUint32(at + 16, true)) {
		cookie = view.getBigUint64(at, true);
	}
	return cookie;
}

/** What was listed from a cookie on; null: that is not among it. */
function restFrom({ listed }: FolderEntry, cookie: bigint): Uint8Array | null {
	if (listed === null) return null;
	const view = new DataView(listed.data.buffer, listed.data.byteOffset, listed.data.byteLength);
	let [at, here] = [0, listed.from];
	while (here !== cookie) {
		if (at >= listed.data.length) return null;
		here = view.getBigUint64(at, true);
		at += DIRENT_BYTES + view.getUint32(at + 16, true);
	}
	return listed.data.subarray(at);
}
