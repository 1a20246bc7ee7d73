import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Place } from '../../shared/api/chain-routes.ts';
import type { RouteInput } from '../../shared/api/routes.ts';
import { findUnheldNumber } from '../../shared/json/json-numbers.ts';
import { type InputFormat, inputFormats } from '../../shared/run/input-format.ts';
import type { KeepAsked } from '../../shared/run/kept.ts';
import type { RunDetail } from '../../shared/run/run.ts';
import { newRunId } from '../../shared/run/run-id.ts';
import { examples } from '../session/examples.ts';
import { parseJson, readText } from '../session/read-input.ts';
import type { Run } from '../session/session.ts';
import { type Session, UsageError } from '../session/session.ts';
import { type OpenedAnswer, openAnswer, printAnswers, printOutput } from '../show/call-output.ts';
import { withProgress } from '../show/progress.ts';
import { counted, formatCount, formatDuration, formatMemory, parsePositive } from '../text/format.ts';
import { safeOutput } from '../text/safe-text.ts';
import { numeric } from '../text/table.ts';
import { type KeepFlags, keepOf, withKeeping } from './keeping.ts';

interface RunFlags {
	readonly input?: string;
	readonly output?: string;
	readonly function?: string;
	readonly batch?: number;
	readonly format?: string;
	readonly config?: string;
	readonly replaceInput?: boolean;
}

type CallFlags = KeepFlags & { readonly config?: string };
type ChainFlags = KeepFlags & { readonly output?: string };

export function addWorkCommands(program: Command, run: Run): void {
	withKeeping(
		program
			.command('call')
			.description('call a plugin’s function, once for each JSON argument')
			.argument('<plugin>')
			.argument('<function>')
			.argument('[json...]', 'arguments; - reads one from standard input')
			.option('--config <json>', 'override configuration keys for these calls'),
	)
		.addHelpText(
			...examples(
				`call pii-redactor process_data '{"note":"mail bob@example.com"}'`,
				'call pii-redactor process_data - < ticket.json',
			),
		)
		.action((name: string, fn: string, args: readonly string[], flags: CallFlags) =>
			run((session) => call(session, name, fn, args, flags)),
		);
	withKeeping(
		program
			.command('run')
			.description('run a plugin on a file')
			.argument('<plugin>')
			.option('-i, --input <file>', 'file to read records from; - for standard input')
			.option('-o, --output <file>', 'file to write results to; - for standard output')
			.option('--replace-input', 'allow the output to replace the input')
			.option('--function <name>', 'function to call instead of the plugin’s default')
			.option('--batch <records>', 'records per batch', parsePositive)
			.option('--format <format>', 'input format: auto, ndjson, json, lines or bytes')
			.option('--config <json>', 'override configuration keys for this run'),
	)
		.addHelpText(
			...examples(
				'run csv-source --input sales.csv --output sales.ndjson',
				'run row-filter -i sales.ndjson -o big.ndjson --config \'{"where":{"field":"total","op":"gt","value":1000}}\'',
				'run pii-redactor --input - --output - < log.ndjson',
			),
		)
		.action((plugin: string, flags: RunFlags & KeepFlags) => run((session) => stream(session, plugin, flags)));
	withKeeping(
		program
			.command('chain')
			.description('run the chain of plugins that a JSON file describes')
			.argument('<file>')
			.option('-o, --output <file>', 'file to write results to if the chain has no destination; - for standard output'),
	)
		.addHelpText(...examples('chain monthly-report.json', 'chain report-without-destination.json --output -'))
		.action((path: string, flags: ChainFlags) => run((session) => chain(session, path, flags.output, keepOf(flags))));
}

async function chain(session: Session, path: string, output: string | undefined, keep: KeepAsked): Promise<void> {
	const runId = newRunId();
	const request: RouteInput<'chains.run'> = {
		chain: { path: resolve(path) },
		...keep,
		runId,
		trigger: 'cli',
		...outputOf(session, output),
	};
	const detail = await withProgress(session, runId, () => session.ask('chains.run', request));
	session.result(detail, () => session.options.quiet || showRun(session, detail));
	noteDropped(session, detail, output);
}

async function call(
	session: Session,
	name: string,
	fn: string,
	args: readonly string[],
	flags: CallFlags,
): Promise<void> {
	const config = flags.config === undefined ? {} : { config: configOf(flags.config) };
	const keep = keepOf(flags);
	const inputs: (string | undefined)[] = [];
	for (const arg of args) inputs.push(arg === '-' ? await readText(session, '-') : arg);
	if (inputs.length === 0) inputs.push(undefined);
	const answers: OpenedAnswer[] = [];
	try {
		for (const input of inputs) {
			const runId = newRunId();
			const answer = await withProgress(session, runId, () =>
				session.ask('plugins.call', {
					name,
					fn,
					runId,
					trigger: 'cli',
					...config,
					...keep,
					...(input === undefined ? {} : { input }),
				}),
			);
			const opened = await openAnswer(session, answer);
			if (session.options.json) answers.push(opened);
			else await printOutput(session, opened);
		}
		if (session.options.json) await printAnswers(session, answers);
	} finally {
		for (const { output } of answers) output?.stream.destroy();
	}
}

