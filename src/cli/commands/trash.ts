import type { Command } from 'commander';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { type Session, UsageError } from '../session/session.ts';
import { formatBytes, formatCount, formatDuration, formatTime, parseCount } from '../text/format.ts';
import { outcomeText, outcomeTone } from '../text/state-text.ts';

export function addTrashCommands(program: Command, run: Run): void {
	const trash = program
		.command('trash')
		.description('deleted runs: look at them, bring them back, or be rid of them')
		.addHelpText(...examples('trash list', 'trash restore bd3c8529a1f0', 'trash empty'));
	trash
		.command('list')
		.description('what was deleted, last first')
		.option('--limit <n>', 'at most so many', parseCount)
		.addHelpText(...examples('trash list --limit 20'))
		.action((flags: { readonly limit?: number }) => run((session) => list(session, flags.limit)));
	trash
		.command('restore')
		.description('bring runs back as they were')
		.argument('[run...]', 'whole ids, as `trash list` shows them')
		.option('--last', 'those that were deleted last, together')
		.addHelpText(...examples('trash restore bd3c8529a1f0', 'trash restore --last'))
		.action((ids: readonly string[], flags: { readonly last?: boolean }) =>
			run((session) => restore(session, ids, flags.last === true)),
		);
	trash
		.command('empty')
		.description('delete for ever: the runs that are named, or everything')
		.argument('[run...]', 'whole ids; none: everything')
		.addHelpText(...examples('trash empty', 'trash empty bd3c8529a1f0'))
		.action((ids: readonly string[]) =>
			run(async (session) => {
				const answer = await session.ask('trash.empty', ids.length === 0 ? {} : { ids: [...ids] });
				session.result(answer, () => session.confirm(`${formatCount(answer.removed)} runs deleted for ever.`));
			}),
		);
}

async function list(session: Session, limit = 100): Promise<void> {
	const answer = await session.ask('trash.list', { limit: Math.max(1, Math.min(1000, limit)) });
	session.result(answer, () => {
		if (answer.total === 0) {
			session.say('The trash is empty.');
			return;
		}
		session.table(
			['RUN', 'DELETED', 'STARTED', 'WHAT', 'OUTCOME'],
			answer.runs.map(({ run, deletedAt }) => [
				run.id,
				formatTime(deletedAt),
				formatTime(run.startedAt),
				run.fn === null ? run.label : `${run.label} ${run.fn}`,
				{ text: outcomeText(run), tone: outcomeTone(run) },
			]),
		);
		const more = answer.total - answer.runs.length;
		if (more > 0) session.note(`${formatCount(more)} more; see --limit.`);
		session.note(
			`${formatBytes(answer.bytes)}; each goes for ever ${formatDuration(answer.keptMs)} after it was deleted (setting trash_ms).`,
		);
	});
}

async function restore(session: Session, ids: readonly string[], last: boolean): Promise<void> {
	if ((ids.length === 0) === !last)
		throw new UsageError('Say which runs to bring back.', 'Name them, or use --last alone.');
	const newest = last ? (await session.ask('trash.list', { limit: 1 })).runs[0] : undefined;
	if (last && newest === undefined) {
		session.result({ restored: 0 }, () => session.say('The trash is empty.'));
		return;
	}
	const answer = await session.ask(
		'trash.restore',
		newest === undefined ? { ids: [...ids] } : { deletedAt: newest.deletedAt },
	);
	session.result(answer, () => {
		session.confirm(`${formatCount(answer.restored)} runs are back.`);
		if (answer.restored < ids.length) session.note('note: the others are not in the trash.');
	});
}
