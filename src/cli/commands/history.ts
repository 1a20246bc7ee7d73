import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { RouteInput } from '../../shared/api/routes.ts';
import { runExportFormats } from '../../shared/api/run-routes.ts';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { RunKind, RunStatus, RunSummary } from '../../shared/run/run.ts';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { errorText, type Session, UsageError } from '../session/session.ts';
import {
	counted,
	formatBytes,
	formatCount,
	formatDuration,
	formatTime,
	parseBytes,
	parseCount,
	parseDuration,
} from '../text/format.ts';
import { safeText } from '../text/safe-text.ts';
import { outcomeText, outcomeTone } from '../text/state-text.ts';
import { numeric } from '../text/table.ts';
import { addForgetCommand } from './keeping.ts';
import { showRun } from './work.ts';

interface ListFlags {
	readonly plugin?: string;
	readonly status?: RunStatus;
	readonly kind?: RunKind;
	readonly text?: string;
	readonly denied?: boolean;
	readonly limit?: number;
}

interface ExportFlags extends ListFlags {
	readonly format: string;
	/** False: `--no-bom`. */
	readonly bom: boolean;
	readonly output?: string;
}

const filters = (command: Command): Command =>
	command
		.option('--plugin <name>', 'only runs of this plugin')
		.option('--status <status>', 'only runs that are running, succeeded, failed, cancelled or interrupted')
		.option('--kind <kind>', 'only runs of this kind: call, stream, chain or flow')
		.option('--text <words>', 'only runs with these words in their logs or error')
		.option('--denied', 'only runs with denials')
		.option('--limit <n>', 'show at most this many', parseCount);

export function addHistoryCommands(program: Command, run: Run): void {
	const history = program
		.command('history')
		.alias('runs')
		.description('list, search, export and delete past runs')
		.addHelpText(...examples('history list', 'history search "rate limit"'));
	filters(history.command('list').description('list runs, newest first'))
		.addHelpText(...examples('history list --limit 20', 'history list --plugin csv-source --status failed'))
		.action((flags: ListFlags) =>
			run(async (session) => {
				const found = await session.ask('runs.list', query(flags));
				session.result(found, () => {
					if (found.runs.length === 0) session.say('No runs found.');
					else showRuns(session, found.runs);
					if (found.total > found.runs.length)
						session.note(`${formatCount(found.total - found.runs.length)} more. Use --limit to see them.`);
				});
			}),
		);
	history
		.command('show')
		.description('show everything about one run')
		.argument('<run>', 'run ID, or its first characters')
		.addHelpText(...examples('history show bd3c8529'))
		.action((id: string) => run((session) => show(session, id)));
	history
		.command('search')
		.description('search the logs of all runs')
		.argument('<words>')
		.addHelpText(...examples('history search "rate limit" --plugin http-json-source'))
		.option('--plugin <name>', 'only lines from this plugin')
		.option('--limit <n>', 'show at most this many', parseCount)
		.action((text: string, flags: { readonly plugin?: string; readonly limit?: number }) =>
			run(async (session) => {
				const lines = await session.ask('runs.search', { text, ...flags });
				session.result(lines, () => {
					if (lines.length === 0) session.say('No log lines found.');
					for (const line of lines)
						session.say(`${line.runId}  ${formatTime(line.at)}  ${line.level}  ${line.plugin}  ${line.message}`);
				});
			}),
		);
	filters(history.command('export').description('export runs as JSON, NDJSON or CSV'))
		.option('--format <format>', 'json, ndjson or csv', 'ndjson')
		.option('-o, --output <file>', 'write to a file instead of standard output')
		.option('--no-bom', 'omit the byte order mark that tells Excel a CSV file is UTF-8')
		.addHelpText(...examples('history export --format csv --output runs.csv', 'history export --denied --format json'))
		.action((flags: ExportFlags) => run((session) => exportRuns(session, flags)));
	addForgetCommand(history, run);
	history
		.command('prune')
		.description('delete old runs and free the space')
		.option('--older-than <time>', 'delete runs older than this, e.g. 30d', parseDuration)
		.option('--keep <n>', 'keep at most this many runs', parseCount)
		.option('--max-size <size>', 'shrink the database to this size, e.g. 1GB', parseBytes)
		.addHelpText(...examples('history prune --older-than 30d', 'history prune --keep 1000 --max-size 1GB'))
		.action((flags: { readonly olderThan?: number; readonly keep?: number; readonly maxSize?: number }) =>
			run(async (session) => {
				if (Object.keys(flags).length === 0)
					throw new UsageError('No limit was given.', 'Use --older-than, --keep or --max-size.');
				const pruned = await session.ask('runs.prune', {
					...(flags.olderThan === undefined ? {} : { maxAgeMs: flags.olderThan }),
					...(flags.keep === undefined ? {} : { maxRuns: flags.keep }),
					...(flags.maxSize === undefined ? {} : { maxBytes: flags.maxSize }),
				});
				session.result(pruned, () =>
					session.confirm(`${counted(pruned.runs, 'run')} deleted, ${formatBytes(pruned.bytes)} freed.`),
				);
			}),
		);
}