async function stream(session: Session, plugin: string, flags: RunFlags & KeepFlags): Promise<void> {
	const { core, terminal } = session;
	const runId = newRunId();
	const request: RouteInput<'streams.run'> = {
		plugin,
		runId,
		trigger: 'cli',
		...keepOf(flags),
		...(flags.input === undefined ? {} : { input: placeOf(flags.input, () => core.attachInput(terminal.stdin)) }),
		...outputOf(session, flags.output),
		...(flags.replaceInput === true ? { replacing: 'input' as const } : {}),
		...(flags.function === undefined ? {} : { fn: flags.function }),
		...(flags.batch === undefined ? {} : { batch: flags.batch }),
		...(flags.format === undefined ? {} : { format: formatOf(flags.format) }),
		...(flags.config === undefined ? {} : { config: configOf(flags.config) }),
	};
	const detail = await withProgress(session, runId, () => session.ask('streams.run', request));
	session.result(detail, () => session.options.quiet || showRun(session, detail));
	noteDropped(session, detail, flags.output);
}

function placeOf(path: string, attach: () => string): Place {
	return path === '-' ? { kind: 'stream', id: attach() } : { kind: 'file', path: resolve(path) };
}

function outputOf(session: Session, output: string | undefined): { readonly output?: Place } {
	if (output === undefined) return {};
	const { core, options, terminal } = session;
	if (output === '-' && options.json) {
		throw new UsageError('--json and --output - cannot both use standard output.', 'Name a file for the output.');
	}
	if (output === '-') session.dataOnStdout = true;
	const { stdout } = terminal;
	return { output: placeOf(output, () => core.attachOutput(stdout.isTTY === true ? safeOutput(stdout) : stdout)) };
}

function noteDropped(session: Session, run: RunDetail, output: string | undefined): void {
	if (output === undefined && run.recordsOut > 0 && run.stages.at(-1)?.type !== 'destination') {
		session.note(
			'The results were counted but not saved. Use --output FILE to save them, or --output - to print them.',
		);
	}
}

function formatOf(text: string): InputFormat {
	const format = inputFormats.find((known) => known === text);
	if (format !== undefined) return format;
	throw new UsageError(
		`Unknown format "${text}".`,
		`Use ${inputFormats.slice(0, -1).join(', ')} or ${inputFormats.at(-1)}.`,
	);
}

function configOf(text: string): NonNullable<RouteInput<'streams.run'>['config']> {
	const value = parseJson(text, '--config');
	const number = findUnheldNumber(text);
	if (number !== null) {
		const short = number.length > 60 ? `${number.slice(0, 57)}…` : number;
		throw new UsageError(
			`--config: ${short} is a number that cannot be stored exactly.`,
			'Use a smaller number, or put it in quotes if the plugin takes text.',
		);
	}
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as NonNullable<RouteInput<'streams.run'>['config']>;
	throw new UsageError('--config takes a JSON object.', 'For example: --config \'{"path": "data.csv"}\'');
}

export function showRun(session: Session, run: RunDetail): void {
	if (!session.dataOnStdout) {
		session.table(
			['STAGE', ...['IN', 'OUT', 'BUSY', 'MEMORY', 'HOST CALLS', 'DENIED'].map(numeric)],
			run.stages.map((stage) => [
				stage.plugin,
				// A source takes nothing, and a destination gives nothing.
				stage.type === 'source' ? '—' : formatCount(stage.recordsIn),
				stage.type === 'destination' ? '—' : formatCount(stage.recordsOut),
				formatDuration(stage.busyMs),
				formatMemory(stage.peakMemoryBytes),
				formatCount(stage.hostCalls),
				formatCount(stage.denials),
			]),
		);
	}
	session.say(
		`${run.status} in ${formatDuration(run.durationMs)}: ${counted(run.recordsIn, 'record')} in, ${cameOut(run)} (run ${run.id})`,
	);
}

/** What a destination took when its run failed, it may not have written. */
function cameOut(run: RunDetail): string {
	const last = run.stages.at(-1);
	const isCertain = run.kind === 'call' || last?.type !== 'destination' || run.status === 'succeeded';
	const out = formatCount(run.recordsOut);
	return isCertain ? `${out} out` : `${out} handed to ${last.plugin}, which may not have written them all`;
}
