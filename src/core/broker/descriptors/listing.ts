import type { Dirent } from 'node:fs';
import { fileType, right } from '../../../shared/wasm/wasi/rights.ts';
import { lstat, opendir } from '../../files/user-files.ts';
import type { Act } from '../act.ts';
import { hasHandlePaths } from '../files/open-folder.ts';
import type { Descriptor } from './descriptors.ts';
import { Grounds } from './grounds.ts';
import { lacks, refuseLacking } from './lacking.ts';
import { WasiFailure } from './wasi-failure.ts';

const HEAD = 24;
/** So many entries are looked at at once. */
const AT_ONCE = 32;
/** How much is listed at once at most. bytes */
const MOST = 256 * 1024;

/**
 * What a folder holds, from the entry of a number on, as WASI's `dirent`s: `.` and `..` come first, the others as the file
 * system gives them. Goes on where it stopped as long as it is asked for what comes next or later; any other place is found
 * from the folder's beginning, and beyond its end there is nothing. Names that are passed over are read in pieces, and
 * kept nowhere. First byte: 1 at the end.
 */
export const list: Act<'wasi_list'> = async ({ handle, cookie, max }, context, tools, notes) => {
	const grounds = new Grounds(context, tools);
	const folder = await grounds.descriptor(handle, { context, tools, kind: 'list' });
	notes.target = folder.place;
	if (lacks(folder, right.fdReaddir)) return refuseLacking(grounds, 'list', folder.place);
	if (!folder.folder) throw new WasiFailure('notdir', `${folder.place} is no folder.`);
	await grounds.assertPlace('list', folder.place);
	const data = await tools.diskSlots.run(context.plugin, context.signal, () =>
		entriesFrom(folder, cookie, Math.min(Math.max(max, 4_096), MOST), context.signal),
	);
	notes.bytes = data.byteLength;
	return data;
};

async function entriesFrom(folder: Descriptor, cookie: number, max: number, signal: AbortSignal): Promise<Uint8Array> {
	const here = (await hasHandlePaths()) ? `/proc/self/fd/${folder.handle.fd}` : folder.place;
	const listing = await listingAt(folder, here, cookie, signal);
	const out: Uint8Array[] = [];
	let [size, number, last] = [0, cookie, false];
	const put = (name: string, ino: bigint, type: number): void => {
		number += 1;
		const entry = entryOf(name, ino, type, number);
		out.push(entry);
		size += entry.length;
	};
	for (const dots = number; number < 2 && dots < 2; ) {
		// What is above the folder is nothing that the guest may know.
		const { ino } = await folder.handle.stat({ bigint: true });
		put(number === 0 ? '.' : '..', ino, fileType.directory);
	}
	while (size < max && !last) {
		const found: Dirent[] = [];
		while (found.length < AT_ONCE) {
			const next = await listing.dir.read();
			if (next === null) last = true;
			if (next === null) break;
			found.push(next);
		}
		const facts = await Promise.all(
			found.map(({ name }) => lstat(`${here}/${name}`, { bigint: true }).catch(() => null)),
		);
		for (const [index, entry] of found.entries()) put(entry.name, facts[index]?.ino ?? 0n, typeOfEntry(entry));
		if (signal.aborted) throw new WasiFailure('canceled', 'The call ended.');
	}
	listing.next = number;
	return Buffer.concat([Uint8Array.of(last ? 1 : 0), ...out]);
}

async function listingAt(folder: Descriptor, here: string, cookie: number, signal: AbortSignal) {
	let listing = folder.listing;
	if (listing === null || cookie < 2 || cookie < listing.next) {
		folder.listing = null;
		await listing?.dir.close();
		listing = { dir: await opendir(here, { bufferSize: 256 }), next: 2 };
		folder.listing = listing;
	}
	while (listing.next < cookie) {
		if ((await listing.dir.read()) === null || signal.aborted) break;
		listing.next += 1;
	}
	return listing;
}

function typeOfEntry(entry: Dirent): number {
	if (entry.isFile()) return fileType.regularFile;
	if (entry.isDirectory()) return fileType.directory;
	return entry.isSymbolicLink() ? fileType.symbolicLink : fileType.unknown;
}

function entryOf(name: string, ino: bigint, type: number, next: number): Uint8Array {
	const bytes = new TextEncoder().encode(name);
	const entry = new Uint8Array(HEAD + bytes.length);
	const view = new DataView(entry.buffer);
	view.setBigUint64(0, BigInt(next), true);
	view.setBigUint64(8, BigInt.asUintN(64, ino), true);
	view.setUint32(16, bytes.length, true);
	view.setUint8(20, type);
	entry.set(bytes, HEAD);
	return entry;
}
