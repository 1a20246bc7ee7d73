import type { FolderTrigger } from '../../../shared/flow/trigger.ts';
import { type FoundFile, filesIn } from './new-files.ts';

/** How often a folder is looked through, ms. */
const LOOK_MS = 1000;

export interface FolderWatch {
	close(): void;
}

/**
 * Hands over files of a folder once they have kept still for as long as its trigger says: a file that is still being
 * written is not read. Each state of a file once; whether its content was there before, the taker knows. `told` hears why
 * the folder cannot be looked through, and null once it can again.
 */
export function watchForFiles(
	{ folder, pattern, settle_ms }: FolderTrigger,
	settled: (file: FoundFile) => void,
	told: (problem: unknown) => void,
): FolderWatch {
	/** What each file looked like last, and since when it has (`performance.now()`); null: it was handed over. */
	const seen = new Map<string, { readonly print: string; readonly since: number | null }>();
	let isClosed = false;
	let timer: NodeJS.Timeout;

	function compare(files: readonly FoundFile[]): void {
		const now = performance.now();
		const present = new Set(files.map(({ path }) => path));
		for (const path of seen.keys()) if (!present.has(path)) seen.delete(path);
		for (const file of files) {
			const before = seen.get(file.path);
			if (before?.print !== file.print) {
				seen.set(file.path, { print: file.print, since: now });
			} else if (before.since !== null && now - before.since >= settle_ms) {
				seen.set(file.path, { print: file.print, since: null });
				settled(file);
			}
		}
	}

	async function look(): Promise<void> {
		try {
			const files = await filesIn(folder, pattern);
			if (isClosed) return;
			compare(files);
			told(null);
		} catch (error) {
			if (!isClosed) told(error);
		}
		if (!isClosed) timer = setTimeout(() => void look(), Math.min(LOOK_MS, Math.max(100, settle_ms / 2)));
	}

	timer = setTimeout(() => void look(), 0);
	return {
		close() {
			isClosed = true;
			clearTimeout(timer);
		},
	};
}
