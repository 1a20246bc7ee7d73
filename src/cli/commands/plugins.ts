import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { InspectAnswer } from '../../shared/api/routes.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { formatBytes, formatTime } from '../format.ts';
import type { Run } from '../program.ts';
import { readPolicy } from '../read-input.ts';
import { type Session, UsageError } from '../session.ts';

interface InstallFlags {
	readonly yes?: boolean;
	readonly grant?: string;
	readonly replace?: boolean;
	readonly note?: string;
}

export function addPluginCommands(program: Command, run: Run): void {
	program
		.command('install')
		.description('install a plugin from a .wasm file or a folder with plugin.json')
		.argument('<path>', 'file or folder')
		.option('-y, --yes', 'ask nothing; everything stays denied unless --grant says otherwise')
		.option('--grant <file>', 'JSON security policy to grant, or "requested" for what the plugin asks for')
		.option('--replace', 'replace the plugin of the same name')
		.option('--note <text>', 'why, for the grant’s history')
		.addHelpText(
			'after',
			'\nExamples:\n  dataflare install ./geo-lookup\n  dataflare install filter.wasm --yes --grant policy.json',
		)
		.action((path: string, flags: InstallFlags) => run((session) => install(session, path, flags)));
	program
		.command('list')
		.description('list the plugins')
		.action(() => run(list));
	program
		.command('inspect')
		.description('show what a file, a folder or an installed plugin is and asks for, without running it')
		.argument('<target>', 'path or plugin name')
		.action((target: string) =>
			run(async (session) => {
				const found = await session.ask('plugins.inspect', { target });
				session.result(found, () => showInspection(session, found));
			}),
		);
	for (const verb of ['enable', 'disable', 'reload'] as const) {
		const does = {
			enable: 'let a disabled plugin run again',
			disable: 'keep a plugin from running',
			reload: 'read its files again; also the way out of quarantine',
		};
		program
			.command(verb)
			.description(does[verb])
			.argument('<plugin>')
			.action((name: string) =>
				run(async (session) => {
					const record = await session.ask(`plugins.${verb}`, { name });
					session.result(record, () => session.say(`${name}: ${stateText(record)}`));
				}),
			);
	}
	program
		.command('uninstall')
		.description('remove a plugin; its history stays')
		.argument('<plugin>')
		.option('-y, --yes', 'ask nothing')
		.option('--keep-data', 'keep its data folder and state')
		.action((name: string, flags: { readonly yes?: boolean; readonly keepData?: boolean }) =>
			run(async (session) => {
				await session.ask('plugins.get', { name });
				if (flags.yes !== true && (await choose(session, `Uninstall ${name}? [y/n] `, ['y', 'n'])) !== 'y') return 1;
				const gone = await session.ask('plugins.uninstall', { name, keepData: flags.keepData === true });
				session.result(gone, () => session.say(`${name} is uninstalled.`));
				return 0;
			}),
		);
}

export function stateText(plugin: PluginRecord): string {
	const state = plugin.state.replaceAll('_', ' ');
	if (plugin.problem !== null) return `${state}: ${plugin.problem.message}`;
	if (plugin.failedUpdate !== null) return `${state} (update failed: ${plugin.failedUpdate.error.message})`;
	return state;
}

async function list(session: Session): Promise<void> {
	const plugins = await session.ask('plugins.list', {});
	session.result(plugins, () => {
		if (plugins.length === 0) {
			session.say('No plugin is installed. Install one with: dataflare install <file or folder>');
			return;
		}
		session.table(
			['NAME', 'TYPE', 'VERSION', 'STATE', 'SHA-256'],
			plugins.map((plugin) => [
				plugin.name,
				plugin.current?.manifest.type ?? '—',
				plugin.current?.label ?? '—',
				stateText(plugin),
				plugin.current?.sha256.slice(0, 12) ?? '—',
			]),
		);
	});
}

async function install(session: Session, path: string, flags: InstallFlags): Promise<number> {
	const found = await session.ask('plugins.inspect', { target: path.includes('/') ? path : `./${path}` });
	const asked = found.manifest.security_policy;
	let grant: SecurityPolicy | undefined =
		flags.grant === undefined
			? undefined
			: flags.grant === 'requested'
				? asked
				: await readPolicy(session, flags.grant);
	if (flags.yes !== true) {
		if (!session.options.json) showInspection(session, found);
		const wants = flags.grant === undefined && found.asks.length > 0;
		const question = wants
			? 'Install? [y] with everything denied, [a] as it asks, [n] not '
			: `Install ${found.manifest.name}? [y/n] `;
		const answer = await choose(session, question, wants ? ['y', 'a', 'n'] : ['y', 'n']);
		if (answer === 'n') return 1;
		if (answer === 'a') grant = asked;
	}
	const record = await session.ask('plugins.install', {
		path: found.source,
		replace: flags.replace === true,
		...(grant === undefined ? {} : { grant }),
		...(flags.note === undefined ? {} : { note: flags.note }),
	});
	session.result(record, () => {
		session.say(`${record.name} ${record.current?.label ?? ''} is installed: ${stateText(record)}.`);
		for (const warning of record.warnings) session.note(`warning: ${warning}`);
	});
	return 0;
}

function showInspection(session: Session, found: InspectAnswer): void {
	const { manifest, analysis } = found;
	session.say(`${session.style('bold', manifest.name)} ${manifest.metadata.version ?? ''} (${manifest.type})`);
	if (manifest.metadata.description !== undefined) session.say(manifest.metadata.description);
	session.say(`sha256 ${analysis.sha256}  ${formatBytes(analysis.size)}  ${analysis.abi ?? 'no known interface'}`);
	if (found.installed !== null) {
		session.say(
			`Installed: ${found.installed.current?.label ?? '—'}, ${stateText(found.installed)}, since ${formatTime(found.installed.installedAt)}`,
		);
	}
	session.say(found.asks.length === 0 ? 'It asks for nothing.' : 'It asks to');
	for (const ask of found.asks) session.say(`  ${ask.risk === 'high' ? '!' : '-'} ${ask.text}`);
	for (const { text } of found.mismatches) session.say(`  ! ${text}`);
	if (found.change !== null) {
		for (const { text } of found.change.added) session.say(`  new: ${text}`);
		for (const { text } of found.change.dropped) session.say(`  no longer used: ${text}`);
	}
	for (const problem of analysis.problems) session.say(`  cannot be loaded: ${problem.message}`);
	for (const warning of found.warnings) session.say(`  note: ${warning}`);
}

/** Asks until one of the letters is given. */
async function choose(session: Session, question: string, letters: readonly string[]): Promise<string> {
	const { stdin, stderr } = session.terminal;
	if (stdin.isTTY !== true)
		throw new UsageError(
			'This needs an answer, and standard input is no terminal.',
			'Add --yes to go on without asking.',
		);
	const prompt = createInterface({ input: stdin, output: stderr });
	try {
		for (;;) {
			const answer = (await prompt.question(question)).trim().toLowerCase();
			const letter = letters.find((wanted) => answer.startsWith(wanted));
			if (letter !== undefined) return letter;
		}
	} finally {
		prompt.close();
	}
}
