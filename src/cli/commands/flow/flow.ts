import { resolve } from 'node:path';
import type { Command } from 'commander';
import { examples } from '../../session/examples.ts';
import { exitCodes } from '../../session/exit-codes.ts';
import { confirms } from '../../session/prompt.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { counted, formatCount, formatTime, parsePositive } from '../../text/format.ts';
import { flowPlaceOf } from './flow-place.ts';
import { addQuarantineCommands } from './quarantine.ts';
import { addResumeCommand } from './resume.ts';
import { addFlowRunCommands } from './run-flow.ts';
import { showCheck } from './show-check.ts';
import { addTriggerCommands } from './triggers.ts';

interface VersionFlags {
	readonly flowVersion?: number;
}

interface ExportFlags extends VersionFlags {
	readonly replace?: boolean;
}

/** Commands on flows: graphs of components, in a file or kept by name. */
export function addFlowCommands(program: Command, run: Run): void {
	const flow = program
		.command('flow')
		.description('put data through graphs of plugins')
		.addHelpText(...examples('flow check report.json', 'flow run report.json', 'flow save report.json'));
	flow
		.command('check')
		.description('show what a flow would run and everything that keeps it from running')
		.argument('<flow>', 'a file, or the name of a saved flow')
		.option('--flow-version <number>', 'of a saved flow: this version', parsePositive)
		.addHelpText(...examples('flow check report.json', 'flow check report --flow-version 3'))
		.action((text: string, flags: VersionFlags) => run((session) => check(session, text, flags)));
	flow
		.command('list')
		.description('list saved flows and how each last ran')
		.addHelpText(...examples('flow list'))
		.action(() => run(list));
	flow
		.command('show')
		.description('print a saved flow')
		.argument('<name>')
		.option('--flow-version <number>', 'this version instead of the newest', parsePositive)
		.addHelpText(...examples('flow show report', 'flow show report --flow-version 3'))
		.action((name: string, flags: VersionFlags) =>
			run(async (session) => {
				const kept = await session.ask('flows.get', { name, ...versionOf(flags) });
				session.result(kept, () => session.raw(`${JSON.stringify(kept.flow, null, '\t')}\n`));
			}),
		);
	flow
		.command('save')
		.description('save a flow under the name in its file, as a new version if it changed')
		.argument('<file>')
		.option('--note <text>', 'what changed', '')
		.addHelpText(...examples('flow save report.json --note "drops empty rows"'))
		.action((file: string, { note }: { readonly note: string }) =>
			run(async (session) => {
				const kept = await session.ask('flows.save', { flow: { path: resolve(file) }, note });
				session.result(kept, () => session.confirm(`${kept.flow.name} is saved as version ${kept.version}.`));
			}),
		);
	flow
		.command('versions')
		.description('list the versions of a saved flow')
		.argument('<name>')
		.addHelpText(...examples('flow versions report'))
		.action((name: string) =>
			run(async (session) => {
				const versions = await session.ask('flows.versions', { name });
				session.result(versions, () =>
					session.table(
						['VERSION', 'SAVED', 'NOTE'],
						versions.map(({ version, savedAt, note }) => [String(version), formatTime(savedAt), note]),
					),
				);
			}),
		);
	flow
		.command('rename')
		.description('rename a saved flow')
		.argument('<name>')
		.argument('<new-name>')
		.addHelpText(...examples('flow rename report monthly-report'))
		.action((name: string, to: string) =>
			run(async (session) => {
				const kept = await session.ask('flows.rename', { name, to });
				session.result(kept, () => session.confirm(`${name} is now named ${kept.flow.name}.`));
			}),
		);
	flow
		.command('export')
		.description('write a saved flow to a file')
		.argument('<name>')
		.argument('<file>')
		.option('--flow-version <number>', 'this version instead of the newest', parsePositive)
		.option('--replace', 'replace the file if it exists')
		.addHelpText(...examples('flow export report report.json'))
		.action((name: string, file: string, flags: ExportFlags) =>
			run(async (session) => {
				const asked = { name, to: resolve(file), replace: flags.replace === true, ...versionOf(flags) };
				const written = await session.ask('flows.export', asked);
				session.result(written, () => session.confirm(`Wrote ${written.path}.`));
			}),
		);
	flow
		.command('remove')
		.description('remove a saved flow with all its versions; its runs stay')
		.argument('<name>')
		.option('-y, --yes', 'do not ask')
		.addHelpText(...examples('flow remove report --yes'))
		.action((name: string, flags: { readonly yes?: boolean }) => run((session) => remove(session, name, flags)));
	addFlowRunCommands(flow, run);
	addResumeCommand(flow, run);
	addQuarantineCommands(flow, run);
	addTriggerCommands(flow, run);
}

async function check(session: Session, text: string, flags: VersionFlags): Promise<number> {
	const found = await session.ask('flows.check', { flow: await flowPlaceOf(text, flags.flowVersion) });
	session.result(found, () => showCheck(session, found));
	return found.problems.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function list(session: Session): Promise<void> {
	const flows = await session.ask('flows.list', {});
	session.result(flows, () => {
		if (flows.length === 0) session.say('No flows are saved. Save one with `dataflare flow save <file>`.');
		else {
			session.table(
				['FLOW', 'VERSION', 'COMPONENTS', 'SAVED', 'LAST RUN'],
				flows.map(({ name, version, components, savedAt, lastRun }) => [
					name,
					String(version),
					formatCount(components),
					formatTime(savedAt),
					lastRun === null ? '—' : `${lastRun.status}, ${formatTime(lastRun.startedAt)}`,
				]),
			);
		}
	});
}

async function remove(session: Session, name: string, flags: { readonly yes?: boolean }): Promise<void> {
	const versions = await session.ask('flows.versions', { name });
	const asked = `Remove ${name} with ${counted(versions.length, 'version')}?`;
	if (flags.yes !== true && !(await confirms(session, asked))) {
		throw new UsageError('Nothing was removed.', 'Use --yes to remove it without asking.');
	}
	const { removed } = await session.ask('flows.remove', { name });
	session.result({ removed }, () => session.confirm(`${name} is removed.`));
}

function versionOf({ flowVersion }: VersionFlags): { readonly version?: number } {
	return flowVersion === undefined ? {} : { version: flowVersion };
}
