import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CollisionChoice } from '../../../shared/api/template-routes.ts';
import { collisionChoices } from '../../../shared/api/template-routes.ts';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { asSeen } from '../../../shared/plugin/version-use.ts';
import { lockedDown, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { examples } from '../../session/examples.ts';
import { confirms } from '../../session/prompt.ts';
import { readPolicy, readText } from '../../session/read-input.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { showApplication, showOffered } from '../../show/show-templates.ts';
import { policyLines } from '../../text/describe-policy.ts';
import { formatCount, formatTime } from '../../text/format.ts';
import { addEditOptions, type EditFlags, editPolicy, isEdit } from './policy-edits.ts';
import { addTemplateTrashCommands } from './template-trash.ts';

interface SaveFlags extends EditFlags {
	readonly from?: string;
	readonly copy?: string;
	readonly note?: string;
}

interface ApplyFlags {
	readonly all?: boolean;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
	readonly note?: string;
}

interface ImportFlags {
	readonly onTaken?: string;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

export function addTemplateCommands(program: Command, run: Run): void {
	const templates = program
		.command('templates')
		.description('keep policies by name and grant one to many plugins')
		.addHelpText(
			...examples(
				'templates save read-reports --allow-path /srv/reports:ro',
				'templates apply read-reports csv-source',
			),
		);
	templates
		.command('list')
		.description('list templates and how many plugins each is granted to')
		.addHelpText(...examples('templates list'))
		.action(() => run(list));
	templates
		.command('show')
		.description('show what a template allows and which plugins it is granted to')
		.argument('<template>')
		.addHelpText(...examples('templates show read-reports'))
		.action((name: string) => run((session) => show(session, name)));
	addEditOptions(
		templates
			.command('save')
			.description('create or change a template; existing grants do not change')
			.argument('<template>')
			.argument('[file]', 'JSON security policy; - for standard input'),
	)
		.option('--from <plugin>', 'start from what this plugin is granted')
		.option('--copy <template>', 'start from another template')
		.option('--note <text>', 'what it is for')
		.addHelpText(
			...examples(
				'templates save read-reports --allow-path /srv/reports:ro --note "monthly reports"',
				'templates save as-the-source --from csv-source',
				'templates save read-more --copy read-reports --allow-path /srv/more:ro',
			),
		)
		.action((name: string, file: string | undefined, flags: SaveFlags) =>
			run((session) => save(session, name, file, flags)),
		);
	templates
		.command('rename')
		.description('rename a template')
		.argument('<template>')
		.argument('<name>')
		.addHelpText(...examples('templates rename read-reports read-all-reports'))
		.action((name: string, next: string) =>
			run(async (session) => {
				const { template } = await session.ask('templates.get', { name });
				const saved = await session.ask('templates.save', { id: template.id, name: next });
				session.result(saved, () => session.confirm(`${name} is now named ${saved.name}.`));
			}),
		);
	templates
		.command('apply')
		.description('replace the grants of plugins with a template; if one fails, none change')
		.argument('<template>')
		.argument('[plugin...]')
		.option('--all', 'apply to every installed plugin')
		.option('--dry-run', 'show what would change without changing it')
		.option('-y, --yes', 'do not ask')
		.option('--note <text>', 'reason, for the policy history')
		.addHelpText(
			...examples(
				'templates apply read-reports csv-source row-filter --dry-run',
				'templates apply read-reports csv-source row-filter --yes',
			),
		)
		.action((name: string, plugins: readonly string[], flags: ApplyFlags) =>
			run((session) => apply(session, name, plugins, flags)),
		);
	templates
		.command('undo')
		.description('restore the grants that one `templates apply` replaced')
		.argument('<application>', 'ID, as shown by `templates apply`')
		.addHelpText(...examples('templates undo 3fd2a90c117b'))
		.action((application: string) =>
			run(async (session) => {
				const answer = await session.ask('templates.undo', { application });
				session.result(answer, () => {
					session.confirm(`Restored: ${answer.undone.join(', ')}.`);
					if (answer.left.length > 0)
						session.note(`note: not restored, as their policy has changed since: ${answer.left.join(', ')}.`);
				});
			}),
		);
	templates
		.command('export')
		.description('export templates to a JSON file: the ones named, or all')
		.argument('[template...]')
		.option('-o, --output <file>', 'file to write')
		.addHelpText(...examples('templates export --output policies.json', 'templates export read-reports'))
		.action((names: readonly string[], flags: { readonly output?: string }) =>
			run((session) => exportTo(session, names, flags.output)),
		);
	templates
		.command('import')
		.description('import templates from a file; nothing is granted to any plugin')
		.argument('<file>', 'a file, or - for standard input')
		.option('--on-taken <choice>', `what to do if a name is taken: ${collisionChoices.join(', ')}`)
		.option('--dry-run', 'show what the file holds without importing it')
		.option('-y, --yes', 'do not ask')
		.addHelpText(
			...examples('templates import policies.json --dry-run', 'templates import policies.json --on-taken both'),
		)
		.action((file: string, flags: ImportFlags) => run((session) => importFrom(session, file, flags)));
	addTemplateTrashCommands(templates, run);
}

async function list(session: Session): Promise<void> {
	const templates = await session.ask('templates.list', {});
	session.result(templates, () => {
		if (templates.length === 0) {
			session.say('No policy templates. Make one with: dataflare templates save <name>');
			return;
		}
		session.table(
			['NAME', 'VERSION', 'CHANGED', 'IN FORCE', 'OLDER', 'NOTE'],
			templates.map(({ template, uses }) => [
				template.name,
				String(template.version),
				formatTime(template.changedAt),
				formatCount(uses.length),
				formatCount(uses.filter(({ version }) => version < template.version).length),
				template.note,
			]),
		);
	});
}

async function show(session: Session, name: string): Promise<void> {
	const answer = await session.ask('templates.get', { name });
	const { template, uses } = answer;
	session.result(answer, () => {
		session.say(`${template.name}: version ${template.version}, ${formatTime(template.changedAt)}`);
		if (template.note !== '') session.say(template.note);
		session.table(
			['', 'ALLOWS'],
			policyLines(template.policy).map((line) => [...line]),
		);
		if (uses.length === 0) return;
		session.table(
			['PLUGIN', 'FROM VERSION', 'SINCE'],
			uses.map(({ plugin, version, at }) => [
				plugin,
				version < template.version ? { text: `${version} (older)`, tone: 'warn' } : String(version),
				formatTime(at),
			]),
		);
	});
}

async function save(session: Session, name: string, file: string | undefined, flags: SaveFlags): Promise<void> {
	const begins = [file, flags.from, flags.copy].filter((one) => one !== undefined);
	if (begins.length > 1) {
		throw new UsageError(
			'A template begins with one thing.',
			'Name a file, or use --from or --copy, and not two of them.',
		);
	}
	const here = (await session.ask('templates.list', {})).find(({ template }) => template.name === name)?.template;
	if (here !== undefined && begins.length === 0 && !isEdit(flags) && flags.note === undefined) {
		throw new UsageError('No change was given.', 'Name a JSON file, or say what the template allows or is for.');
	}
	const policy = editPolicy(await beginning(session, file, flags, here?.policy ?? lockedDown), flags);
	const note = flags.note === undefined ? {} : { note: flags.note };
	const saved = await session.ask(
		'templates.save',
		here === undefined ? { name, policy, ...note } : { id: here.id, policy, ...note, expectedVersion: here.version },
	);
	session.result(saved, () => {
		if (session.options.quiet) return;
		session.say(`${saved.name}: version ${saved.version} is kept.`);
		session.table(
			['', 'ALLOWS'],
			policyLines(saved.policy).map((line) => [...line]),
		);
	});
}

async function beginning(
	session: Session,
	file: string | undefined,
	{ from, copy }: SaveFlags,
	otherwise: SecurityPolicy,
): Promise<SecurityPolicy> {
	if (file !== undefined) return readPolicy(session, file);
	if (copy !== undefined) return (await session.ask('templates.get', { name: copy })).template.policy;
	if (from !== undefined) return (await session.ask('policy.show', { name: from })).granted?.policy ?? lockedDown;
	return otherwise;
}

const dryRunFirst = 'Use --yes to skip the question; --dry-run shows what it is about.';

async function apply(session: Session, name: string, named: readonly string[], flags: ApplyFlags): Promise<number> {
	if ((named.length === 0) === (flags.all !== true)) {
		throw new UsageError('Say which plugins the template is for.', 'Name them, or use --all alone.');
	}
	const { template } = await session.ask('templates.get', { name });
	const plugins = flags.all === true ? (await session.ask('plugins.list', {})).map((plugin) => plugin.name) : named;
	const preview = await session.ask('templates.preview', { id: template.id, plugins: [...plugins] });
	if (flags.dryRun === true) {
		session.result(preview, () => showApplication(session, preview));
		return preview.plugins.every(({ problem }) => problem === null) ? 0 : 1;
	}
	const asks = flags.yes !== true;
	if (asks) showApplication(session, preview);
	const count = `${formatCount(preview.plugins.length)} plugin${preview.plugins.length === 1 ? '' : 's'}`;
	if (asks && !(await confirms(session, `Replace the grants of ${count} by ${name}?`, dryRunFirst))) {
		session.note('No grant was changed.');
		return 1;
	}
	const answer = await session.ask('templates.apply', {
		id: template.id,
		version: preview.template.version,
		plugins: preview.plugins.map(({ plugin, grantVersion, ...seen }) => ({
			name: plugin,
			expectedVersion: grantVersion,
			...asSeen(seen),
		})),
		...(flags.note === undefined ? {} : { note: flags.note }),
	});
	session.result(answer, () => {
		for (const { plugin, grantVersion } of answer.applied) {
			session.confirm(`${plugin}: version ${grantVersion} is in force.`);
		}
		if (answer.same.length > 0) session.confirm(`As it says already: ${answer.same.join(', ')}.`);
		if (answer.applied.length > 0) session.note(`Undo it with \`dataflare templates undo ${answer.application}\`.`);
	});
	return 0;
}

async function exportTo(session: Session, names: readonly string[], output: string | undefined): Promise<void> {
	const ids: string[] = [];
	for (const name of names) ids.push((await session.ask('templates.get', { name })).template.id);
	const { file, text } = await session.ask('templates.export', ids.length === 0 ? {} : { ids });
	if (output === undefined) {
		session.result(file, () => session.raw(text));
		return;
	}
	const path = resolve(output);
	await writeFile(path, text, { mode: 0o600 }).catch((error: unknown) => {
		const system = String(codeOf(error));
		throw new DataFlareError('storage', `${path} cannot be written (${system}).`, {
			hint: 'Choose another place, or fix its permissions.',
			details: because('not_writable', { path, system }),
			cause: error,
		});
	});
	session.result({ templates: file.templates.length, output: path }, () =>
		session.confirm(`${formatCount(file.templates.length)} templates written to ${output}.`),
	);
}

async function importFrom(session: Session, file: string, flags: ImportFlags): Promise<number> {
	const others = choiceOf(flags.onTaken);
	const text = await readText(session, file);
	const offered = await session.ask('templates.offered', { text });
	if (flags.dryRun === true) {
		session.result(offered, () => showOffered(session, offered.templates));
		return 0;
	}
	const asks = flags.yes !== true;
	if (asks) showOffered(session, offered.templates);
	if (asks && !(await confirms(session, 'Keep these templates? Nothing is granted by it.', dryRunFirst))) {
		session.note('Nothing was imported.');
		return 1;
	}
	const answer = await session.ask('templates.import', { text, ...(others === undefined ? {} : { others }) });
	session.result(answer, () => {
		const told = [
			['made', answer.made.map(({ name }) => name)],
			['replaced', answer.replaced.map(({ name }) => name)],
			['left out', answer.skipped],
		] as const;
		for (const [what, names] of told) if (names.length > 0) session.confirm(`${what}: ${names.join(', ')}`);
	});
	return 0;
}

function choiceOf(said: string | undefined): CollisionChoice | undefined {
	if (said === undefined) return undefined;
	const choice = collisionChoices.find((one) => one === said);
	if (choice !== undefined) return choice;
	throw new UsageError(`There is no choice "${said}".`, `Choices are ${collisionChoices.join(', ')}.`);
}
