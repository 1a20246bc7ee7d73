import type { Command } from 'commander';
import type { FlowResume } from '../../../shared/api/flow-routes.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { examples } from '../../session/examples.ts';
import { confirms } from '../../session/prompt.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { withProgress } from '../../show/progress.ts';
import { counted, formatTime } from '../../text/format.ts';
import { hintOf } from '../../text/hint-of.ts';
import { type KeepFlags, keepOf, withKeeping } from '../keeping.ts';
import { showFlowRun } from './run-flow.ts';

type ResumeFlags = KeepFlags & { readonly accept?: boolean };

const instead = 'Use --accept to go on with what differs.';

export function addResumeCommand(flow: Command, run: Run): void {
	withKeeping(
		flow
			.command('resume')
			.description('go on with a run of a flow that ended early, behind its last checkpoint')
			.argument('<run>', 'its id')
			.option('--accept', 'go on even if something differs from then'),
	)
		.addHelpText(...examples('flow resume 01k2f3g4h5', 'flow resume 01k2f3g4h5 --accept'))
		.action((id: string, flags: ResumeFlags) => run((session) => resume(session, id, flags)));
}

/** A run that cannot be resumed says so where it is resumed, and nothing is asked before. */
async function resume(session: Session, id: string, flags: ResumeFlags): Promise<void> {
	const found = await session.ask('flows.resumable', { run: id });
	const differs = found.problem === null && found.differences.length > 0;
	if (differs) tellDifferences(session, found);
	if (differs && flags.accept !== true && !(await confirms(session, 'Go on all the same?', instead))) {
		throw new UsageError('Nothing was resumed.', instead);
	}
	if (found.problem === null && found.checkpointAt !== null) {
		session.note(`Goes on at ${counted(found.recordsIn, 'record')}, as of ${formatTime(found.checkpointAt)}.`);
	}
	const runId = newRunId();
	const asked = { run: id, accept: differs, ...keepOf(flags), runId, trigger: 'cli' as const };
	const detail = await withProgress(session, runId, () => session.ask('flows.resume', asked));
	session.result(detail, () => session.options.quiet || showFlowRun(session, detail));
}

function tellDifferences(session: Session, { differences }: FlowResume): void {
	session.note(`Since that run, ${counted(differences.length, 'thing')} changed:`);
	for (const { error } of differences) {
		session.note(`  ${error.message}`);
		const hint = hintOf(error);
		if (hint !== undefined) session.note(`    ${hint}`);
	}
}
