import { setImmediate as turn } from 'node:timers/promises';
import type { FlowReader, FlowWriter, Position } from '../../../src/core/flows/io/flow-io.ts';
import type { Checkpoint, StateKeeper } from '../../../src/core/flows/run/checkpoint.ts';
import type { RefusedRecord } from '../../../src/core/flows/run/components/component-context.ts';
import type { RecordWorker, WorkedBatch } from '../../../src/core/flows/run/record-worker.ts';
import { countsOf, type FlowFailure, type FlowListener, runToEnd } from '../../../src/core/flows/run/run-to-end.ts';
import type { RunnableComponent } from '../../../src/core/flows/run/runnable-flow.ts';
import { FlowTally } from '../../../src/core/flows/run/tally/flow-tally.ts';
import type { FlowEdge } from '../../../src/shared/flow/flow-graph.ts';
import { type Batch, batchOf, emptyBatch, recordAt } from '../../../src/shared/sandbox/batch.ts';
import { statesInMemory } from './states-in-memory.ts';

export const textOf = (batch: Batch): readonly string[] =>
	Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString());
export const lines = (texts: readonly (string | number)[]): Batch =>
	batchOf(texts.map((text) => Buffer.from(String(text))));

/** Gives 0, 1, 2, … in batches of a size. */
export function counting(name: string, count: number, size: number, opened: number[] = []): RunnableComponent {
	return {
		name,
		resumes: true,
		kind: 'reader',
		async open(at): Promise<FlowReader> {
			let next = Number(at?.at ?? 0);
			opened.push(next);
			return {
				totalBytes: count,
				get bytesRead() {
					return next;
				},
				async next() {
					if (next >= count) return null;
					const from = next;
					next = Math.min(count, next + size);
					return lines(Array.from({ length: next - from }, (_, n) => from + n));
				},
				position: () => ({ at: next }),
				close: async () => undefined,
			};
		},
	};
}

/** Passes so many turns of the event loop: what is slow here is so without a clock. */
export async function turns(count: number): Promise<void> {
	for (let each = 0; each < count; each++) await turn();
}

/** Gives `name`0, `name`1, …, one a parcel; `pace`: turns that each takes. */
export function reading(
	name: string,
	count: number,
	{ pace = () => 0, text = (n) => `${name}${n}` }: Paced = {},
): RunnableComponent {
	return {
		name,
		resumes: true,
		kind: 'reader',
		async open(at): Promise<FlowReader> {
			let next = Number(at?.at ?? 0);
			return {
				totalBytes: count,
				get bytesRead() {
					return next;
				},
				async next() {
					await turns(pace(next));
					return next >= count ? null : lines([text(next++)]);
				},
				position: () => ({ at: next }),
				close: async () => undefined,
			};
		},
	};
}

interface Paced {
	readonly pace?: (parcel: number) => number;
	readonly text?: (n: number) => string;
}

/** A source that may have something later, whatever it has now. */
export function endless(name: string, read: RecordWorker['read']): RunnableComponent {
	return { name, resumes: true, kind: 'source', endless: true, open: async () => ({ ...idleWorker, read }) };
}

export interface Written {
	readonly component: RunnableComponent;
	/** What was committed. */
	readonly records: string[];
	readonly left: string[];
}

export const nothing = async (): Promise<void> => undefined;

export function writing(
	name: string,
	step = nothing,
	{
		prepare = nothing,
		commit = nothing,
		wrote = () => undefined,
	}: Partial<Record<'prepare' | 'commit', () => Promise<void>>> & { readonly wrote?: (records: number) => void } = {},
): Written {
	const records: string[] = [];
	const left: string[] = [];
	/** What lies on the disk, beyond one writer. */
	let kept: string[] = [];
	const open = async (at: Position | null): Promise<FlowWriter> => {
		kept = kept.slice(0, Number(at?.at ?? 0));
		return {
			async write(batch) {
				await step();
				kept.push(...textOf(batch));
				wrote(kept.length);
			},
			position: async () => ({ at: kept.length }),
			prepare: async () => {
				await prepare();
				return name;
			},
			commit: async () => {
				await commit();
				records.push(...kept);
			},
			abandon: async () => {
				left.push('abandon');
				kept = [];
			},
			suspend: async () => void left.push('suspend'),
		};
	};
	return { component: { name, resumes: true, kind: 'writer', open }, records, left };
}

