import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { type Entry, FileEntry, FolderEntry, mayAsk } from './entries.ts';
import type { Table } from './table.ts';

/** At once, or when the broker answered. */
export type Answer = Errno | Promise<Errno>;

export const done = (written: boolean): Errno => (written ? errno.success : errno.fault);

/** A number that a guest gives for a place or a size; null: beyond what any file has. */
export function whole(value: bigint): number | null {
	return value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(value);
}

/** Does something with a file that may be asked for that. */
export function withFile(table: Table, fd: number, rights: number, act: (file: FileEntry) => Answer): Answer {
	const entry = table.get(fd);
	if (!(entry instanceof FileEntry)) return entry === undefined ? errno.badf : refusal(entry);
	return (entry.rights & rights) === rights ? act(entry) : errno.notcapable;
}

/** A folder is no file, and a stream has no place in it. */
function refusal(entry: Entry): Errno {
	return entry instanceof FolderEntry ? errno.badf : errno.spipe;
}

export function withFolder(table: Table, fd: number, rights: number, act: (folder: FolderEntry) => Answer): Answer {
	const entry = table.get(fd);
	if (!(entry instanceof FolderEntry)) return entry instanceof FileEntry ? errno.notdir : errno.badf;
	return mayAsk(entry, rights) ? act(entry) : errno.notcapable;
}

export async function errorOf(answer: Promise<{ readonly error: Errno }>): Promise<Errno> {
	return (await answer).error;
}
