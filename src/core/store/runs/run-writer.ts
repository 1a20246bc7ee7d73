import type { Database } from 'better-sqlite3';
import { pluginsOf, type RunDenial, type RunEvent, type RunHostCall } from '../../../shared/run/run.ts';
import type { GramIndex } from '../search/gram-index.ts';
import type { RunStore } from './kept-runs.ts';
import { LateEnds } from './late-ends.ts';

/** Buffered entries are written when there are this many of them … */
const FLUSH_ENTRIES = 500;
/** … or when the oldest is this old, ms. */
const FLUSH_AFTER_MS = 100;
/** While the disk or another program refuses every write, no more entries than this wait for better times. */
const MAX_BUFFERED = 40 * FLUSH_ENTRIES;
/** A run keeps at most this many log lines … */
const MAX_LOG_LINES = 100_000;
/** … and at most this many characters of them. */
export const MAX_LOG_CHARS = 32 * 1024 * 1024;
/** A run keeps at most this many different refusals one by one; those after it are counted together. */
export const MAX_DENIALS = 1_000;

type LogLine = Parameters<RunStore['log']>[1];
type Entry =
	| { readonly kind: 'log'; readonly run: string; readonly line: LogLine }
	| { readonly kind: 'denial'; readonly run: string; readonly denial: Omit<RunDenial, 'count'> }
	| { readonly kind: 'hostCall'; readonly run: string; readonly call: RunHostCall }
	| { readonly kind: 'event'; readonly run: string; readonly event: RunEvent };

export type RunWriter = Pick<RunStore, 'start' | 'finish' | 'log' | 'denial' | 'event' | 'hostCall' | 'flush'> & {
	/** Writes what is buffered if that can be done; what cannot be written stays for the next try. */
	flushQuietly(): void;
	/** An end alone: without what is buffered, and kept nowhere where it cannot be written. */
	writeEnd: RunStore['finish'];
	/** Writes the ends that could not be written when they came. Throws where it still cannot be done. */
	writeLateEnds(): void;
	close(): void;
};

