import type { Database } from 'better-sqlite3';
import { overwriting, scrubLog } from '../privacy/scrub.ts';
import { gramText } from './grams.ts';

/** Characters that one batch of log lines may have indexed while it is written; more of them come later, in pieces. */
const AT_ONCE_CHARS = 16_384;
/** A piece of what comes later: so many lines, or so many characters. */
const PIECE_LINES = 200;
const PIECE_CHARS = 16_384;
/** Pages of an index that are written anew in a piece. */
const PURGE_PAGES = 16;
/** Between two pieces the program has so many times as long for itself. */
const REST = 4;
/** After a piece that could not be written, ms. */
const RETRY_MS = 10_000;

interface Line {
	readonly id: number;
	/** Null: it was deleted. */
	readonly message: string | null;
}

interface Purge {
	readonly kind: 'log' | 'error';
	/** 0: not yet. */
	readonly begun: number;
}

export interface GramIndex {
	/** Within the transaction that wrote a batch: its lines, by their ids. Those beyond the bound are noted for later. */
	addLines(lines: readonly { readonly id: number; readonly message: string }[]): void;
	/** Within the transaction that wrote the run's error. */
	addError(runId: string, text: string): void;
	/** Adds one piece of what was left for later. False: nothing is left. */
	catchUp(): boolean;
	/** Begins to catch up in the background, until nothing is left. */
	wake(): void;
	close(): void;
}

/** Keeps the indexes of characters (`grams.ts`). */
export function gramIndex(database: Database): GramIndex {
	// A line that is met twice is in it once.
	const putLine = database.prepare('INSERT OR REPLACE INTO log_grams (rowid, text) VALUES (?, ?)');
	const putError = database.prepare('INSERT OR REPLACE INTO error_grams (rowid, text) VALUES (?, ?)');
	const rowOf = database.prepare<[string], number>('SELECT row FROM runs WHERE id = ?').pluck();
	const noteDue = database.prepare('INSERT OR IGNORE INTO gram_due (id) VALUES (?)');
	const due = database.prepare<[], Line>(
		`SELECT d.id, l.message FROM gram_due d LEFT JOIN run_logs l ON l.id = d.id ORDER BY d.id LIMIT ${PIECE_LINES}`,
	);
	const settle = database.prepare('DELETE FROM gram_due WHERE id = ?');
	const backlog = database.prepare<[string], number>('SELECT below FROM gram_backlog WHERE kind = ?').pluck();
	const lower = database.prepare('UPDATE gram_backlog SET below = ? WHERE kind = ?');
	const done = database.prepare('DELETE FROM gram_backlog WHERE kind = ?');
	const lines = database.prepare<[number], Line>(
		`SELECT id, message FROM run_logs WHERE id < ? ORDER BY id DESC LIMIT ${PIECE_LINES}`,
	);
	const errors = database.prepare<[number], Line>(
		`SELECT row AS id, message FROM run_errors WHERE row < ? ORDER BY row DESC LIMIT ${PIECE_LINES}`,
	);
	const purging = database.prepare<[], Purge>('SELECT kind, begun FROM gram_purge ORDER BY kind LIMIT 1');
	const begin = database.prepare<[string]>('UPDATE gram_purge SET begun = 1 WHERE kind = ?');
	const purged = database.prepare<[string]>('DELETE FROM gram_purge WHERE kind = ?');
	const merge = {
		log: database.prepare<[number]>("INSERT INTO log_grams (log_grams, rank) VALUES ('merge', CAST(? AS INTEGER))"),
		error: database.prepare<[number]>(
			"INSERT INTO error_grams (error_grams, rank) VALUES ('merge', CAST(? AS INTEGER))",
		),
	};
	const changes = database.prepare<[], number>('SELECT total_changes()').pluck();
	let timer: NodeJS.Timeout | null = null;
	let closed = false;
	/** What was taken out is to leave the log beside the file, too. */
	let isPurged = false;

	/** Newest first; answers whether there was anything. */
	function pieceOf(kind: 'log' | 'error', read: typeof lines, statement: typeof putLine): boolean {
		const below = backlog.get(kind);
		if (below === undefined) return false;
		const found = read.all(below);
		let left = PIECE_CHARS;
		let reached = below;
		for (const { id, message } of found) {
			reached = id;
			left -= index(statement, id, message ?? '');
			if (left <= 0) break;
		}
		if (found.length === 0) done.run(kind);
		else lower.run(reached, kind);
		return true;
	}

	/** Answers how many characters it cost. */
	function index(statement: typeof putLine, id: number, message: string): number {
		const text = gramText(message);
		if (text === null) return 0;
		statement.run(id, text);
		return message.length;
	}

	function pieceDue(): boolean {
		const found = due.all();
		let left = PIECE_CHARS;
		for (const { id, message } of found) {
			if (message !== null) left -= index(putLine, id, message);
			settle.run(id);
			if (left <= 0) break;
		}
		return found.length > 0;
	}

	/** What was taken out of an index stays in its pages until they are written anew: a few of them, and so on to the end. */
	function piecePurged(): boolean {
		const due = purging.get();
		if (due === undefined) return false;
		const { kind, begun } = due;
		const before = changes.get() ?? 0;
		// Negative: everything is to become one; then on with that.
		merge[kind].run(begun === 0 ? -PURGE_PAGES : PURGE_PAGES);
		// Less than two changes: nothing is left to merge.
		if ((changes.get() ?? 0) - before >= 2) begin.run(kind);
		else {
			purged.run(kind);
			isPurged = true;
		}
		return true;
	}

	const piece = database.transaction(
		() => piecePurged() || pieceDue() || pieceOf('error', errors, putError) || pieceOf('log', lines, putLine),
	);

	function doPiece(): boolean {
		const isLeft = overwriting(database, piece.immediate);
		if (isPurged) scrubLog(database);
		isPurged = false;
		return isLeft;
	}

	function later(ms: number): void {
		if (!closed) timer ??= setTimeout(work, ms).unref();
	}

	/** What fails, on a full disk or a locked file, is tried again. */
	function work(): void {
		timer = null;
		const begun = performance.now();
		try {
			if (doPiece()) later(Math.ceil(REST * (performance.now() - begun)));
		} catch {
			later(RETRY_MS);
		}
	}

	return {
		addLines(written) {
			let left = AT_ONCE_CHARS;
			for (const { id, message } of written) {
				const text = gramText(message);
				if (text === null) continue;
				left -= message.length;
				if (left >= 0) putLine.run(id, text);
				else noteDue.run(id);
			}
			if (left < 0) later(0);
		},
		addError(runId, text) {
			const tokens = gramText(text);
			if (tokens === null) return;
			const row = rowOf.get(runId);
			if (row !== undefined) putError.run(row, tokens);
		},
		catchUp: doPiece,
		wake: () => later(0),
		close() {
			closed = true;
			if (timer !== null) clearTimeout(timer);
		},
	};
}
