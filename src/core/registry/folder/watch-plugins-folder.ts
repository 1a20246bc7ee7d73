import { join } from 'node:path';
import type { FolderState } from '../../../shared/api/events.ts';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { lstat, readdir, stat } from '../../files/user-files.ts';
import { STAGING_PREFIX } from '../install/install-files.ts';
import { listBelow } from '../package/walk/list-below.ts';
import { FolderWatches } from './folder-watches.ts';

/** The folder is read again this often, whatever the platform's notifications say, ms. */
const RESCAN_MS = 2_000;

export interface PluginsFolderWatch {
	/** Something else put this entry there: it is compared with the folder even if it is gone before it was ever seen. */
	expect(entry: string): void;
	/**
	 * What was told of this entry could not be used: it is told again, whether it changed or not, with the first rescan after
	 * so many ms.
	 */
	lookAgain(entry: string, afterMs: number): void;
	close(): void;
}

/** One entry of the plugins folder: what it is called, and a fingerprint that changes when its files do. */
export type Fingerprints = ReadonlyMap<string, string>;

export interface PluginsFolderAtStart {
	/** What was there when it was read last: what is otherwise by now has changed. */
	readonly initial: Fingerprints;
	/** How long an entry has to keep still before it is told, ms. */
	readonly settleMs: number;
}

export interface PluginsFolderNews {
	/** An entry changed, and keeps still. */
	readonly settled: (entry: string) => void;
	/** The folder itself can be read no more, or again; `message` says it to a person. */
	readonly stateChanged: (state: FolderState, message: string) => void;
}

/**
 * Tells which entries of the folder changed, once they have kept still for `settleMs`: a file that is being written, or
 * flaps, is not looked at before it rests.
 */
export function watchPluginsFolder(
	folder: string,
	{ initial, settleMs }: PluginsFolderAtStart,
	{ settled, stateChanged }: PluginsFolderNews,
): PluginsFolderWatch {
	let known = new Map(initial);
	/** Entries that changed: the fingerprint seen last, and since when it has been the same. */
	const restless = new Map<string, { print: string; since: number }>();
	/** From when on entries are told again as they are (`performance.now()`). */
	const due = new Map<string, number>();
	let state: FolderState = 'watching';
	let timer: NodeJS.Timeout | null = null;
	const watches = new FolderWatches(folder, () => schedule(10));
	let scanning = false;
	let again = false;
	let closed = false;

	function tellState(next: FolderState, message: string): void {
		if (next === state) return;
		state = next;
		stateChanged(next, message);
	}

	function schedule(ms: number): void {
		if (closed) return;
		if (timer !== null) clearTimeout(timer);
		timer = setTimeout(() => void scan(), ms).unref();
	}

	async function scan(): Promise<void> {
		if (scanning) {
			again = true;
			return;
		}
		scanning = true;
		try {
			const seen = await fingerprints(folder);
			if (!closed) compare(seen);
			tellState('watching', `${folder} is back.`);
			await watches.arm();
		} catch (error) {
			const code = codeOf(error);
			watches.disarm();
			if (code === 'ENOENT')
				tellState(
					'missing',
					`The plugins folder ${folder} is gone. Plugins in use keep running from their stored versions.`,
				);
			else tellState('unreadable', `The plugins folder ${folder} cannot be read (${code}).`);
		} finally {
			scanning = false;
			schedule(again ? 0 : restless.size > 0 ? Math.max(10, settleMs / 3) : RESCAN_MS);
			again = false;
		}
	}

	function compare(seen: Fingerprints): void {
		const now = performance.now();
		for (const [entry, from] of due) {
			if (from > now) continue;
			due.delete(entry);
			known.set(entry, 'again');
		}
		for (const entry of new Set([...known.keys(), ...seen.keys(), ...restless.keys()])) {
			const print = seen.get(entry) ?? '';
			const waiting = restless.get(entry);
			if (waiting === undefined) {
				if (print !== (known.get(entry) ?? '')) restless.set(entry, { print, since: now });
			} else if (waiting.print !== print) restless.set(entry, { print, since: now });
			else if (now - waiting.since >= settleMs) {
				restless.delete(entry);
				// Also where it is as it was: what happened in between may have been seen by others.
				settled(entry);
				if (print === '') known.delete(entry);
				else known = new Map(known).set(entry, print);
			}
		}
	}

	schedule(0);
	return {
		expect(entry) {
			known.set(entry, 'expected');
			schedule(10);
		},
		lookAgain(entry, afterMs) {
			due.set(entry, performance.now() + afterMs);
		},
		close() {
			closed = true;
			if (timer !== null) clearTimeout(timer);
			watches.close();
		},
	};
}

/** Names, sizes and times of everything that makes up each entry. Rejects when the folder itself cannot be read. */
export async function fingerprints(folder: string): Promise<Fingerprints> {
	const prints = new Map<string, string>();
	for (const name of await readdir(folder)) {
		if (name.startsWith('.') || name.startsWith(STAGING_PREFIX)) continue;
		const print = await fingerprint(join(folder, name));
		if (print !== '') prints.set(name, print);
	}
	return prints;
}

async function fingerprint(path: string): Promise<string> {
	const found = await stat(path).catch(() => null);
	// A link that leads nowhere is an entry all the same: its plugin is broken, not gone.
	if (found === null) return (await lstat(path).catch(() => null)) === null ? '' : 'dangling';
	if (!found.isDirectory()) return /\.(?:wasm|dfplugin)$/i.test(path) ? printOf(path, found) : '';
	const files = await listBelow(path);
	const parts = await Promise.all(
		files
			.filter((file) => file === 'plugin.json' || file.toLowerCase().endsWith('.wasm'))
			.sort()
			.map(async (file) => printOf(file, await stat(join(path, file)).catch(() => null))),
	);
	return parts.length === 0 ? 'empty' : parts.join('|');
}

function printOf(
	name: string,
	found: { readonly size: number; readonly mtimeMs: number; readonly ino: number } | null,
): string {
	return found === null ? `${name}:gone` : `${name}:${found.size}:${found.mtimeMs}:${found.ino}`;
}
