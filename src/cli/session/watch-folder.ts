import { watch } from 'node:fs';
import { basename } from 'node:path';

/** Editors write a file in several steps, and often several files; what comes within this time is one change. ms */
const QUIET_MS = 150;

/** What compilers and package managers write, besides hidden files. */
const made = /(?:^|[\\/])(?:\.[^\\/]*|node_modules|target|zig-out|zig-cache)(?:[\\/]|$)|\.(?:wasm|dfplugin|tmp)$|~$/;

export interface FolderChanges {
	/** Resolves with the name of a file once something changed and then nothing for a while; null: the signal came. */
	next(signal: AbortSignal): Promise<string | null>;
	close(): void;
}

/** Watches what a person writes in a folder and below. What changed while nobody waited is told at once. */
export function watchFolder(folder: string): FolderChanges {
	let changed: string | null = null;
	let tell: (() => void) | null = null;
	let quiet: NodeJS.Timeout | undefined;
	const watcher = watch(folder, { recursive: true }, (_, name) => {
		if (name === null || made.test(name)) return;
		changed = basename(name);
		clearTimeout(quiet);
		quiet = setTimeout(() => tell?.(), QUIET_MS);
	});
	// A folder that is removed meanwhile ends with the next build, which says so.
	watcher.on('error', () => tell?.());
	return {
		async next(signal) {
			for (;;) {
				if (signal.aborted) return null;
				const ready = new Promise<void>((resolve) => {
					tell = resolve;
					signal.addEventListener('abort', () => resolve(), { once: true });
				});
				if (changed !== null) quiet ??= setTimeout(() => tell?.(), QUIET_MS);
				await ready;
				quiet = undefined;
				const name = changed;
				changed = null;
				if (signal.aborted) return null;
				if (name !== null) return name;
			}
		},
		close() {
			clearTimeout(quiet);
			watcher.close();
		},
	};
}
