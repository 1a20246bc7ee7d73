import { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { FlowReader, FlowWriter } from '../../io/flow-io.ts';
import type { Checkpoint, SavedState, StateKeeper } from '../checkpoint.ts';
import type { RecordWorker } from '../record-worker.ts';
import type { OpenWorker, RunnableComponent, RunnableFlow } from '../runnable-flow.ts';
import type { FlowTally } from '../tally/flow-tally.ts';

/** A component that is open. */
export type OpenComponent =
	| { readonly kind: 'reader'; readonly reader: FlowReader }
	| { readonly kind: 'writer'; readonly writer: FlowWriter }
	| { readonly kind: 'source'; readonly worker: RecordWorker; readonly endless: boolean }
	| {
			readonly kind: 'work';
			readonly worker: RecordWorker;
			readonly planned: RunnableComponent & { readonly kind: 'work' };
	  }
	/** It had ended by the checkpoint that the flow goes on from. */
	| { readonly kind: 'ended' };

/** How a component is left: `abandon` takes back what it made, `suspend` keeps it for a run that goes on. */
type Leaving = 'abandon' | 'suspend';

/** Where a flow begins, or goes on. */
interface StartingPoint {
	readonly from: Checkpoint | null;
	readonly states: StateKeeper;
	/** What was counted by then. */
	readonly tally: FlowTally;
}

/**
 * Opens all components at once, each a process of its own; rejects with one that cannot be, with none left open. What is
 * read and written may be waited for as long as others like, so that is given up as soon as anything cannot be opened.
 */
export async function openComponents(
	plan: RunnableFlow,
	{
		start,
		signal,
		leaving,
	}: { readonly start: StartingPoint; readonly signal: AbortSignal; readonly leaving: Leaving },
): Promise<readonly OpenComponent[]> {
	const givingUp = new AbortController();
	const waiting = AbortSignal.any([signal, givingUp.signal]);
	const failures: ComponentFailure[] = [];
	const opened = await Promise.all(
		plan.components.map(async (component, position) => {
			const isWaitedFor = component.kind === 'reader' || component.kind === 'writer';
			try {
				return await openComponent(component, position, start, isWaitedFor ? waiting : signal);
			} catch (error) {
				// What was given up fails with that.
				if (!isWaitedFor || !givingUp.signal.aborted) failures.push(new ComponentFailure(position, error));
				givingUp.abort(new DataFlareError('cancelled', 'another component could not be opened'));
				return null;
			}
		}),
	);
	const components = opened.filter((component) => component !== null);
	if (failures.length === 0) return components;
	await leaveComponents(components, leaving);
	// The same one each time, of those that would have failed in any case.
	throw failures.reduce((first, failure) => (failure.position < first.position ? failure : first));
}

/** What a component failed with. */
export class ComponentFailure extends Error {
	readonly position: number;
	readonly reason: unknown;

	constructor(position: number, reason: unknown) {
		super('a component failed', { cause: reason });
		this.position = position;
		this.reason = reason;
	}
}

async function openComponent(
	component: RunnableComponent,
	position: number,
	{ from, states, tally }: StartingPoint,
	signal: AbortSignal,
): Promise<OpenComponent> {
	const hasEnded = tally.hasEnded(position);
	const before = tally.components[position]?.counts().recordsIn ?? 0;
	const kept = from?.components.get(position);
	const worker = async ({ open }: { readonly open: OpenWorker }): Promise<RecordWorker> => {
		const opened = await open(signal, before);
		if (kept?.state !== undefined) await load(opened, kept.state, states, signal);
		return opened;
	};
	switch (component.kind) {
		case 'reader':
			if (hasEnded) return { kind: 'ended' };
			return { kind: 'reader', reader: await component.open(kept?.position ?? null, signal) };
		case 'writer':
			return { kind: 'writer', writer: await component.open(kept?.position ?? null, signal) };
		case 'source':
			if (hasEnded) return { kind: 'ended' };
			return { kind: 'source', worker: await worker(component), endless: component.endless };
		case 'work':
			if (hasEnded) return { kind: 'ended' };
			return { kind: 'work', worker: await worker(component), planned: component };
	}
}

/** Rejects with the worker ended. */
async function load(worker: RecordWorker, state: SavedState, states: StateKeeper, signal: AbortSignal): Promise<void> {
	try {
		await worker.load(await states.read(state), signal);
	} catch (error) {
		await worker.abort().catch(() => undefined);
		throw error;
	}
}

/** Ends all of them, whatever they do. Never rejects: why a flow ended is known by then. */
export async function leaveComponents(components: readonly OpenComponent[], leaving: Leaving): Promise<void> {
	await Promise.allSettled(components.map((component) => leave(component, leaving)));
}

async function leave(component: OpenComponent, leaving: Leaving): Promise<void> {
	switch (component.kind) {
		case 'reader':
			return component.reader.close();
		case 'writer':
			return leaving === 'suspend' ? component.writer.suspend() : component.writer.abandon();
		case 'source':
		case 'work':
			return component.worker.abort();
		case 'ended':
			return;
	}
}
