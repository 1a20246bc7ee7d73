import type { Dirent } from 'node:fs';
import { hostStatus } from '../../../shared/host/abi.ts';
import { lstat, opendir } from '../../files/user-files.ts';
import type { Act } from '../act.ts';
import { assertAllowed, HostFailure } from '../host-failure.ts';
import { scopeOf } from '../scope-of.ts';
import { type PlacedFile, placeFile } from './file-scope.ts';
import { assertPath } from './guest-path.ts';
import { type OpenFolder, openFolder } from './open-folder.ts';

/** One element of the answer to `host_list_dir`. */
interface ListedEntry {
	readonly name: string;
	readonly type: 'file' | 'directory' | 'link' | 'other';
	/** bytes; 0 for all but files */
	readonly size: number;
}

/** JSON array of what a folder holds, sorted by name. */
export const listDir: Act<'list_dir'> = async (request, context, tools, notes) => {
	assertPath(request.path, tools.limits.pathBytes, tools.windows);
	const listed = await tools.diskSlots.run(context.plugin, context.signal, async () => {
		const placed = await placeFile('list', request.path, scopeOf(context, tools));
		assertAllowed(placed.decision);
		return entriesBelow(placed, tools.limits.listEntries, context.signal);
	});
	const data = new TextEncoder().encode(JSON.stringify(listed.sort(byName)));
	notes.bytes = data.byteLength;
	return data;
};

/** So many entries are looked at at once: a folder with thousands leaves the system's threads to others in between. */
const AT_ONCE = 32;

async function entriesBelow(placed: PlacedFile, most: number, signal: AbortSignal): Promise<ListedEntry[]> {
	const folder = await openFolder(placed.path, placed.decideOpened);
	try {
		const found = await entriesOf(folder, most);
		const listed: ListedEntry[] = [];
		for (let at = 0; at < found.length; at += AT_ONCE) {
			if (signal.aborted) throw new HostFailure(hostStatus.cancelled, 'The call ended.');
			listed.push(...(await Promise.all(found.slice(at, at + AT_ONCE).map((entry) => describe(folder, entry)))));
		}
		return listed;
	} finally {
		await folder.close();
	}
}

async function entriesOf(folder: OpenFolder, most: number): Promise<readonly Dirent[]> {
	const entries: Dirent[] = [];
	for await (const entry of await opendir(folder.here, { bufferSize: 256 })) {
		if (entries.length === most)
			throw new HostFailure(hostStatus.tooLarge, `The folder contains more than ${most} names.`);
		entries.push(entry);
	}
	return entries;
}

async function describe(folder: OpenFolder, entry: Dirent): Promise<ListedEntry> {
	const { name } = entry;
	if (entry.isDirectory()) return { name, type: 'directory', size: 0 };
	if (entry.isSymbolicLink()) return { name, type: 'link', size: 0 };
	const facts = await lstat(folder.at(name)).catch(() => null);
	if (facts?.isFile() === true) return { name, type: 'file', size: facts.size };
	return { name, type: 'other', size: 0 };
}

function byName(left: ListedEntry, right: ListedEntry): number {
	return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
