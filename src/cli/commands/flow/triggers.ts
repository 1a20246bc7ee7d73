import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RouteInput } from '../../../shared/api/routes.ts';
import { MOST_COUNTED } from '../../../shared/flow/schedule.ts';
import type { FlowTrigger, TriggerState } from '../../../shared/flow/trigger.ts';
import { examples } from '../../session/examples.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { formatCount, formatTime, parsePositive } from '../../text/format.ts';

interface ScheduleFlags {
	readonly every?: number;
	readonly cron?: string;
	readonly catchUp?: boolean;
}

interface WatchFlags {
	readonly component?: string;
	readonly pattern?: string;
	readonly settle?: number;
	readonly newOnly?: boolean;
}

const whileOpen = 'It runs while the window is open, or `dataflare serve` or `dataflare watch` runs.';

export function addTriggerCommands(flow: Command, run: Run): void {
	flow
		.command('schedule')
		.description('run a saved flow at certain times')
		.argument('<name>')
		.option('--every <minutes>', 'run every so many minutes', parsePositive)
		.option('--cron <fields>', 'minute, hour, day of the month, month, day of the week')
		.option('--catch-up', 'run once for all times that were missed')
		.addHelpText(...examples('flow schedule report --every 60', 'flow schedule report --cron "30 7 * * 1-5"'))
		.action((name: string, flags: ScheduleFlags) => run((session) => schedule(session, name, flags)));
	flow
		.command('watch')
		.description('run a saved flow for each file that appears in a folder, once for each content')
		.argument('<name>')
		.argument('<folder>')
		.option('--component <name>', 'the read-file that reads it, where the flow has several')
		.option('--pattern <pattern>', 'only files with such names: * and ? stand for any letters and one')
		.option('--settle <ms>', 'wait until a file has not changed for so long', parsePositive)
		.option('--new-only', 'leave the files that are there already')
		.addHelpText(...examples("flow watch report ./inbox --pattern '*.csv'"))
		.action((name: string, folder: string, flags: WatchFlags) =>
			run((session) => watchFolder(session, name, folder, flags)),
		);
	flow
		.command('triggers')
		.description('list what starts flows by itself, with the last and the next run')
		.addHelpText(...examples('flow triggers'))
		.action(() => run(list));
	for (const [word, route, description] of [
		['start', 'triggers.start', 'start a flow’s schedule or folder again'],
		['stop', 'triggers.stop', 'stop starting a flow by itself; what runs goes on'],
	] as const) {
		flow
			.command(word)
			.description(description)
			.argument('<name>')
			.addHelpText(...examples(`flow ${word} report`))
			.action((name: string) =>
				run(async (session) => {
					const state = await session.ask(route, { flow: name });
					session.result(state, () => show(session, state));
				}),
			);
	}
	flow
		.command('unschedule')
		.description('forget what starts a flow by itself, and which files it read')
		.argument('<name>')
		.addHelpText(...examples('flow unschedule report'))
		.action((name: string) =>
			run(async (session) => {
				await session.ask('triggers.remove', { flow: name });
				session.result(null, () => session.confirm(`Nothing starts ${name} by itself any more.`));
			}),
		);
}

async function schedule(session: Session, flow: string, { every, cron, catchUp }: ScheduleFlags): Promise<void> {
	if ((every === undefined) === (cron === undefined)) {
		throw new UsageError('Say when: --every or --cron, one of the two.', 'For example: --every 60');
	}
	const when = every === undefined ? { cron: cron ?? '' } : { every_minutes: every };
	await set(session, flow, { kind: 'schedule', when, catch_up: catchUp === true });
}

async function watchFolder(session: Session, flow: string, folder: string, flags: WatchFlags): Promise<void> {
	const component = flags.component ?? (await onlyReader(session, flow));
	await set(session, flow, {
		kind: 'folder',
		folder: resolve(folder),
		component,
		existing: flags.newOnly !== true,
		...(flags.pattern === undefined ? {} : { pattern: flags.pattern }),
		...(flags.settle === undefined ? {} : { settle_ms: flags.settle }),
	});
}

async function onlyReader(session: Session, name: string): Promise<string> {
	const { flow } = await session.ask('flows.get', { name });
	const readers = flow.components.filter(({ use }) => use === 'read-file');
	const [only] = readers;
	if (only !== undefined && readers.length === 1) return only.name;
	throw new UsageError(
		readers.length === 0 ? `${name} has no read-file.` : `${name} has ${readers.length} components that read files.`,
		readers.length === 0
			? 'Only a flow with a read-file can read what appears in a folder.'
			: `Say which with --component: ${readers.map((each) => each.name).join(', ')}.`,
	);
}

async function set(session: Session, flow: string, trigger: RouteInput<'triggers.set'>['trigger']): Promise<void> {
	const state = await session.ask('triggers.set', { flow, trigger });
	session.result(state, () => {
		show(session, state);
		session.note(whileOpen);
	});
}

function show(session: Session, { flow, trigger, isActive, nextAt }: TriggerState): void {
	const next = nextAt === null ? '' : ` The next run is at ${formatTime(nextAt)}.`;
	session.confirm(isActive ? `${flow} runs ${whenOf(trigger)}.${next}` : `${flow} is not started by itself.`);
}

async function list(session: Session): Promise<void> {
	const triggers = await session.ask('triggers.list', {});
	session.result(triggers, () => {
		if (triggers.length === 0) session.say('Nothing starts flows by themselves.');
		else {
			session.table(
				['FLOW', 'RUNS', 'STATE', 'LAST RUN', 'NEXT RUN', 'MISSED'],
				triggers.map(({ flow, trigger, isActive, last, nextAt, missed }) => [
					flow,
					whenOf(trigger),
					isActive ? 'started' : 'stopped',
					last === null ? '—' : `${last.status === null ? '' : `${last.status}, `}${formatTime(last.at)}`,
					nextAt === null ? '—' : formatTime(nextAt),
					missed < MOST_COUNTED ? formatCount(missed) : `${formatCount(MOST_COUNTED)} or more`,
				]),
			);
		}
		for (const { flow, problem } of triggers) if (problem !== null) session.note(`${flow}: ${problem.message}`);
	});
}

function whenOf(trigger: FlowTrigger): string {
	if (trigger.kind === 'folder') return `for files in ${trigger.folder}`;
	return 'cron' in trigger.when ? `at ${trigger.when.cron}` : `every ${trigger.when.every_minutes} min`;
}
