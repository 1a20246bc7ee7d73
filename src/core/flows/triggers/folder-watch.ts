import type { FolderTrigger } from '../../../shared/flow/trigger.ts';
import type { Clock } from '../../program/clock.ts';
import { type FoundFile, filesIn } from './new-files.ts';

/** How often a folder is looked through, ms. */
const LOOK_MS = 1000;

export interface FolderWatch {
	/** A file that was handed over and is not done with: it is handed over again once it kept still, after so many ms. */
	again(path: string, afterMs: number): void;
	close(): void;
}

/** What a file looked like last. Times are of the steady clock. */
interface Seen {
	readonly print: string;
	/** Since when it has; null: it was handed over. */
	readonly since: number | null;
	readonly notBefore: number;
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
	clock: Clock,
): FolderWatch {
	const seen = new Map<string, Seen>();
	let isClosed = false;
	let stopWaiting: () => void;

	function compare(files: readonly FoundFile[]): void {
		const now = clock.steady();
		const present = new Set(files.map(({ path }) => path));
		for (const path of seen.keys()) if (!present.has(path)) seen.delete(path);
		for (const file of files) {
			const before = seen.get(file.path);
			if (before?.print !== file.print) {
				seen.set(file.path, { print: file.print, since: now, notBefore: 0 });
			} else if (before.since !== null && now - before.since >= settle_ms && now >= before.notBefore) {
				seen.set(file.path, { ...before, since: null });
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
		if (!isClosed) stopWaiting = clock.after(Math.min(LOOK_MS, Math.max(100, settle_ms / 2)), () => void look());
	}

	stopWaiting = clock.after(0, () => void look());
	return {
		again(path, afterMs) {
			const before = seen.get(path);
			const now = clock.steady();
			if (before !== undefined) seen.set(path, { ...before, since: now, notBefore: now + afterMs });
		},
		close() {
			isClosed = true;
			stopWaiting();
		},
	};
}
