import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { QuarantinedRecord } from '../../../shared/api/flow-routes.ts';
import type { RouteInput } from '../../../shared/api/routes.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { examples } from '../../session/examples.ts';
import { confirms } from '../../session/prompt.ts';
import { readText } from '../../session/read-input.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { withProgress } from '../../show/progress.ts';
import { counted, formatBytes, formatTime, parsePositive } from '../../text/format.ts';
import { type KeepFlags, keepOf, withKeeping } from '../keeping.ts';
import { asideOf, showFlowRun } from './run-flow.ts';

interface WhichFlags {
	readonly flow?: string;
	readonly run?: string;
	readonly component?: string;
	readonly text?: string;
	readonly replayed?: boolean;
}

interface AnswerFlags {
	readonly yes?: boolean;
}

type Which = RouteInput<'quarantine.remove'>['which'];

/** Commands on records that flows set aside. */
export function addQuarantineCommands(flow: Command, run: Run): void {
	const quarantine = flow
		.command('quarantine')
		.description('records that components could not take, and that were set aside')
		.addHelpText(...examples('flow quarantine list', 'flow quarantine replay --flow report'));
	filtered(quarantine.command('list').description('list records that were set aside, the newest first'))
		.option('--limit <number>', 'at most this many', parsePositive, 100)
		.addHelpText(...examples('flow quarantine list --flow report'))
		.action((flags: WhichFlags & { readonly limit: number }) => run((session) => list(session, flags)));
	quarantine
		.command('show')
		.description('print one record with what was wrong with it')
		.argument('<id>', 'its number in the list', parsePositive)
		.addHelpText(...examples('flow quarantine show 12'))
		.action((id: number) => run((session) => show(session, id)));
	quarantine
		.command('edit')
		.description('put another JSON value in the place of a record')
		.argument('<id>', 'its number in the list', parsePositive)
		.argument('<json>', 'the value, or - to read it from standard input')
		.addHelpText(...examples('flow quarantine edit 12 \'{"amount": 3}\''))
		.action((id: number, json: string) =>
			run(async (session) => {
				const text = json === '-' ? await readText(session, '-') : json;
				const edited = await session.ask('quarantine.edit', { id, text });
				session.result(edited, () => session.confirm(`Record ${id} is changed.`));
			}),
		);
	chosen(quarantine.command('remove').description('forget records'))
		.option('-y, --yes', 'do not ask')
		.addHelpText(...examples('flow quarantine remove 12 13', 'flow quarantine remove --flow report --yes'))
		.action((ids: readonly string[], flags: WhichFlags & AnswerFlags) => run((session) => remove(session, ids, flags)));
	chosen(quarantine.command('export').description('write records to a file as NDJSON'))
		.requiredOption('--out <file>', 'where to')
		.option('--why', 'each with what was wrong with it')
		.option('--replace', 'replace the file if it exists')
		.addHelpText(...examples('flow quarantine export --flow report --out bad.ndjson --why'))
		.action(
			(
				ids: readonly string[],
				flags: WhichFlags & { readonly out: string; readonly why?: boolean; readonly replace?: boolean },
			) =>
				run(async (session) => {
					const to = resolve(flags.out);
					const asked = { which: whichOf(ids, flags), to, why: flags.why === true, replace: flags.replace === true };
					const written = await session.ask('quarantine.export', asked);
					session.result(written, () =>
						session.confirm(`Wrote ${counted(written.records, 'record')} to ${written.path}.`),
					);
				}),
		);
	withKeeping(
		chosen(
			quarantine.command('replay').description('put records of one component through their flow once more'),
		).option('-y, --yes', 'do not ask'),
	)
		.addHelpText(...examples('flow quarantine replay 12', 'flow quarantine replay --flow report --component sum'))
		.action((ids: readonly string[], flags: WhichFlags & AnswerFlags & KeepFlags) =>
			run((session) => replay(session, ids, flags)),
		);
}

function filtered(command: Command): Command {
	return command
		.option('--flow <name>', 'of this flow')
		.option('--run <id>', 'of this run')
		.option('--component <name>', 'that this component could not take')
		.option('--text <words>', 'with these words in the record or its error')
		.option('--replayed', 'also those that were replayed');
}

function chosen(command: Command): Command {
	return filtered(command.argument('[ids...]', 'their numbers in the list; none: all that the options say'));
}

function filterOf({ flow, run, component, text, replayed }: WhichFlags) {
	return {
		...(flow === undefined ? {} : { flow }),
		...(run === undefined ? {} : { runId: run }),
		...(component === undefined ? {} : { component }),
		...(text === undefined ? {} : { text }),
		replayed: replayed === true,
	};
}

