import type { Command } from 'commander';
import type { RouteInput } from '../../../shared/api/routes.ts';
import { writeInput } from '../../../shared/flow/flow-graph.ts';
import type { KeepAsked } from '../../../shared/run/kept.ts';
import type { RunDetail, RunStage } from '../../../shared/run/run.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { examples } from '../../session/examples.ts';
import type { Run, Session } from '../../session/session.ts';
import { withProgress } from '../../show/progress.ts';
import { counted, formatCount, formatDuration, formatMemory, parsePositive } from '../../text/format.ts';
import { numeric } from '../../text/table.ts';
import { type KeepFlags, keepOf, withKeeping } from '../keeping.ts';
import { flowPlaceOf } from './flow-place.ts';

type RunFlags = KeepFlags & { readonly flowVersion?: number; readonly keepFiles?: boolean };

export function addFlowRunCommands(flow: Command, run: Run): void {
	withKeeping(
		flow
			.command('run')
			.description('run a flow')
			.argument('<flow>', 'a file, or the name of a saved flow')
			.option('--flow-version <number>', 'of a saved flow: this version', parsePositive)
			.option('--keep-files', 'do not replace files that exist'),
	)
		.addHelpText(...examples('flow run report.json', 'flow run report'))
		.action((text: string, flags: RunFlags) => run((session) => runFlow(session, text, flags, keepOf(flags))));
}

async function runFlow(session: Session, text: string, flags: RunFlags, keep: KeepAsked): Promise<void> {
	const runId = newRunId();
	const flow = await flowPlaceOf(text, flags.flowVersion);
	const asked = { flow, replace: flags.keepFiles !== true, ...keep, runId, trigger: 'cli' as const };
	const detail = await withProgress(
		session,
		runId,
		() => session.ask('flows.run', asked),
		await isEndless(session, flow),
	);
	const aside = await asideOf(session, detail);
	session.result(detail, () => session.options.quiet || showFlowRun(session, detail, aside));
}

/** How many records a run set aside. */
export async function asideOf(session: Session, { id, stages }: RunDetail): Promise<number> {
	if (stages.every(({ recordsFailed }) => recordsFailed === 0)) return 0;
	return (await session.ask('quarantine.list', { runId: id, replayed: true, limit: 1 })).total;
}

/** A flow that cannot be read is told by the run of it. */
async function isEndless(session: Session, flow: RouteInput<'flows.check'>['flow']): Promise<boolean> {
	const found = await session.core.request('flows.check', { flow });
	return found.ok && found.data.components.some(({ endless }) => endless);
}

/** What each component did, what went where, and what became of records that failed; `aside` of them were set aside. */
export function showFlowRun(session: Session, run: RunDetail, aside = 0): void {
	session.table(
		['COMPONENT', 'IS', ...['IN', 'OUT', 'BUSY', 'MEMORY', 'DENIED'].map(numeric)],
		run.stages.map((stage) => [
			nameOf(stage),
			stage.builtIn ?? stage.plugin,
			stage.type === 'source' ? '—' : formatCount(stage.recordsIn),
			stage.type === 'destination' ? '—' : formatCount(stage.recordsOut),
			formatDuration(stage.busyMs),
			formatMemory(stage.peakMemoryBytes),
			formatCount(stage.denials),
		]),
	);
	const nameAt = (position: number): string => {
		const stage = run.stages[position];
		return stage === undefined ? String(position) : nameOf(stage);
	};
	const branches = run.edges.filter(({ port }) => port !== 'out');
	for (const { from, port, to, records } of branches) {
		session.say(`${writeInput(nameAt(from), port)} → ${nameAt(to)}: ${counted(records, 'record')}`);
	}
	for (const stage of run.stages.filter(({ recordsFailed }) => recordsFailed > 0)) {
		session.say(`! ${nameOf(stage)} could not take ${counted(stage.recordsFailed, 'record')}.`);
	}
	if (aside > 0) {
		session.say(`! ${counted(aside, 'record')} set aside: see \`dataflare flow quarantine list --run ${run.id}\`.`);
	}
	session.say(
		`${run.status} in ${formatDuration(run.durationMs)}: ${counted(run.recordsIn, 'record')} in, ${formatCount(run.recordsOut)} out (run ${run.id})`,
	);
}

function nameOf({ component, plugin }: Pick<RunStage, 'component' | 'plugin'>): string {
	return component ?? plugin;
}
