import type { DataFlareError } from '../../shared/errors/errors.ts';
import type { RunKeeping } from '../../shared/run/kept.ts';
import {
	MAX_HOST_CALLS,
	noCounts,
	notOfFlow,
	pluginsOf,
	type RunDetail,
	type RunEvent,
	type RunHostCall,
	type RunStage,
	type RunStatus,
	type RunSummary,
	type SaidProgress,
} from '../../shared/run/run.ts';
import type { RunEdge } from '../../shared/run/run-edge.ts';
import type { RunProgress } from '../../shared/run/run-progress.ts';
import type { HostCallRecord } from '../broker/broker.ts';
import type { EventBus } from '../program/event-bus.ts';
import { PreviewCollector } from '../records/preview.ts';
import type { CallOutcome, CallSink } from '../runtime/runtime.ts';
import type { NewRun, RecordedRuns } from '../store/runs/kept-runs.ts';
import type { LiveRuns } from '../store/runs/live/live-runs.ts';
import { flowProgress } from './flow-progress.ts';
import { ProgressNews } from './progress-news.ts';
import { ProgressNotes } from './progress-notes.ts';

export interface RunRecorderDeps {
	readonly store: { readonly runs: RecordedRuns; readonly live: Pick<LiveRuns, 'note'> };
	readonly bus: EventBus;
	readonly now: () => number;
	readonly keeping: RunKeeping;
	/** Of input and of output, where they are kept. */
	readonly previewBytes: number;
}

/** A run before it starts: nothing is counted yet. */
export interface RunPlan extends Omit<NewRun, 'stages' | 'startedAt' | 'keeping'> {
	readonly stages: readonly PlannedStage[];
	/** Of a flow: what it counts itself, asked for whenever that is told; `isFinal`: for the last time. */
	readonly figures?: ((isFinal: boolean) => FlowFigures) | undefined;
}

/** What a flow counts of itself, by its components and edges, and as a whole. */
export interface FlowFigures {
	readonly stages: readonly FlowStageFigures[];
	/** By component, whether it has no sandbox now, since nothing comes to it. */
	readonly resting: readonly boolean[];
	readonly edges: readonly WaitingEdge[];
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
	/** Of the files that it reads: how far it is in them, and their size, 0: unknown. bytes */
	readonly read: number;
	readonly toRead: number;
}
type WaitingEdge = RunEdge & { readonly waiting: number };
export type FlowStageFigures = Pick<
	RunStage,
	'recordsIn' | 'recordsOut' | 'recordsDropped' | 'recordsFailed' | 'bytesIn' | 'bytesOut' | 'time'
>;

interface PlannedStage
	extends Pick<RunStage, 'plugin' | 'type' | 'fn' | 'versionHash' | 'version' | 'grantVersion' | 'config'>,
		Partial<Pick<RunStage, 'component' | 'builtIn' | 'workers'>> {
	/** What made the code that runs of the plugin's file, with its version; null: the file is what runs. */
	readonly madeReadyBy: string | null;
}

type Counted = { -readonly [K in keyof RunStage]: RunStage[K] };

/** Follows one run from start to finish and writes down what happens: counts, log lines, denials, events, outcome. */
export class RunRecorder {
	readonly id: string;
	readonly input: PreviewCollector;
	readonly output: PreviewCollector;
	readonly #deps: RunRecorderDeps;
	readonly #plan: RunPlan;
	readonly #stages: Counted[];
	readonly #startedAt: number;
	/** Durations are measured apart from the clock on the wall, which may be set while the run goes on. */
	readonly #began = performance.now();
	#totalBytes = 0;
	#recordsIn = 0;
	#bytesIn = 0;
	#recordsOut = 0;
	#bytesOut = 0;
	readonly #news = new ProgressNews(() => this.#announce());
	readonly #notes: ProgressNotes;
	/** What each plugin says of its own progress, by the stage's position. */
	readonly #said: (SaidProgress | null)[];

