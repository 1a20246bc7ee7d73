import type { RouteParsed } from '../../../../shared/api/routes.ts';
import { type JsonValue, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { newRunId } from '../../../../shared/run/run-id.ts';
import type { RunDeps } from '../../../runs/run-deps.ts';
import { RunRecorder, type RunRecorderDeps } from '../../../runs/run-recorder.ts';
import type { Store } from '../../../store/store.ts';
import type { FlowPlan } from '../../check/plan.ts';
import type { FlowReader } from '../../io/flow-io.ts';
import type { CheckpointEvery } from '../checkpoint/checkpointer.ts';
import { StateFiles } from '../checkpoint/state-files.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { FlowRecord, namedFailure } from '../record/flow-record.ts';
import { entrancesOf, exitsOf, isExit, recordedComponent, recordedFlow } from '../record/recorded-components.ts';
import { countsOf, type FlowFailure, runToEnd } from '../run-to-end.ts';
import { FlowTally } from '../tally/flow-tally.ts';
import { type Aside, asideOf } from './keep-aside.ts';
import type { RunnableDeps } from './to-runnable.ts';
import { specsOf, toRunnable } from './to-runnable.ts';

/** How often runs of flows do what they do from time to time. */
export interface FlowPace {
	/** How often a run of a flow notes from where it could go on, ms; default 5,000. */
	readonly checkpointEveryMs?: number | undefined;
	/** A component of a flow that nothing comes to for so long has no sandbox until something does, ms; default 60,000. */
	readonly restAfterMs?: number | undefined;
}

export interface StartDeps extends RunDeps, Omit<RunnableDeps, 'store'> {
	readonly store: Store;
	readonly now: () => number;
	readonly checkpointEvery: CheckpointEvery;
	/** A component that is given nothing for so long has no sandbox meanwhile; default: a minute. ms */
	readonly restAfterMs: number | undefined;
	/** For what plugins save. Absolute. */
	readonly stateFolder: string;
}

export type RunAsked = Pick<RouteParsed<'flows.run'>, 'previews' | 'logs' | 'runId' | 'trigger'>;

/** What a run goes on from: the one that ended early, and its checkpoint; null: it had none, so that all begins anew. */
export interface ResumedRun {
	readonly run: string;
	readonly checkpoint: Checkpoint | null;
	/** Throws where the run is not as it was looked at: somebody else goes on with it by now. Nothing can come between it and the take-over. */
	readonly confirm: () => void;
}

/** Records that were set aside at a component, and what stands in the place of the flow's own readers. */
export interface Replayed {
	readonly component: string;
	/** The flow that they are of, as it is kept with the run. */
	readonly flow: JsonValue;
	readonly readers: ReadonlyMap<number, () => Promise<FlowReader>>;
	/** Once the run has begun: what it replays is nobody else's until its end. Rejects where it is already. */
	readonly claim: (signal: AbortSignal) => Promise<void>;
}

/** Longer than a source's pauses in a flow that is at work, and long enough that starting again costs nothing beside it. ms */
const REST_AFTER_MS = 60_000;

/** Of what went along one edge, as much is kept at most, bytes. */
const MAX_SAMPLE_BYTES = 16 * 1024;

/** Runs a flow that was found fit, from its beginning or from where another run of it ended. */
export async function startFlow(
	deps: StartDeps,
	plan: FlowPlan,
	asked: RunAsked,
	resumed: ResumedRun | null = null,
	replay: Replayed | null = null,
): Promise<RunDetail> {
	const { store, now } = deps;
	const plugins = plan.components.flatMap(({ unit }) => (unit.use === null ? [unit.plugin] : []));
	const recording = deps.recording(asked, plugins);
	const specs = specsOf(deps, plan);
	const id = asked.runId ?? newRunId();
	const aside = asideOf({ store, bus: recording.bus, now }, plan, id);
	const states = new StateFiles(deps.stateFolder, id, resumed?.checkpoint ?? null);
	const counts = countsOf(resumed?.checkpoint ?? null);
	const tally = new FlowTally(plan.graph.edges, plan.components.length, sampleBytesOf(recording), counts, now);
	const record = new FlowRecord(tally, entrancesOf(plan), exitsOf(plan));
	const begin = (): RunRecorder =>
		new RunRecorder(recording, {
			id,
			kind: 'flow',
			label: plan.flow.name,
			fn: null,
			trigger: asked.trigger,
			request: replay === null ? { flow: recordedFlow(plan) } : { flow: replay.flow, replayed: replay.component },
			stages: plan.components.map((planned) => recordedComponent(planned, specs[planned.position] ?? null)),
			figures: (isFinal) => record.figures(isFinal),
			...(resumed === null ? {} : { resumes: resumed.run }),
		});
	const recorder = store.together(() => {
		return resumed === null ? begin() : takingOver(store, aside, resumed, id, begin);
	});
	warnOfUntaken(plan, recorder, now);
	if (plan.notResumable.length > 0 && replay === null) warnOfNoCheckpoints(plan, recorder, now);
	const told = (position: number, isResting: boolean): void => {
		if (!tally.components[position]?.rests(isResting)) return;
		recorder.changed();
	};
	const listener = record.listener(
		recorder,
		(position, records) => aside.keep(position, records),
		(to) => aside.goBack(id, countsOf(to)),
	);
	return deps.active.track(id, async ({ signal }, finishing) => {
		recorder.event({
			kind: 'start',
			stage: 0,
			detail: resumed === null ? 'records' : `resumes ${resumed.run}`,
			ms: null,
		});
		let latest = resumed?.checkpoint ?? null;
		const run = (): Promise<FlowFailure | null> =>
			runToEnd({
				plan: toRunnable(deps, {
					plan,
					specs,
					recorder,
					rest: { afterMs: deps.restAfterMs ?? REST_AFTER_MS, states, told },
					onPreview: (position, keeper) => record.preview(position, keeper),
					readers: replay?.readers,
				}),
				tally,
				listener,
				from: resumed?.checkpoint ?? null,
				states,
				save(checkpoint) {
					store.checkpoints.save(id, { ...checkpoint, counts: checkpoint.counts as JsonValue });
					latest = checkpoint;
					void states.settle(checkpoint);
				},
				every: deps.checkpointEvery,
				signal,
				finishing,
				now,
			});
		const failure = await (replay?.claim(signal) ?? Promise.resolve())
			.then(run)
			.catch((error: unknown) => ({ position: null, error: toDataFlareError(signal.aborted ? signal.reason : error) }));
		if (failure === null) {
			const detail = recorder.finish('succeeded', null);
			try {
				store.checkpoints.remove(id);
				await states.settle(null);
			} catch {
				// On a full disk it stays until its run is deleted: nothing goes on from a run that ended well.
			}
			return detail;
		}
		await states.settle(latest);
		const { position } = failure;
		const error = namedFailure(failure.error, position, position === null ? null : namesOf(plan, position));
		if (position !== null) recorder.blame(position, error);
		recorder.finish(error.code === 'cancelled' ? 'cancelled' : 'failed', error);
		throw error.with({ details: { runId: id } });
	});
}

/** In one transaction: the run that goes on has what the other one left, and the other one has it no more. */
function takingOver(
	{ checkpoints }: Pick<Store, 'checkpoints'>,
	aside: Aside,
	{ run, checkpoint, confirm }: ResumedRun,
	id: string,
	begin: () => RunRecorder,
): RunRecorder {
	confirm();
	checkpoints.handOver(run, id);
	aside.goBack(run, countsOf(checkpoint));
	return begin();
}

/** What is kept of each edge's beginning, bytes. */
function sampleBytesOf({ keeping, previewBytes }: RunRecorderDeps): number {
	return keeping.input === 'kept' && keeping.output === 'kept' ? Math.min(previewBytes, MAX_SAMPLE_BYTES) : 0;
}

function namesOf({ components }: FlowPlan, position: number): { readonly name: string; readonly plugin: string } {
	const planned = components[position];
	const unit = planned?.unit;
	return {
		name: planned?.component.name ?? '',
		plugin: unit === undefined || unit.use !== null ? '' : unit.plugin.manifest.name,
	};
}

function warnOfUntaken(plan: FlowPlan, recorder: RunRecorder, now: () => number): void {
	for (const planned of plan.components) {
		const { position, component } = planned;
		const isTaken = plan.graph.edges.some(({ from, port }) => from === position && port === 'out');
		if (isTaken || isExit(planned)) continue;
		const message = `Nothing takes what "${component.name}" gives: its records are counted but not saved.`;
		recorder.sink(position).onLog?.({ at: now(), level: 'warn', message });
	}
}

function warnOfNoCheckpoints({ components, notResumable }: FlowPlan, recorder: RunRecorder, now: () => number): void {
	const named = (of: readonly number[]): string =>
		of.map((position) => JSON.stringify(components[position]?.component.name)).join(', ');
	const isSpecial = (position: number): boolean => components[position]?.unit.use === 'write-file';
	const [special, unsaved] = [notResumable.filter(isSpecial), notResumable.filter((at) => !isSpecial(at))];
	const why = [
		...(unsaved.length > 0 ? [`${named(unsaved)} cannot save what it keeps between records`] : []),
		...(special.length > 0 ? [`what ${named(special)} writes to a pipe or a device cannot be taken back`] : []),
	].join(', and ');
	const message = `No checkpoints are taken, because ${why}: should this run end early, it begins anew.`;
	recorder.sink(notResumable[0] ?? 0).onLog?.({ at: now(), level: 'info', message });
}
