import { Command, CommanderError } from 'commander';
import envPaths from 'env-paths';
import type { Core } from '../core/index.ts';
import { toDataFlareError } from '../shared/errors/errors.ts';
import { addAuthorCommands } from './commands/author/author.ts';
import { addChoiceCommands } from './commands/catalogue/choices.ts';
import { addLockCommand } from './commands/catalogue/lock.ts';
import { addOfferCommands } from './commands/catalogue/offers.ts';
import { addUpdateCommands } from './commands/catalogue/updates.ts';
import { addFlowCommands } from './commands/flow/flow.ts';
import { addHistoryCommands } from './commands/history.ts';
import { addPrivacyCommand } from './commands/keeping.ts';
import { addPackCommand } from './commands/pack.ts';
import { addPluginCommands } from './commands/plugins.ts';
import { addPolicyCommands } from './commands/policy/policy.ts';
import { addTemplateCommands } from './commands/policy/templates.ts';
import { addPreloadCommand } from './commands/preload.ts';
import { addSchemaCommand } from './commands/schema.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSettingsCommands } from './commands/settings.ts';
import { addSigningCommands } from './commands/signing/signing.ts';
import { addKeyCommands } from './commands/signing/signing-keys.ts';
import { addStatsCommand } from './commands/stats.ts';
import { addTrashCommands } from './commands/trash.ts';
import { addVersionCommands } from './commands/versions.ts';
import { addWatchCommand } from './commands/watch.ts';
import { addWorkCommands } from './commands/work.ts';
import { examples } from './session/examples.ts';
import { exitCodeOf, exitCodes } from './session/exit-codes.ts';
import { listenForInterrupts } from './session/interrupts.ts';
import { type Run, reportError, Session, type Terminal, UsageError } from './session/session.ts';

export interface OpenOptions {
	readonly dataDir: string;
	readonly pluginsDir: string | undefined;
	readonly watch: boolean;
	/** Whether plugins are made ready ahead: not for a command that ends when it is done. */
	readonly preload: boolean;
	/** Whether recipes may be run: not where a window asks. */
	readonly builds: boolean;
}

interface GlobalFlags {
	readonly dataDir: string;
	readonly pluginsDir?: string;
	readonly json?: boolean;
	readonly quiet?: boolean;
	readonly color: boolean;
}

/** argv → route → output → exit code. Never rejects; a second interrupt calls `endNow`. */
export async function runProgram(
	argv: readonly string[],
	terminal: Terminal,
	open: (options: OpenOptions) => Promise<Core>,
	endNow: () => void,
): Promise<number> {
	const wantsJson = argv.includes('--json');
	/** What the work itself said, which an interrupt does not change. */
	let exitCode: number | undefined;
	const interrupts = listenForInterrupts(endNow);
	const program = new Command('dataflare');
	const run: Run = async (work) => {
		const flags = program.opts<GlobalFlags>();
		const core = await open({
			dataDir: flags.dataDir,
			pluginsDir: flags.pluginsDir,
			watch: program.args[0] === 'watch' || program.args[0] === 'serve',
			preload: program.args[0] === 'serve',
			builds: program.args[0] === 'plugin',
		});
		const options = { json: flags.json === true, quiet: flags.quiet === true, color: flags.color && wantsColor() };
		const session = new Session(core, terminal, options, interrupts);
		for (const { text } of core.notices) session.warn(text);
		try {
			interrupts.signal.throwIfAborted();
			exitCode = (await work(session)) ?? undefined;
		} finally {
			await core.close();
		}
	};
	describe(program, terminal, wantsJson);
	addPluginCommands(program, run);
	addVersionCommands(program, run);
	addAuthorCommands(program, run);
	addUpdateCommands(program, run);
	addChoiceCommands(program, run);
	addOfferCommands(program, run);
	addLockCommand(program, run);
	addPackCommand(program, run);
	addSigningCommands(program, run);
	addKeyCommands(program, run);
	addPreloadCommand(program, run);
	addPrivacyCommand(program, run);
	addWorkCommands(program, run);
	addFlowCommands(program, run);
	addPolicyCommands(program, run);
	addTemplateCommands(program, run);
	addHistoryCommands(program, run);
	addTrashCommands(program, run);
	addWatchCommand(program, run);
	addSettingsCommands(program, run);
	addStatsCommand(program, run);
	addSchemaCommand(program, run);
	addServeCommand(program, run);
	try {
		await program.parseAsync([...argv], { from: 'user' });
		return exitCode ?? (interrupts.signal.aborted ? exitCodes.interrupted : exitCodes.done);
	} catch (thrown) {
		if (thrown instanceof CommanderError) {
			if (thrown.exitCode === 0) return exitCodes.done;
			const message = thrown.message.replace(/^error: /, '');
			if (thrown.code !== 'commander.help')
				reportError(
					new UsageError(message, `Run \`${namedIn(program, argv)} --help\` for usage.`),
					terminal,
					wantsJson,
				);
			return exitCodes.usage;
		}
		if (interrupts.signal.aborted) return exitCodes.interrupted;
		// `| head` took what it wanted.
		if (terminal.stdout.destroyed) return exitCodes.done;
		const error = toDataFlareError(thrown);
		reportError(error, terminal, wantsJson);
		return error instanceof UsageError ? exitCodes.usage : exitCodeOf(error);
	} finally {
		interrupts.stop();
	}
}

/** The command that a line names, in full, as far as it names one: `dataflare policy check`. */
function namedIn(program: Command, argv: readonly string[]): string {
	let [command, name] = [program, program.name()];
	for (const word of argv) {
		const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
		if (next === undefined) continue;
		command = next;
		name += ` ${next.name()}`;
	}
	return name;
}

/** https://no-color.org: any value but an empty one. */
function wantsColor(): boolean {
	return !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}

function describe(program: Command, terminal: Terminal, wantsJson: boolean): void {
	program
		.description('Install, sandbox, swap and audit WebAssembly plugins.')
		.option(
			'--data-dir <dir>',
			'folder for the history, grants and plugin data',
			envPaths('dataflare', { suffix: '' }).data,
		)
		.option('--plugins-dir <dir>', 'plugins folder to watch (default: "plugins" in the data folder)')
		.option('--json', 'print one JSON document')
		.option('--quiet', 'print only the result')
		.option('--no-color', 'disable colours')
		.addHelpText(
			...examples(
				'install resources/plugins/pii-redactor',
				'run pii-redactor --input tickets.ndjson --output clean.ndjson',
				'history list',
			),
		)
		.configureHelp({ showGlobalOptions: true })
		.exitOverride()
		.configureOutput({
			writeOut: (text) => void terminal.stdout.write(text),
			// Usage errors are reported in one place, in one form; only a bare call's help goes here.
			outputError: () => {},
			writeErr: (text) => {
				if (!wantsJson) terminal.stderr.write(text);
			},
		});
}