	constructor(deps: RunRecorderDeps, plan: RunPlan) {
		this.#deps = deps;
		this.#plan = plan;
		this.id = plan.id;
		this.#notes = new ProgressNotes((progress) => deps.store.live.note(progress));
		const bytesOf = (part: 'input' | 'output'): number => (deps.keeping[part] === 'kept' ? deps.previewBytes : 0);
		this.input = new PreviewCollector(bytesOf('input'));
		this.output = new PreviewCollector(bytesOf('output'));
		this.#startedAt = deps.now();
		this.#stages = plan.stages.map(({ madeReadyBy: _, ...stage }, position) => {
			return { ...noCounts, ...notOfFlow, ...stage, position, busyMs: 0, error: null };
		});
		this.#said = plan.stages.map(() => null);
		const { figures: _figures, ...begun } = plan;
		deps.store.runs.start({ ...begun, stages: this.#stages, startedAt: this.#startedAt, keeping: deps.keeping });
		for (const [stage, { plugin, madeReadyBy }] of plan.stages.entries()) {
			if (madeReadyBy === null) continue;
			this.event({ kind: 'load', stage, detail: `"${plugin}" was made ready by ${madeReadyBy}`, ms: null });
		}
		deps.bus.emit('run.started', { run: this.#summary('running', null, null) });
	}

	/** Whether the history is to keep anything of what goes in. */
	get keepsInput(): boolean {
		return this.#deps.keeping.input === 'kept';
	}

	/** Total size of the input where it is known, bytes. */
	expect(totalBytes: number): void {
		this.#totalBytes = totalBytes;
	}

	event(event: Omit<RunEvent, 'at'>): void {
		this.#deps.store.runs.event(this.id, { ...event, at: this.#deps.now() });
	}

	/** Where the sandbox of a stage reports what goes on in it. */
	sink(position: number): CallSink {
		const stage = this.#stage(position);
		const log = (line: Parameters<NonNullable<CallSink['onLog']>>[0]): void => {
			const entry = { ...line, stage: position, plugin: stage.plugin };
			if (this.#deps.keeping.logs === 'kept') this.#deps.store.runs.log(this.id, entry);
			this.#deps.bus.emit('run.log', { ...entry, runId: this.id });
		};
		return {
			onLog: log,
			onLogDropped: (lines) =>
				log({ at: this.#deps.now(), level: 'warn', message: `${lines} log lines were dropped: too many at once.` }),
			onHostCall: (call) => {
				stage.hostCalls++;
				this.#noteHostCall(position, call);
				if (call.denied === null) return;
				stage.denials++;
				this.#deps.store.runs.denial(this.id, {
					at: call.at,
					stage: position,
					plugin: stage.plugin,
					op: call.op,
					target: call.target,
					...call.denied,
				});
			},
			onProgress: (done, total) => {
				this.#said[position] = { done: total > 0 ? Math.min(done, total) : done, total };
				this.#news.changed();
			},
			onEvent: (event) => this.event({ ...event, stage: position }),
		};
	}

	#noteHostCall(stage: number, { at, op, target, status, bytes, ms, denied }: HostCallRecord): void {
		if (this.#sum('hostCalls') > MAX_HOST_CALLS) return;
		const call: RunHostCall = { at, stage, op, target, status, bytes, ms, refused: denied !== null };
		this.#deps.store.runs.hostCall(this.id, call);
	}

	/** Adds one answered call to its stage. */
	count(position: number, outcome: CallOutcome, bytesIn: number, bytesOut: number): void {
		const stage = this.#stage(position);
		stage.recordsIn += outcome.counts.recordsIn;
		stage.recordsOut += outcome.counts.recordsOut;
		stage.bytesIn += bytesIn;
		stage.bytesOut += bytesOut;
		stage.busyMs += outcome.busyMs;
		stage.peakMemoryBytes = Math.max(stage.peakMemoryBytes, outcome.memoryBytes);
		this.#news.changed();
	}

	/** Of a flow, which counts records itself: what one answered call cost. */
	spent(position: number, busyMs: number, memoryBytes: number): void {
		const stage = this.#stage(position);
		stage.busyMs += busyMs;
		stage.peakMemoryBytes = Math.max(stage.peakMemoryBytes, memoryBytes);
		this.#news.changed();
	}

	/** Counts what entered the run from outside. */
	entered(records: number, data: Uint8Array): void {
		this.#recordsIn += records;
		this.#bytesIn += data.length;
		this.input.add(data);
	}

	/** Counts what left the run. */
	left(records: number, data: Uint8Array): void {
		this.#recordsOut += records;
		this.#bytesOut += data.length;
		this.output.add(data);
	}

	blame(position: number, error: DataFlareError): void {
		const stage = this.#stage(position);
		stage.error ??= error.toWire();
	}

	/** Durable when it returns. */
	finish(status: Exclude<RunStatus, 'running'>, error: DataFlareError | null): RunDetail {
		const finishedAt = this.#startedAt + this.#elapsedMs();
		const figures = this.#takeFigures(true);
		const summary = this.#summary(status, error, finishedAt);
		this.#news.end();
		this.#notes.end();
		this.#deps.store.runs.finish(this.id, {
			status,
			error: summary.error,
			finishedAt,
			counts: summary,
			stages: this.#stages,
			inputPreview: this.input.result(),
			outputPreview: this.output.result(),
			...(figures === null ? {} : { edges: figures.edges }),
		});
		this.#deps.bus.emit('run.finished', { run: summary });
		const detail = this.#deps.store.runs.get(this.id);
		if (detail === null) throw new Error(`run ${this.id} was not stored`);
		return detail;
	}

	/** Something that a flow counts itself is another number now. */
	changed(): void {
		this.#news.changed();
	}

	/** What a flow counts itself is taken over. Null: it is none. */
	#takeFigures(isFinal: boolean): FlowFigures | null {
		const figures = this.#plan.figures?.(isFinal) ?? null;
		if (figures === null) return null;
		for (const [position, stage] of figures.stages.entries()) Object.assign(this.#stage(position), stage);
		this.#recordsIn = figures.recordsIn;
		this.#recordsOut = figures.recordsOut;
		this.#bytesIn = figures.bytesIn;
		this.#bytesOut = figures.bytesOut;
		return figures;
	}

	#stage(position: number): Counted {
		const stage = this.#stages[position];
		if (stage === undefined) throw new Error(`run ${this.id} has no stage ${position}`);
		return stage;
	}

	#sum(key: 'hostCalls' | 'denials'): number {
		return this.#stages.reduce((sum, stage) => sum + stage[key], 0);
	}

	#summary(status: RunStatus, error: DataFlareError | null, finishedAt: number | null): RunSummary {
		const { id, kind, label, fn, trigger } = this.#plan;
		return {
			id,
			kind,
			label,
			fn,
			trigger,
			plugins: pluginsOf(this.#stages),
			status,
			error: error?.toWire() ?? null,
			startedAt: this.#startedAt,
			finishedAt,
			durationMs: finishedAt === null ? null : finishedAt - this.#startedAt,
			recordsIn: this.#doneIn(),
			recordsOut: this.#doneOut(),
			bytesIn: this.#bytesIn,
			bytesOut: this.#bytesOut,
			peakMemoryBytes: Math.max(0, ...this.#stages.map((stage) => stage.peakMemoryBytes)),
			hostCalls: this.#sum('hostCalls'),
			denials: this.#sum('denials'),
		};
	}

	/**
	 * Records that the first plugin was done with. Several batches are read ahead of it: those of a run that is ended
	 * early were not worked on, and do not count. What a call was handed counts whatever became of it.
	 */
	#doneIn(): number {
		const first = this.#stages[0];
		return !isCountedByStages(this.#plan) || first === undefined || first.type === 'source'
			? this.#recordsIn
			: first.recordsIn;
	}

	/**
	 * Records that the last plugin gave, or that it has written as a destination: as its stage counts them, also where a run
	 * is ended before the last of them left it.
	 */
	#doneOut(): number {
		const last = this.#stages.at(-1);
		if (!isCountedByStages(this.#plan) || last === undefined) return this.#recordsOut;
		return last.type === 'destination' ? last.recordsIn : last.recordsOut;
	}

	#elapsedMs(): number {
		return Math.round(performance.now() - this.#began);
	}

	#announce(): void {
		// Of a call there is nothing to count: it tells what its plugin says, if that says anything.
		if (this.#plan.kind === 'call' && this.#said[0] === null) return;
		const figures = this.#takeFigures(false);
		const elapsedMs = this.#elapsedMs();
		const progress: RunProgress = {
			id: this.id,
			recordsIn: this.#doneIn(),
			recordsOut: this.#doneOut(),
			bytesIn: figures?.read ?? this.#bytesIn,
			totalBytes: figures?.toRead ?? this.#totalBytes,
			elapsedMs,
			stages: this.#stages.map(({ plugin, recordsIn, recordsOut }, position) => ({
				plugin,
				recordsIn,
				recordsOut,
				said: this.#said[position] ?? null,
			})),
			...(figures === null ? {} : { flow: flowProgress(this.#stages, figures, elapsedMs) }),
		};
		this.#deps.bus.emit('run.progress', progress);
		this.#notes.changed(progress);
	}
}

/** Of a stream or a chain, what goes in and comes out is what its first and its last stage count. */
function isCountedByStages({ kind }: Pick<RunPlan, 'kind'>): boolean {
	return kind === 'stream' || kind === 'chain';
}
