import { DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { Attempt } from './attempt/attempt.ts';
import { ComponentFailure, openComponents } from './attempt/open-components.ts';
import { type CheckpointEvery, Checkpointer } from './checkpoint/checkpointer.ts';
import type { Checkpoint, StateKeeper } from './checkpoint.ts';
import type { ComponentListener } from './components/component-context.ts';
import { Suspects } from './components/suspects.ts';
import { LostState } from './record-worker.ts';
import { type RunnableFlow, resumes } from './runnable-flow.ts';
import { type FlowCounts, type FlowTally, flowCountsSchema } from './tally/flow-tally.ts';

/** A flow goes back for so many records at most: each costs all the work since the last checkpoint once more. */
const MOST_LEFT_OUT = 1000;
/** A person who stops a sandbox more often than that wants something else. */
const MOST_STOPS = 100;
/** What a cancelled flow gets to take its last checkpoint, ms. */
const LAST_CHECKPOINT_MS = 10_000;

export interface FlowListener extends ComponentListener {
	/** A component was lost with what it kept; the flow goes back to its last checkpoint, or to where it began (null). */
	wentBack(position: number, lost: DataFlareError, to: Checkpoint | null): void;
	/** A checkpoint was to be taken and could not be. */
	noCheckpoint(error: DataFlareError): void;
	/** What goes on at it now: how far its readers are. */
	begun(attempt: Pick<Attempt, 'reading'>): void;
}

export interface RunningFlow {
	readonly plan: RunnableFlow;
	readonly tally: FlowTally;
	readonly listener: FlowListener;
	/** Where it begins: a checkpoint of the run before; null: at the beginning. */
	readonly from: Checkpoint | null;
	/** Durable when it returns. Asked for what can be resumed alone. */
	readonly save: (checkpoint: Checkpoint) => void;
	/** Where what plugins save for that lies. */
	readonly states: StateKeeper;
	readonly every: CheckpointEvery;
	readonly signal: AbortSignal;
	/** Comes when its sources are to give no more: it ends with what they gave. */
	readonly finishing: AbortSignal;
	readonly now: () => number;
	/** How long an output may take nothing behind a failure, ms. Default: ten seconds. */
	readonly givenUpAfterMs?: number;
	/** Bytes of records that it holds, as far as it can go on with less. Default: 128 MiB. */
	readonly mostHeldBytes?: number;
}

/** Rejected with where a component failed: which it was, beside what it failed with. */
export interface FlowFailure {
	readonly position: number | null;
	readonly error: DataFlareError;
}

/**
 * Runs a flow from its beginning, or from a checkpoint, to its end: what its writers hold appears at the very end, once
 * all of it could, file by file; a failure between two of them tells which are there. Answers for what it ended with; null: well. Never rejects. A flow that can be resumed leaves what its
 * writers hold aside when it ends early, for as long as there is a checkpoint to go on from.
 */
export async function runToEnd(flow: RunningFlow): Promise<FlowFailure | null> {
	const suspects = flow.plan.components.map(() => new Suspects());
	let stops = 0;
	let from = flow.from;
	for (;;) {
		const { failure, latest, canResume } = await attempt(flow, from, suspects);
		if (failure === null) return null;
		const lost = failure instanceof ComponentFailure && failure.reason instanceof LostState ? failure.reason : null;
		const isStopped = isStoppedByPerson(
			lost?.failure ?? (failure instanceof ComponentFailure ? failure.reason : failure),
		);
		if (isStopped && canResume && !flow.signal.aborted && failure instanceof ComponentFailure && stops < MOST_STOPS) {
			stops++;
			from = latest;
			flow.tally.restore(countsOf(from));
			flow.listener.wentBack(failure.position, toDataFlareError(lost?.failure ?? failure.reason), from);
			continue;
		}
		if (lost === null || flow.signal.aborted) return failureOf(failure, flow.signal);
		const { position } = failure as ComponentFailure;
		if (!canResume || !canGoBack(suspects[position], lost)) return { position, error: stateLost(lost.failure) };
		from = latest;
		flow.tally.restore(countsOf(from));
		flow.listener.wentBack(position, lost.failure, from);
	}
}

/** What a checkpoint says of counts; null: of none, or what is kept cannot be read. */
export function countsOf(checkpoint: Checkpoint | null): FlowCounts | null {
	const parsed = flowCountsSchema.safeParse(checkpoint?.counts);
	return parsed.success ? parsed.data : null;
}

interface Attempted {
	readonly failure: unknown;
	readonly latest: Checkpoint | null;
	readonly canResume: boolean;
}

async function attempt(flow: RunningFlow, from: Checkpoint | null, suspects: readonly Suspects[]): Promise<Attempted> {
	const { plan, tally, listener, signal, now, states } = flow;
	let latest = from;
	const leaving = (): 'abandon' | 'suspend' => (latest === null ? 'abandon' : 'suspend');
	const abort = new AbortController();
	const gaveUp = (): void => abort.abort(signal.reason);
	signal.addEventListener('abort', gaveUp, { once: true });
	if (signal.aborted) gaveUp();
	let checkpointer: Checkpointer | null = null;
	const counting: ComponentListener = {
		entered(position, batch) {
			listener.entered(position, batch);
			checkpointer?.entered();
		},
		left: (position, batch) => listener.left(position, batch),
		refused: (position, records) => listener.refused(position, records),
		another: (position, number) => listener.another(position, number),
		lingers: (position, failure) => listener.lingers(position, failure),
		changed: () => listener.changed(),
	};
	let open: Attempt;
	try {
		const components = await openComponents(plan, {
			start: { from, states, tally },
			signal: abort.signal,
			leaving: leaving(),
		});
		open = new Attempt(
			{
				...{ plan, tally, suspects, states, now, listener: counting },
				...{ finishing: flow.finishing, givenUpAfterMs: flow.givenUpAfterMs, mostHeldBytes: flow.mostHeldBytes },
			},
			components,
			abort,
		);
	} catch (failure) {
		return { failure, latest, canResume: resumes(plan) };
	} finally {
		signal.removeEventListener('abort', gaveUp);
	}
	const { canResume } = open;
	const save = (checkpoint: Checkpoint): void => {
		flow.save(checkpoint);
		latest = checkpoint;
	};
	const taker = new Checkpointer(open, canResume ? flow.every : null, save, listener);
	checkpointer = taker;
	let isCommitting = false;
	const onCancel = (): void => {
		if (isCommitting) return;
		const last = canResume ? taker.takeWithin(LAST_CHECKPOINT_MS) : Promise.resolve();
		void last.finally(() => open.stop(signal.reason));
	};
	signal.addEventListener('abort', onCancel, { once: true });
	if (signal.aborted) onCancel();
	try {
		listener.begun(open);
		taker.start();
		await open.work();
		await taker.close();
		await open.endSpecial();
		signal.throwIfAborted();
		isCommitting = true;
		if (canResume) save(await open.gather());
		await open.commit();
		return { failure: null, latest, canResume };
	} catch (failure) {
		await taker.close();
		open.stop(failure);
		await open.leave(leaving());
		return { failure, latest, canResume };
	} finally {
		signal.removeEventListener('abort', onCancel);
	}
}

/** What can happen to a process whatever it was given. */
const fromOutside = ['process_killed', 'process_ended'] as const;

/** A sandbox that a person stopped says nothing of the records that it was at. */
function isStoppedByPerson(error: unknown): boolean {
	return error instanceof DataFlareError && reasonOf(error) === 'stopped_by_person';
}

/** Why an instance is gone: where that was between two calls, the one that did not begin says only that it is. */
function reasonOf({ details, cause }: DataFlareError): unknown {
	const { reason } = details;
	return reason === 'instance_lost' && cause instanceof DataFlareError ? reasonOf(cause) : reason;
}

function canGoBack(suspects: Suspects | undefined, { failure, first, last, hash }: LostState): boolean {
	if (suspects === undefined || suspects.leftOut >= MOST_LEFT_OUT) return false;
	const hadBegun = failure.details['reason'] !== 'instance_lost';
	const isCertain = hadBegun && !fromOutside.some((known) => known === reasonOf(failure));
	return suspects.blame(failure.toWire(), first, last, isCertain, hash);
}

function stateLost(failure: DataFlareError): DataFlareError {
	return new DataFlareError(
		failure.code,
		`${failure.message} What it had kept of the records before is lost with it, and the flow cannot go back to a checkpoint.`,
		{
			details: { ...failure.details, ...because('flow_state_lost') },
			hint: 'Find the record that it fails on, or use a plugin that can save its state.',
			origin: failure.origin,
			cause: failure,
		},
	);
}

function failureOf(thrown: unknown, signal: AbortSignal): FlowFailure {
	if (signal.aborted && signal.reason instanceof DataFlareError) return { position: null, error: signal.reason };
	if (!(thrown instanceof ComponentFailure)) return { position: null, error: toDataFlareError(thrown) };
	const { position, reason } = thrown;
	return { position, error: reason instanceof LostState ? stateLost(reason.failure) : toDataFlareError(reason) };
}