/** Passes records on, keeps nothing, and has no more to give at the end. */
export const idleWorker: RecordWorker = {
	work: async (batch) => passing(batch),
	read: () => Promise.reject(new Error('no source')),
	finish: async () => ({ batch: emptyBatch, end: true }),
	save: async () => null,
	load: async () => undefined,
	close: async () => undefined,
	abort: async () => undefined,
};

export type Work = (batch: Batch) => Promise<WorkedBatch> | WorkedBatch;

export function working(
	name: string,
	work: Work,
	more: Partial<Extract<RunnableComponent, { kind: 'work' }>> = {},
	worker: Partial<RecordWorker> = {},
): RunnableComponent {
	return {
		name,
		resumes: true,
		kind: 'work',
		batchRecords: 1000,
		batchBytes: 1024 * 1024,
		workers: 1,
		finishes: false,
		passesOn: true,
		failsFlow: true,
		open: async () => ({ ...idleWorker, work: async (batch) => work(batch), ...worker }),
		...more,
	};
}
export const passing = (batch: Batch): WorkedBatch => ({ out: batch, dropped: null, failed: [] });

export const edge = (from: number, to: number, port: FlowEdge['port'] = 'out'): FlowEdge => ({ from, port, to });

export interface Ran {
	readonly failure: FlowFailure | null;
	readonly tally: FlowTally;
	readonly checkpoints: Checkpoint[];
	readonly refused: (readonly [number, number])[];
	readonly back: (readonly [number, Checkpoint | null])[];
	/** Why checkpoints were not taken. */
	readonly missed: string[];
	/** Components whose failure was told before the flow had ended. */
	readonly lingering: number[];
	/** Records that were to be left out by their number, and are others. */
	readonly others: (readonly [number, number])[];
}

export async function run(
	components: readonly RunnableComponent[],
	edges: readonly FlowEdge[],
	more: {
		readonly every?: number;
		readonly from?: Checkpoint | undefined;
		readonly signal?: AbortSignal;
		readonly finishing?: AbortSignal;
		readonly entered?: (records: number) => void;
		readonly mayMiss?: boolean;
		readonly states?: StateKeeper;
		/** As a line's run is. */
		readonly drains?: boolean;
		readonly givenUpAfterMs?: number;
		readonly lingers?: () => void;
		readonly mostHeldBytes?: number;
	} = {},
): Promise<Ran> {
	const from = more.from ?? null;
	const tally = new FlowTally(edges, components.length, 0, countsOf(from), Date.now);
	const checkpoints: Checkpoint[] = [];
	const refused: (readonly [number, number])[] = [];
	const back: (readonly [number, Checkpoint | null])[] = [];
	const missed: string[] = [];
	const lingering: number[] = [];
	const others: (readonly [number, number])[] = [];
	let entered = 0;
	const listener: FlowListener = {
		entered(_, { ends }) {
			entered += ends.length;
			more.entered?.(entered);
		},
		left: () => undefined,
		refused: async (position, records: readonly RefusedRecord[]) =>
			void refused.push(...records.map(({ number }) => [position, number] as const)),
		changed: () => undefined,
		another: (position, number) => void others.push([position, number]),
		lingers(position) {
			lingering.push(position);
			more.lingers?.();
		},
		wentBack: (position, _, to) => void back.push([position, to]),
		noCheckpoint: (error) => {
			missed.push(error.message);
			if (more.mayMiss !== true) throw error;
		},
		begun: () => undefined,
	};
	const failure = await runToEnd({
		plan: { components, edges, drains: more.drains === true },
		...(more.mostHeldBytes === undefined ? {} : { mostHeldBytes: more.mostHeldBytes }),
		...(more.givenUpAfterMs === undefined ? {} : { givenUpAfterMs: more.givenUpAfterMs }),
		tally,
		listener,
		from,
		states: more.states ?? statesInMemory,
		save: (checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
		every: { parcels: more.every ?? 1_000_000 },
		signal: more.signal ?? new AbortController().signal,
		finishing: more.finishing ?? new AbortController().signal,
		now: Date.now,
	});
	return { failure, tally, checkpoints, refused, back, missed, lingering, others };
}

export const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => String(n));
