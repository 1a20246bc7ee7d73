import type { Command } from 'commander';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { type Session, UsageError } from '../session/session.ts';
import { counted, formatBytes, formatCount, formatDuration, formatTime, parseCount } from '../text/format.ts';
import { outcomeText, outcomeTone } from '../text/state-text.ts';

export function addTrashCommands(program: Command, run: Run): void {
	const trash = program
		.command('trash')
		.description('list, restore or permanently delete runs in the trash')
		.addHelpText(...examples('trash list', 'trash restore bd3c8529a1f0', 'trash empty'));
	trash
		.command('list')
		.description('list deleted runs, most recently deleted first')
		.option('--limit <n>', 'show at most this many', parseCount)
		.addHelpText(...examples('trash list --limit 20'))
		.action((flags: { readonly limit?: number }) => run((session) => list(session, flags.limit)));
	trash
		.command('restore')
		.description('restore deleted runs')
		.argument('[run...]', 'full run IDs, as shown by `trash list`')
		.option('--last', 'restore the runs deleted last')
		.addHelpText(...examples('trash restore bd3c8529a1f0', 'trash restore --last'))
		.action((ids: readonly string[], flags: { readonly last?: boolean }) =>
			run((session) => restore(session, ids, flags.last === true)),
		);
	trash
		.command('empty')
		.description('delete runs for good: the ones named, or all of them')
		.argument('[run...]', 'full run IDs; all runs in the trash if omitted')
		.addHelpText(...examples('trash empty', 'trash empty bd3c8529a1f0'))
		.action((ids: readonly string[]) =>
			run(async (session) => {
				const answer = await session.ask('trash.empty', ids.length === 0 ? {} : { ids: [...ids] });
				session.result(answer, () => session.confirm(`${counted(answer.removed, 'run')} deleted for good.`));
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
		if (more > 0) session.note(`${formatCount(more)} more. Use --limit to see them.`);
		session.note(
			`${formatBytes(answer.bytes)}in total. Runs are deleted for good after ${formatDuration(answer.keptMs)} in the trash (setting trash_ms).`,
		);
	});
}

async function restore(session: Session, ids: readonly string[], last: boolean): Promise<void> {
	if ((ids.length === 0) === !last)
		throw new UsageError('No runs named.', 'Name the runs to restore, or use --last on its own.');
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
		session.confirm(`${counted(answer.restored, 'run')} restored.`);
		if (answer.restored < ids.length) session.note('note: the others are not in the trash.');
	});
}