function isFiltered(filter: ReturnType<typeof filterOf>): boolean {
	return Object.keys(filter).length > 1;
}

/** Nothing at all is no choice: all that is kept has to be meant. */
function whichOf(ids: readonly string[], flags: WhichFlags): Which {
	if (ids.length > 0) return { ids: ids.map(parsePositive) };
	const filter = filterOf(flags);
	if (!isFiltered(filter) && !filter.replayed) {
		throw new UsageError('Say which records.', 'Give their numbers, or --flow, --run, --component or --text.');
	}
	return { filter };
}

async function list(session: Session, flags: WhichFlags & { readonly limit: number }): Promise<void> {
	const filter = filterOf(flags);
	const found = await session.ask('quarantine.list', { ...filter, limit: flags.limit });
	const replayed = found.total > 0 || filter.replayed ? 0 : await countOf(session, { ...filter, replayed: true });
	session.result(found, () => {
		if (found.total === 0) {
			session.say(isFiltered(filter) ? 'No records that fit are set aside.' : 'No records are set aside.');
			if (replayed > 0) session.say(`${counted(replayed, 'record')} replayed already: see them with --replayed.`);
			return;
		}
		session.table(
			['RECORD', 'FLOW', 'COMPONENT', 'NUMBER', 'SET ASIDE', 'WHY'],
			found.records.map((each) => [
				String(each.id),
				each.flow,
				each.component,
				String(each.record),
				formatTime(each.at),
				`${each.error.message}${each.replayedIn === null ? '' : ' (replayed)'}`,
			]),
		);
		const rest = found.total - found.records.length;
		if (rest > 0) session.say(`And ${counted(rest, 'more record')}; see them with --limit.`);
	});
}

async function show(session: Session, id: number): Promise<void> {
	const record = await find(session, id);
	session.result(record, () => {
		session.note(
			`Record ${record.record} of ${record.component} in ${record.flow} (run ${record.runId}), set aside ${formatTime(record.at)}${record.isEdited ? ', changed since' : ''}.`,
		);
		session.note(record.error.message);
		if (record.replayedIn !== null) session.note(`Replayed in run ${record.replayedIn}.`);
		if (!record.isWhole) session.note(`The beginning of ${formatBytes(record.size)}:`);
		session.say(record.text);
	});
}

/** The list is told in pieces, and has no route for one. */
async function find(session: Session, id: number): Promise<QuarantinedRecord> {
	for (let offset = 0; ; offset += 500) {
		const { records, total } = await session.ask('quarantine.list', { replayed: true, limit: 500, offset });
		const found = records.find((each) => each.id === id);
		if (found !== undefined) return found;
		if (offset + records.length >= total || records.length === 0) break;
	}
	throw new UsageError(`There is no record ${id}.`, 'See `dataflare flow quarantine list --replayed`.');
}

async function remove(session: Session, ids: readonly string[], flags: WhichFlags & AnswerFlags): Promise<void> {
	const which = whichOf(ids, flags);
	const count = 'ids' in which ? which.ids.length : await countOf(session, which.filter);
	if (flags.yes !== true && !(await confirms(session, `Remove ${counted(count, 'record')}?`))) {
		throw new UsageError('Nothing was removed.', 'Use --yes to remove without asking.');
	}
	const { removed } = await session.ask('quarantine.remove', { which });
	session.result({ removed }, () => session.confirm(`${counted(removed, 'record')} removed.`));
}

async function countOf(session: Session, filter: Extract<Which, { filter: unknown }>['filter']): Promise<number> {
	return (await session.ask('quarantine.list', { ...filter, limit: 1 })).total;
}

async function replay(
	session: Session,
	ids: readonly string[],
	flags: WhichFlags & AnswerFlags & KeepFlags,
): Promise<void> {
	const which = whichOf(ids, flags);
	const { records, flow, component, writes, problems } = await session.ask('quarantine.preview', { which });
	session.note(`${counted(records, 'record')} would go through ${flow} once more, from ${component} on.`);
	for (const write of writes) {
		session.note(
			write.path === null ? `${write.component} would write again.` : `${write.component} would write ${write.path}.`,
		);
	}
	for (const { error } of problems) session.note(`✗ ${error.message}`);
	// With a problem the replay itself says what to do.
	if (problems.length === 0 && flags.yes !== true && !(await confirms(session, 'Replay?'))) {
		throw new UsageError('Nothing was replayed.', 'Use --yes to replay without asking.');
	}
	const runId = newRunId();
	const asked = { which, ...keepOf(flags), runId, trigger: 'cli' as const };
	const detail = await withProgress(session, runId, () => session.ask('quarantine.replay', asked));
	const aside = await asideOf(session, detail);
	session.result(detail, () => session.options.quiet || showFlowRun(session, detail, aside));
}