function query(flags: ListFlags): RouteInput<'runs.list'> {
	const { denied, ...rest } = flags;
	const { plugin, status, kind, text, limit } = rest;
	return {
		...(plugin === undefined ? {} : { plugin }),
		...(status === undefined ? {} : { status }),
		...(kind === undefined ? {} : { kind }),
		...(text === undefined ? {} : { text }),
		...(limit === undefined ? {} : { limit }),
		...(denied === true ? { withDenials: true } : {}),
	};
}

function showRuns(session: Session, runs: readonly RunSummary[]): void {
	session.table(
		['RUN', 'STARTED', 'KIND', 'WHAT', 'OUTCOME', ...['RECORDS', 'DENIED', 'TIME'].map(numeric)],
		runs.map((run) => [
			run.id,
			formatTime(run.startedAt),
			run.kind,
			run.fn === null ? run.label : `${run.label} ${run.fn}`,
			{ text: outcomeText(run), tone: outcomeTone(run) },
			formatCount(run.recordsOut),
			formatCount(run.denials),
			formatDuration(run.durationMs),
		]),
	);
}

async function show(session: Session, id: string): Promise<void> {
	const run = await session.ask('runs.get', { id });
	const logs = await session.ask('runs.logs', { id: run.id });
	session.result({ ...run, logs }, () => {
		session.say(`${run.label} ${run.fn ?? ''} (${run.kind}, ${run.trigger}), ${formatTime(run.startedAt)}`);
		showRun(session, run);
		for (const stage of run.stages) {
			session.say(
				`${stage.plugin} ${stage.version ?? ''} sha256 ${stage.versionHash.slice(0, 12)}, policy version ${stage.grantVersion}`,
			);
		}
		if (run.error !== null) session.say(errorText(run.error));
		for (const denial of run.denialList)
			session.say(`denied ${denial.count} × ${denial.op} ${denial.target}: ${denial.rule}`);
		for (const line of logs) session.say(`${formatTime(line.at)}  ${line.level.padEnd(5)}  ${line.message}`);
		if (run.inputPreview !== null) session.say(`input:  ${run.inputPreview.text.slice(0, 300)}`);
		if (run.outputPreview !== null) session.say(`output: ${run.outputPreview.text.slice(0, 300)}`);
	});
}

async function exportRuns(session: Session, flags: ExportFlags): Promise<void> {
	const { output } = flags;
	const format = runExportFormats.find((known) => known === flags.format);
	if (format === undefined)
		throw new UsageError(
			`Unknown format "${flags.format}".`,
			`Use ${runExportFormats.slice(0, -1).join(', ')} or ${runExportFormats.at(-1)}.`,
		);
	const { limit, ...filters } = query(flags);
	// A number of runs means the newest of them as they are now.
	const chosen = await session.ask('runs.list', { ...filters, limit: limit ?? 1 });
	const which = limit === undefined ? { query: filters } : { ids: chosen.runs.map((run) => run.id) };
	const isShown = output === undefined && session.terminal.stdout.isTTY === true;
	const parts = exportedParts(session, { format, bom: flags.bom && !isShown, ...which });
	if (output === undefined) {
		// A terminal obeys escapes in what it is sent; a file or a pipe gets the text as it is.
		await pipeline(isShown ? safeParts(parts) : parts, session.terminal.stdout, { end: false });
		return;
	}
	await writeWhole(parts, resolve(output));
	const runs = limit === undefined ? chosen.total : chosen.runs.length;
	session.result({ runs, output }, () => session.confirm(`${counted(runs, 'run')} written to ${output}.`));
}

/** Writes beside the file and puts it in place when it is whole. Rejects with `storage`, and leaves nothing behind. */
async function writeWhole(parts: AsyncIterable<string>, file: string): Promise<void> {
	const beside = `${file}.${process.pid}.partial`;
	try {
		if ((await stat(file).catch(() => null))?.isDirectory() === true)
			throw Object.assign(new Error(), { code: 'EISDIR' });
		await pipeline(parts, createWriteStream(beside, { flags: 'wx', mode: 0o600 }));
		await rename(beside, file);
	} catch (error) {
		await rm(beside, { force: true }).catch(() => {});
		const code = codeOf(error);
		if (error instanceof DataFlareError || code === undefined) throw error;
		const hints: Readonly<Record<string, string>> = {
			ENOENT: 'Create the folder first, or choose another.',
			EISDIR: 'It is a folder; add a file name.',
			ENOSPC: 'Free some space, or choose another disk.',
		};
		throw new DataFlareError('storage', `${file} cannot be written (${code}).`, {
			hint: hints[code] ?? 'Choose another place, or fix its permissions.',
			details: because('not_writable', { path: file, system: code }),
			cause: error,
		});
	}
}

async function* exportedParts(session: Session, asked: RouteInput<'runs.export'>): AsyncGenerator<string> {
	let cursor: number | null | undefined;
	while (cursor !== null) {
		const part = await session.ask('runs.export', { ...asked, ...(cursor === undefined ? {} : { cursor }) });
		if (part.text !== '') yield part.text;
		cursor = part.cursor;
	}
}

async function* safeParts(parts: AsyncIterable<string>): AsyncGenerator<string> {
	for await (const part of parts) yield safeText(part);
}