/** Writes runs: their beginning and end at once, what happens between in batches. */
export function runWriter(
	database: Database,
	session: number,
	grams: GramIndex,
	translate: (thrown: unknown) => unknown = (thrown) => thrown,
	onLateEnd: (id: string) => void = () => undefined,
): RunWriter {
	const insertRun = database.prepare(
		`INSERT INTO runs (id, session, kind, label, fn, trigger_kind, status, started_at, plugins, request, keeping)
		 VALUES (?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)`,
	);
	const putStage = database.prepare(
		`INSERT INTO run_stages (row, position, plugin, stage) SELECT row, ?, ?, ? FROM runs WHERE id = ?
		 ON CONFLICT (row, position) DO UPDATE SET stage = excluded.stage`,
	);
	const endRun = database.prepare(
		`UPDATE runs SET status = ?, error = ?, finished_at = ?, records_in = ?, records_out = ?, bytes_in = ?, bytes_out = ?,
		 peak_memory = ?, host_calls = ?, denials = ?, input_preview = ?, output_preview = ? WHERE id = ?`,
	);
	const addLog = database.prepare(
		'INSERT INTO run_logs (row, at, stage, plugin, level, message) SELECT row, ?, ?, ?, ?, ? FROM runs WHERE id = ?',
	);
	const countLogs = database.prepare('UPDATE runs SET log_lines = log_lines + ? WHERE id = ?');
	const addDenial = database.prepare(
		`INSERT INTO run_denials (row, stage, plugin, op, target, kind, rule, reason, at, count)
		 SELECT row, ?, ?, ?, ?, ?, ?, ?, ?, 1 FROM runs WHERE id = ?
		 ON CONFLICT (row, stage, op, target, rule) DO UPDATE SET count = count + 1`,
	);
	const addEvent = database.prepare(
		'INSERT INTO run_events (row, at, stage, kind, detail, ms) SELECT row, ?, ?, ?, ?, ? FROM runs WHERE id = ?',
	);

	const putResumes = database.prepare('INSERT INTO run_resumes (row, resumes) SELECT row, ? FROM runs WHERE id = ?');
	const putEdge = database.prepare(
		`INSERT OR REPLACE INTO run_edges (row, edge, giver, port, taker, records, bytes, sample)
		 SELECT row, ?, ?, ?, ?, ?, ?, ? FROM runs WHERE id = ?`,
	);

	const addHostCall = database.prepare(
		`INSERT INTO run_host_calls (row, at, stage, op, target, status, bytes, ms, refused)
		 SELECT row, ?, ?, ?, ?, ?, ?, ?, ? FROM runs WHERE id = ?`,
	);

	let buffer: Entry[] = [];
	let timer: NodeJS.Timeout | null = null;
	let warned = false;
	/** Log lines of the runs under way, kept and dropped. */
	const lines = new Map<string, { kept: number; characters: number; dropped: number }>();
	/** Different refusals of the runs under way. */
	const refusals = new Map<string, Set<string>>();

	/** Whatever a plugin asks for, a run has room for so many different refusals. */
	function bounded(run: string, denial: Omit<RunDenial, 'count'>): Omit<RunDenial, 'count'> {
		const { stage, op, target, rule } = denial;
		const known = refusals.get(run) ?? new Set();
		refusals.set(run, known);
		const key = JSON.stringify([stage, op, target, rule]);
		if (known.has(key)) return denial;
		if (known.size < MAX_DENIALS) {
			known.add(key);
			return denial;
		}
		const reason = `A run keeps ${MAX_DENIALS} different denials; these came after them.`;
		return { ...denial, target: '(further targets)', kind: 'several', rule: '(several)', reason };
	}

	const start = database.transaction((run: Parameters<RunStore['start']>[0]) => {
		const plugins = JSON.stringify(pluginsOf(run.stages));
		insertRun.run(
			run.id,
			session,
			run.kind,
			run.label,
			run.fn,
			run.trigger,
			run.startedAt,
			plugins,
			JSON.stringify(run.request),
			run.keeping === undefined ? null : JSON.stringify(run.keeping),
		);
		for (const stage of run.stages) putStage.run(stage.position, stage.plugin, JSON.stringify(stage), run.id);
		if (run.resumes !== undefined) putResumes.run(run.resumes, run.id);
	});

	const writeAll = database.transaction((entries: readonly Entry[]) => {
		const lines: { readonly id: number; readonly message: string }[] = [];
		for (const entry of entries) {
			const id = write(entry);
			if (id !== null && entry.kind === 'log') lines.push({ id, message: entry.line.message });
		}
		grams.addLines(lines);
	});

	/** The id of a log line that was written, or null. */
	function write(entry: Entry): number | null {
		switch (entry.kind) {
			case 'log': {
				const { at, stage, plugin, level, message } = entry.line;
				const { changes, lastInsertRowid } = addLog.run(at, stage, plugin, level, message, entry.run);
				countLogs.run(1, entry.run);
				return changes === 0 ? null : Number(lastInsertRowid);
			}
			case 'denial': {
				const { stage, plugin, op, target, kind, rule, reason, at } = entry.denial;
				addDenial.run(stage, plugin, op, target, kind, rule, reason, at, entry.run);
				return null;
			}
			case 'hostCall': {
				const { at, stage, op, target, status, bytes, ms, refused } = entry.call;
				addHostCall.run(at, stage, op, target, status, bytes, ms, refused ? 1 : 0, entry.run);
				return null;
			}
			case 'event': {
				const { at, stage, kind, detail, ms } = entry.event;
				addEvent.run(at, stage, kind, detail, ms, entry.run);
				return null;
			}
		}
	}

	function flush(): void {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		if (buffer.length === 0) return;
		const entries = buffer;
		writeAll(entries);
		// Only now: what could not be written stays for the next try.
		buffer = buffer.slice(entries.length);
	}

	/** Never throws: whoever logs is in the middle of something else. */
	function add(entry: Entry): boolean {
		if (buffer.length >= MAX_BUFFERED) return false;
		buffer.push(entry);
		if (buffer.length % FLUSH_ENTRIES === 0) flushQuietly();
		else timer ??= setTimeout(flushQuietly, FLUSH_AFTER_MS).unref();
		return true;
	}

	/** A failing write shows itself to whoever finishes the run; nobody is to be told here. */
	function flushQuietly(): void {
		timer = null;
		try {
			flush();
			warned = false;
		} catch (error) {
			if (!warned) process.emitWarning(`The history could not be written: ${String(translate(error))}`);
			warned = true;
		}
	}

	const finish = database.transaction((id: string, result: Parameters<RunStore['finish']>[1]) => {
		const dropped = lines.get(id)?.dropped ?? 0;
		if (dropped > 0) {
			const message = `${dropped} more log lines were not kept: a run keeps at most ${MAX_LOG_LINES} lines and ${MAX_LOG_CHARS} characters, and only what could be written in time.`;
			write({ kind: 'log', run: id, line: { at: result.finishedAt, stage: 0, plugin: '', level: 'warn', message } });
		}
		const { counts } = result;
		endRun.run(
			result.status,
			result.error === null ? null : JSON.stringify(result.error),
			result.finishedAt,
			counts.recordsIn,
			counts.recordsOut,
			counts.bytesIn,
			counts.bytesOut,
			counts.peakMemoryBytes,
			counts.hostCalls,
			counts.denials,
			result.inputPreview === null ? null : JSON.stringify(result.inputPreview),
			result.outputPreview === null ? null : JSON.stringify(result.outputPreview),
			id,
		);
		if (result.error !== null) grams.addError(id, `${result.error.message} ${result.error.code}`);
		for (const stage of result.stages) putStage.run(stage.position, stage.plugin, JSON.stringify(stage), id);
		for (const [index, { from, port, to, records, bytes, sample }] of (result.edges ?? []).entries()) {
			putEdge.run(index, from, port, to, records, bytes, sample === null ? null : JSON.stringify(sample), id);
		}
	});

	function end(id: string, result: Parameters<RunStore['finish']>[1]): void {
		flush();
		finish.immediate(id, result);
		lines.delete(id);
		refusals.delete(id);
	}

	const late = new LateEnds(end, onLateEnd);

	return {
		start: (run) => void start.immediate(run),
		finish(id, result) {
			try {
				end(id, result);
			} catch (error) {
				late.keep(id, result);
				throw error;
			}
		},
		log(run, line) {
			const seen = lines.get(run) ?? { kept: 0, characters: 0, dropped: 0 };
			lines.set(run, seen);
			seen.characters += line.message.length;
			if (seen.kept >= MAX_LOG_LINES || seen.characters > MAX_LOG_CHARS) {
				seen.dropped++;
				return;
			}
			if (add({ kind: 'log', run, line })) seen.kept++;
			else seen.dropped++;
		},
		denial: (run, denial) => void add({ kind: 'denial', run, denial: bounded(run, denial) }),
		hostCall: (run, call) => void add({ kind: 'hostCall', run, call }),
		event: (run, event) => void add({ kind: 'event', run, event }),
		flush,
		flushQuietly,
		writeEnd: (id, result) => finish.immediate(id, result),
		writeLateEnds: () => late.writeAll(),
		close: () => late.close(),
	};
}
