import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { DataFlareError } from '../../shared/errors/errors.ts';
import { didYouMean } from '../../shared/issues/did-you-mean.ts';
import { componentTypes, encodings, recordWays } from '../../shared/plugin/component-type.ts';
import { refusedModuleOf } from '../../shared/plugin/module/refused-module.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { PreloadedPlugin } from '../../shared/plugin/preload.ts';
import { authorshipOf, signerOf } from '../../shared/plugin/provenance.ts';
import type { Role } from '../../shared/plugin/role.ts';
import { neededPolicy } from '../../shared/plugin/words/asked-for.ts';
import { limitsOnly, type SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { examples } from '../session/examples.ts';
import { languageOf } from '../session/language.ts';
import { ask, confirms } from '../session/prompt.ts';
import { readPolicy } from '../session/read-input.ts';
import { hashOf } from '../session/reviewed.ts';
import { type Run, type Session, UsageError } from '../session/session.ts';
import { lastStartFailure, startWarning } from '../session/start-problem.ts';
import { word } from '../session/word.ts';
import { showConfiguration } from '../show/show-configuration.ts';
import { showInspection, showRefused, titled } from '../show/show-inspection.ts';
import { tellNotices } from '../show/tell-notices.ts';
import { formatDuration } from '../text/format.ts';
import { signedBy } from '../text/provenance-text.ts';
import { stateText, stateTone } from '../text/state-text.ts';
import type { Cell } from '../text/table.ts';
import { installLocked } from './catalogue/lock.ts';
import { sourceOption } from './catalogue/offers.ts';
import { preloadCell } from './preload.ts';

interface InstallFlags {
	readonly locked?: string;
	readonly source?: string;
	readonly yes?: boolean;
	readonly reviewed?: string;
	readonly grant?: string;
	readonly replace?: boolean;
	readonly acceptSigner?: boolean;
	readonly note?: string;
	readonly type?: string;
	readonly export?: string;
	readonly resultExport?: string;
	readonly records?: string;
	readonly encoding?: string;
}

export function addPluginCommands(program: Command, run: Run): void {
	program
		.command('install')
		.description(
			'install a plugin from a .wasm file, a package (.dfplugin), a folder with plugin.json, or a plugin configuration (.json)',
		)
		.argument('[path]', 'file or folder')
		.option('-y, --yes', 'do not ask; grant nothing unless --grant is given')
		.option(
			'--grant <file>',
			'grant the security policy in this JSON file, "needed" for what the plugin does not work without, or "requested" for all that it asks for',
		)
		.option('--locked <file>', 'instead of one plugin: all in this lock, each to the byte, with the grants in it')
		.option(...sourceOption)
		.option('--replace', 'replace an installed plugin of the same name')
		.option('--accept-signer', 'with --yes or --reviewed: accept a replacement that another key signed than before')
		.option(
			'--reviewed <sha256>',
			'as --yes, if all its files have this hash, as `inspect --json` shows it (filesSha256)',
		)
		.option('--note <text>', 'reason, for the policy history')
		.option('--type <type>', `what a module without a manifest is: ${componentTypes.join(', ')}`)
		.option('--export <name>', 'the export of an Extism plugin that does the work')
		.option('--result-export <name>', 'the export of an Extism aggregator that gives the result')
		.option('--records <way>', 'how it takes records: one (per call), batch (a JSON array) or lines')
		.option('--encoding <encoding>', `how records are written: ${encodings.join(', ')}`)
		.addHelpText(
			...examples(
				'install ./geo-lookup',
				'install filter.wasm --yes --grant policy.json',
				'install my_plugin.json',
				'install extism.wasm --type filter --export keep --records one',
				'install ./geo-lookup --replace --note "new rules for May"',
			),
		)
		.action((path: string | undefined, flags: InstallFlags) =>
			run((session) => {
				if (path !== undefined && flags.locked === undefined) return install(session, path, flags);
				if (path === undefined && flags.locked !== undefined) return installLocked(session, flags.locked, flags);
				throw new UsageError('What to install is not clear.', 'Name a file or folder, or a lock with --locked.');
			}),
		);
	program
		.command('list')
		.description('list installed plugins')
		.addHelpText(...examples('list', 'list --json'))
		.action(() => run(list));
	program
		.command('inspect')
		.description('show what a file, folder or installed plugin contains and asks for, without running it')
		.argument('<target>', 'path or plugin name')
		.option('--config', 'show the settings it takes, from the schema in its manifest')
		.addHelpText(
			...examples(
				'inspect ./geo-lookup',
				'inspect filter.wasm',
				'inspect pii-redactor',
				'inspect pii-redactor --config',
			),
		)
		.action((target: string, flags: { readonly config?: boolean }) =>
			run(async (session) => {
				const found = await session.ask('plugins.inspect', { target }).catch((error: DataFlareError) => {
					const module = refusedModuleOf(error);
					if (module !== null) showRefused(session, module);
					throw error;
				});
				const language = await languageOf(session);
				const keys = await session.ask('keys.list', {});
				if (flags.config !== true) session.result(found, () => showInspection(session, found, language, keys));
				else session.result(found.manifest.config_schema ?? null, () => showConfiguration(session, found, language));
			}),
		);
	for (const verb of ['enable', 'disable', 'reload'] as const) {
		const does = {
			enable: 'let a disabled plugin run again',
			disable: 'stop a plugin from running',
			reload: 'reload a plugin from its files, and release it from quarantine',
		};
		program
			.command(verb)
			.description(does[verb])
			.argument('<plugin>')
			.addHelpText(...examples(`${verb} pii-redactor`))
			.action((name: string) =>
				run(async (session) => {
					const record = await session.ask(`plugins.${verb}`, { name });
					session.result(record, () => session.confirm(`${name}: ${stateText(record)}`));
				}),
			);
	}
	program
		.command('uninstall')
		.description('uninstall a plugin: it goes to the trash and can be restored; its history is kept')
		.argument('<plugin>')
		.option('-y, --yes', 'do not ask')
		.option(
			'--keep-data',
			'keep its data folder and state, in case this exact version is installed again, even after it leaves the trash',
		)
		.option('--for-good', 'skip the trash; it cannot be restored')
		.addHelpText(
			...examples(
				'uninstall pii-redactor',
				'uninstall csv-source --yes --keep-data',
				'uninstall csv-source --for-good',
			),
		)
		.action((name: string, flags: UninstallFlags) => run((session) => uninstall(session, name, flags)));
}

interface UninstallFlags {
	readonly yes?: boolean;
	readonly keepData?: boolean;
	readonly forGood?: boolean;
}

async function uninstall(session: Session, name: string, flags: UninstallFlags): Promise<number> {
	await session.ask('plugins.get', { name });
	const { trash_ms } = await session.ask('settings.get', {});
	const [keepData, forGood] = [flags.keepData === true, flags.forGood === true || trash_ms === 0];
	const what = forGood ? ` for good${keepData ? '' : ' and delete its data folder'}` : '';
	if (flags.yes !== true && !(await confirms(session, `Uninstall ${name}${what}?`))) {
		session.note(`${name} was not uninstalled.`);
		return 1;
	}
	const gone = await session.ask('plugins.uninstall', { name, keepData, forGood });
	session.result(gone, () => {
		session.confirm(`${name} was uninstalled.`);
		if (gone.trashId === null) return;
		session.note(
			`It stays in the trash for ${formatDuration(trash_ms)}, with its grant and its data. To restore it: dataflare trash restore ${gone.trashId}`,
		);
	});
	return 0;
}

async function list(session: Session): Promise<void> {
	const plugins = await session.ask('plugins.list', {});
	const keys = await session.ask('keys.list', {});
	// A program that came without samples has none to tell of.
	const samples = await session.ask('samples.list', {}).catch(() => []);
	const bundled = new Set(samples.flatMap(({ name, isInUse }) => (isInUse ? [name] : [])));
	const { notices } = await session.ask('stats.get', {});
	const { plugins: preloaded } = await session.ask('preload.list', {});
	const failures = await Promise.all(plugins.map((plugin) => lastStartFailure(session, plugin)));
	session.result(plugins, () => {
		if (plugins.length === 0) {
			session.say('No plugins installed. Install one with: dataflare install <file or folder>');
			return;
		}
		session.table(
			['NAME', 'TYPE', 'VERSION', 'STATE', 'SHA-256', 'FILES', 'SIGNED BY', 'PRELOAD'],
			plugins.map((plugin, at) => [
				plugin.name,
				plugin.current?.manifest.type ?? '—',
				plugin.current?.label ?? '—',
				shownState(plugin, failures[at] ?? null),
				plugin.current?.sha256.slice(0, 12) ?? '—',
				shownIntegrity(plugin),
				signedBy(authorshipOf(plugin.current?.signer ?? null, keys, bundled.has(plugin.name))),
				shownPreload(plugin, preloaded),
			]),
		);
	});
	tellNotices(session, notices);
}

function shownState(plugin: PluginRecord, failure: string | null): Cell {
	return failure === null
		? { text: stateText(plugin), tone: stateTone(plugin) }
		: { text: `${stateText(plugin)} (failed to start: ${failure})`, tone: 'warn' };
}

function shownIntegrity({ integrity }: PluginRecord): Cell {
	if (integrity === 'unlisted') return '—';
	return { text: integrity, tone: integrity === 'intact' ? 'good' : 'warn' };
}

/** The reason why a plugin is not ready stands in its state already. */
function shownPreload({ name }: PluginRecord, preloaded: readonly PreloadedPlugin[]): Cell {
	const found = preloaded.find((plugin) => plugin.name === name);
	return found?.state === 'not_ready' ? { text: 'marked', tone: 'warn' } : preloadCell(found);
}

async function install(session: Session, path: string, flags: InstallFlags): Promise<number> {
	const role = roleOf(flags);
	const found = await session.ask('plugins.inspect', { target: path.includes('/') ? path : `./${path}`, role });
	const asked = found.manifest.security_policy;
	const needed = neededPolicy(found.manifest);
	let grant: SecurityPolicy | undefined =
		flags.grant === undefined ? undefined : await readGrant(session, flags.grant, { requested: asked, needed });
	// What an earlier plugin of this name was granted is not for this one; an update keeps what its plugin has.
	if (grant === undefined && found.installed === null) grant = limitsOnly(asked);
	const reviewed = hashOf(flags.reviewed);
	if (flags.yes !== true && reviewed === undefined) {
		const keys = await session.ask('keys.list', {});
		showInspection(session, found, await languageOf(session), keys);
		const hasOptional = JSON.stringify(needed) !== JSON.stringify(asked);
		const choice = flags.grant === undefined && found.asks.length > 0;
		const answer = await ask(
			session,
			choice
				? `Install ${found.manifest.name}? y: yes, ${found.installed === null ? 'grant nothing' : 'grant nothing new'}; a: yes, grant ${hasOptional ? 'what it needs' : 'all it asks for'}; N: no [y/a/N] `
				: `Install ${found.manifest.name}? [y/N] `,
			'Use --yes to skip the question, or look with `dataflare inspect --json` first and pass its filesSha256 with --reviewed.',
		);
		const granting = choice && ['a', 'all'].includes(answer);
		if (!granting && !['y', 'yes'].includes(answer)) {
			session.note(`${found.manifest.name} was not installed.`);
			return 1;
		}
		if (granting) grant = needed;
	}
	// Who answered saw who signed it; who did not says so, or leaves it waiting.
	const isSeen = (flags.yes !== true && reviewed === undefined) || flags.acceptSigner === true;
	const record = await session.ask('plugins.install', {
		path: found.source,
		sha256: found.analysis.sha256,
		filesSha256: reviewed ?? found.filesSha256,
		replace: flags.replace === true,
		role,
		...(isSeen ? { signer: signerOf(found.provenance) } : {}),
		...(grant === undefined ? {} : { grant }),
		...(flags.note === undefined ? {} : { note: flags.note }),
	});
	const problem = await startWarning(session, record);
	const sentences = record.warnings.map(({ text }) => text);
	const warnings = problem === null ? sentences : [...sentences, problem];
	session.result({ ...record, warnings }, () => {
		session.confirm(`${titled(record.name, record.current?.label)} was installed: ${stateText(record)}.`);
		for (const warning of warnings) session.note(`warning: ${warning}`);
	});
	return 0;
}

function roleOf({ type, export: work, resultExport, records, encoding }: InstallFlags): Role {
	return {
		type: word('type', type, componentTypes),
		export: work,
		resultExport,
		records: word('way of records', records, recordWays),
		encoding: word('encoding', encoding, encodings),
	};
}

async function readGrant(
	session: Session,
	file: string,
	words: Readonly<Record<'requested' | 'needed', SecurityPolicy>>,
): Promise<SecurityPolicy> {
	if (file === 'requested' || file === 'needed') return words[file];
	const meant = didYouMean(file, Object.keys(words));
	if (meant === '' || existsSync(file)) return readPolicy(session, file);
	throw new UsageError(
		`There is no file ${file}${meant}.`,
		'Name a JSON file, or use "needed" or "requested" to grant what the plugin needs or asks for.',
	);
}
