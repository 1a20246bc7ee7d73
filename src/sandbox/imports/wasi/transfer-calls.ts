import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { fdFlag, right } from '../../../shared/wasm/wasi/rights.ts';
import { type Answer, done, whole, withFile } from './answers.ts';
import { type FileEntry, MOST_AT_ONCE, StreamEntry } from './entries.ts';
import type { Streams } from './streams.ts';
import type { Table } from './table.ts';
import { gather, scatter, totalOf, type WasiMemory } from './wasi-memory.ts';

/** The most that one call may be asked to write: as in POSIX, what a signed size of the guest's holds. bytes */
const MOST_IN_ALL = 2 ** 31 - 1;
/** So much goes to an output before it is asked whether it takes more. bytes */
const STREAM_PIECE = 256 * 1024;

/** Reading and writing: what is moved through buffers of the sandbox wherever that can be. */
export function transferCalls(memory: WasiMemory, table: Table, streams: Streams): Record<string, unknown> {
	const readStream = (pointer: number, count: number, readAt: number): Answer => {
		const buffers = memory.vectors(pointer, count);
		if (!Array.isArray(buffers)) return buffers as Answer;
		const bytes = streams.read(totalOf(buffers));
		if (bytes === null) return streams.readable(true).then(() => readStream(pointer, count, readAt));
		return done(memory.setU32(readAt, scatter(bytes, buffers)));
	};
	const writeStream = (stream: 'stdout' | 'stderr', args: readonly [number, number, number], from = 0): Answer => {
		const [pointer, count, writtenAt] = args;
		const buffers = memory.vectors(pointer, count);
		if (!Array.isArray(buffers)) return buffers as Answer;
		const total = totalOf(buffers);
		if (total > MOST_IN_ALL) return errno.inval;
		for (let at = from; at < total || at === 0; at += STREAM_PIECE) {
			const later = stream === 'stdout' ? streams.writable() : null;
			if (later !== null) return later.then(() => writeStream(stream, args, at));
			if (total > STREAM_PIECE) streams.write(stream, gather(buffers, at, STREAM_PIECE));
			else for (const bytes of buffers) streams.write(stream, bytes);
		}
		return done(memory.setU32(writtenAt, total));
	};

	const readFile = (file: FileEntry, from: number | null, args: readonly [number, number, number]): Answer => {
		const [pointer, count, readAt] = args;
		const buffers = memory.vectors(pointer, count);
		if (!Array.isArray(buffers)) return buffers as Answer;
		const at = from ?? file.offset;
		const total = totalOf(buffers);
		if (total === 0) return done(memory.setU32(readAt, 0));
		if (at === null) return endOf(file).then((error) => (error === errno.success ? readFile(file, from, args) : error));
		const give = (bytes: Uint8Array): Answer => {
			const places = memory.vectors(pointer, count);
			if (!Array.isArray(places)) return places as Answer;
			const moved = scatter(bytes, places);
			if (from === null) file.offset = at + moved;
			return done(memory.setU32(readAt, moved));
		};
		const ahead = file.aheadOf(at);
		if (ahead !== null) return give(ahead);
		return (async () => {
			await table.flush(file.id);
			const { error, data } = await file.fetch(at, Math.min(total, MOST_AT_ONCE));
			return error === errno.success ? give(data) : error;
		})();
	};
	/** Where the end of a file is that was appended to: its next place. */
	const endOf = async (file: FileEntry): Promise<Errno> => {
		await table.flush(file.id);
		const { error, data } = await table.broker.ask('facts', { handle: file.handle });
		if (error === errno.success)
			file.offset = Number(new DataView(data.buffer, data.byteOffset).getBigUint64(32, true));
		return error;
	};

	const writeFile = (file: FileEntry, from: number | null, args: readonly [number, number, number]): Answer => {
		const [pointer, count, writtenAt] = args;
		const late = file.late();
		if (late !== errno.success) return late;
		const buffers = memory.vectors(pointer, count);
		if (!Array.isArray(buffers)) return buffers as Answer;
		const total = totalOf(buffers);
		const append = (file.flags & fdFlag.append) !== 0;
		const at = append ? null : (from ?? file.offset);
		if (total > MOST_IN_ALL) return errno.inval;
		if (at === null && !append)
			return endOf(file).then((error) => (error === errno.success ? writeFile(file, from, args) : error));
		if (total === 0) return done(memory.setU32(writtenAt, 0));
		const move = (): void => {
			table.forgetAhead(file.id);
			if (from === null) file.offset = at === null ? null : at + total;
		};
		const synced = (file.flags & (fdFlag.sync | fdFlag.dsync)) !== 0;
		if (!synced && file.take(at, buffers, total)) {
			move();
			return done(memory.setU32(writtenAt, total));
		}
		return (async () => {
			await table.flush(file.id);
			const before = file.late();
			if (before !== errno.success) return before;
			// Looked at anew for each piece, and copied piece by piece: the same bytes may be named a thousand times.
			for (let written = 0; written < total; written += MOST_AT_ONCE) {
				const now = memory.vectors(pointer, count);
				if (!Array.isArray(now)) return now as Errno;
				const piece = gather(now, written, MOST_AT_ONCE);
				const error = await file.write(at === null ? null : at + written, piece);
				if (error !== errno.success) return error;
			}
			move();
			return done(memory.setU32(writtenAt, total));
		})();
	};

	return {
		fd_read(fd: number, pointer: number, count: number, readAt: number): Answer {
			const entry = table.get(fd);
			if (entry instanceof StreamEntry) {
				return entry.stream === 0 && (entry.rights & right.fdRead) !== 0
					? readStream(pointer, count, readAt)
					: errno.badf;
			}
			return withFile(table, fd, right.fdRead, (file) => readFile(file, null, [pointer, count, readAt]));
		},
		fd_write(fd: number, pointer: number, count: number, writtenAt: number): Answer {
			const entry = table.get(fd);
			if (entry instanceof StreamEntry) {
				if (entry.stream === 0 || (entry.rights & right.fdWrite) === 0) return errno.badf;
				return writeStream(entry.stream === 1 ? 'stdout' : 'stderr', [pointer, count, writtenAt]);
			}
			return withFile(table, fd, right.fdWrite, (file) => writeFile(file, null, [pointer, count, writtenAt]));
		},
		fd_pread(fd: number, pointer: number, count: number, offset: bigint, readAt: number): Answer {
			return withFile(table, fd, right.fdRead | right.fdSeek, (file) => {
				const from = whole(BigInt.asUintN(64, offset));
				return from === null ? errno.inval : readFile(file, from, [pointer, count, readAt]);
			});
		},
		fd_pwrite(fd: number, pointer: number, count: number, offset: bigint, writtenAt: number): Answer {
			return withFile(table, fd, right.fdWrite | right.fdSeek, (file) => {
				const from = whole(BigInt.asUintN(64, offset));
				return from === null ? errno.inval : writeFile(file, from, [pointer, count, writtenAt]);
			});
		},
		fd_seek(fd: number, offset: bigint, whence: number, placeAt: number): Answer {
			return withFile(table, fd, right.fdSeek, (file) => {
				const seek = (base: number): Answer => {
					const next = BigInt(base) + offset;
					const place = next < 0n ? null : whole(next);
					if (place === null) return errno.inval;
					file.offset = place;
					return done(memory.setU64(placeAt, next));
				};
				if (whence === 0) return seek(0);
				if (whence === 1 && file.offset !== null) return seek(file.offset);
				if (whence !== 1 && whence !== 2) return errno.inval;
				const before = file.offset;
				return endOf(file).then((error) => {
					if (error !== errno.success) return error;
					const answer = seek(file.offset ?? 0);
					if (answer !== errno.success) file.offset = before;
					return answer;
				});
			});
		},
		fd_tell(fd: number, placeAt: number): Answer {
			return withFile(table, fd, right.fdTell, (file) => {
				const tell = (): Answer => done(memory.setU64(placeAt, BigInt(file.offset ?? 0)));
				return file.offset === null ? endOf(file).then((error) => (error === errno.success ? tell() : error)) : tell();
			});
		},
	};
}
