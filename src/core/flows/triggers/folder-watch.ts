import type { FolderTrigger } from '../../../shared/flow/trigger.ts';
import type { Clock } from '../../program/clock.ts';
import { type FolderContent, type FoundFile, filesIn } from './new-files.ts';

/** How often a folder is looked through, ms. */
const LOOK_MS = 1000;
/** Between two looks passes so many times as long as one takes: a slow folder, or a full one, is looked through less often. */
const REST = 4;
const LONGEST_REST_MS = 30_000;

export interface FolderWatch {
	/** A file that was handed over and is not done with: it is handed over again once it kept still, after so many ms. */
	again(path: string, afterMs: number): void;
	close(): void;
}

export interface FolderNews {
	/** A file that kept still: each state of it once. Whether its content was there before, the hearer knows. */
	settled(file: FoundFile): void;
	/** After each look: what lies there, or why it cannot be looked through. */
	looked(content: FolderContent | null, problem: unknown): void;
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
 * written is not read.
 */
export function watchForFiles(
	{ folder, pattern, settle_ms }: FolderTrigger,
	news: FolderNews,
	clock: Pick<Clock, 'steady' | 'after'>,
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
				news.settled(file);
			}
		}
	}

	async function look(): Promise<void> {
		const began = clock.steady();
		try {
			const content = await filesIn(folder, pattern);
			if (isClosed) return;
			compare(content.files);
			news.looked(content, null);
		} catch (error) {
			if (isClosed) return;
			news.looked(null, error);
		}
		const pause = Math.min(LOOK_MS, Math.max(100, settle_ms / 2));
		const rest = Math.min(LONGEST_REST_MS, REST * (clock.steady() - began));
		stopWaiting = clock.after(Math.max(pause, rest), () => void look());
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
