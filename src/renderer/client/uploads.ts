import type { Server } from './server.ts';

interface Named {
	/** With `/` between folders, from the topmost dropped one. */
	readonly path: string;
	readonly file: File;
}

/** Sends files to the program and answers with one path for each file or folder at the top. */
export async function uploadAll(server: Server, files: readonly Named[]): Promise<readonly string[]> {
	const paths = new Set<string>();
	let drop: string | null = null;
	for (const { path, file } of files) {
		const query: string = new URLSearchParams({ path, ...(drop === null ? {} : { drop }) }).toString();
		const answer = await server.ask<{ readonly drop: string; readonly path: string }>(`/api/upload?${query}`, {
			method: 'POST',
			headers: { 'content-type': 'application/octet-stream' },
			body: file,
		});
		drop = answer.data.drop;
		paths.add(answer.data.path);
	}
	return [...paths];
}

/** Files as an `<input>` or a drop without entries tells them. */
export function namedFiles(files: readonly File[]): readonly Named[] {
	return files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Walks dropped folders. Rejects where the browser cannot read one. */
export async function filesOfEntries(entries: readonly FileSystemEntry[]): Promise<readonly Named[]> {
	const found: Named[] = [];
	for (const entry of entries) {
		if (isFile(entry)) {
			const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
			found.push({ path: entry.fullPath.replace(/^\//, ''), file });
		} else if (isFolder(entry)) found.push(...(await filesOfEntries(await childrenOf(entry))));
	}
	return found;
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
	const reader = folder.createReader();
	const all: FileSystemEntry[] = [];
	// A reader hands out at most a hundred at once, and nothing when it is done.
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
		if (some.length === 0) return all;
		all.push(...some);
	}
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
	return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
	return entry.isDirectory;
}
