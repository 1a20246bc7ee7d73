import type { FlowReader, FlowWriter, Position } from '../../../src/core/flows/io/flow-io.ts';
import type { Checkpoint, StateKeeper } from '../../../src/core/flows/run/checkpoint.ts';
import type { FlowPart } from '../../../src/core/flows/run/flow-parts.ts';
import type { RefusedRecord } from '../../../src/core/flows/run/parts/part-context.ts';
import type { RecordWorker, WorkedBatch } from '../../../src/core/flows/run/record-worker.ts';
import { countsOf, type FlowFailure, type FlowListener, runParts } from '../../../src/core/flows/run/run-parts.ts';
import { FlowTally } from '../../../src/core/flows/run/tally/flow-tally.ts';
import type { FlowEdge } from '../../../src/shared/flow/flow-graph.ts';
import { type Batch, batchOf, emptyBatch, recordAt } from '../../../src/shared/sandbox/batch.ts';
import { statesInMemory } from './states-in-memory.ts';

export const textOf = (batch: Batch): readonly string[] =>
	Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString());
export const lines = (texts: readonly (string | number)[]): Batch =>
	batchOf(texts.map((text) => Buffer.from(String(text))));

/** Gives 0, 1, 2, … in batches of a size. */
export function counting(name: string, count: number, size: number, opened: number[] = []): FlowPart {
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

export interface Written {
	readonly part: FlowPart;
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
	}: { readonly prepare?: () => Promise<void>; readonly commit?: () => Promise<void> } = {},
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
	return { part: { name, resumes: true, kind: 'writer', open }, records, left };
}

export type Work = (batch: Batch) => Promise<WorkedBatch> | WorkedBatch;

export function working(
	name: string,
	work: Work,
	more: Partial<Extract<FlowPart, { kind: 'work' }>> = {},
	worker: Partial<RecordWorker> = {},
): FlowPart {
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
		open: async () => ({
			work: async (batch) => work(batch),
			read: () => Promise.reject(new Error('no source')),
			finish: async () => ({ batch: emptyBatch, end: true }),
			save: async () => null,
			load: async () => undefined,
			close: async () => undefined,
			abort: async () => undefined,
			...worker,
		}),
		...more,
	};
}
export const passing: Work = (batch) => ({ out: batch, dropped: null, failed: [] });

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
	parts: readonly FlowPart[],
	edges: readonly FlowEdge[],
	more: {
		readonly every?: number;
		readonly from?: Checkpoint;
		readonly signal?: AbortSignal;
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
	const tally = new FlowTally(edges, parts.length, 0, countsOf(from), Date.now);
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
	const failure = await runParts({
		plan: { parts, edges, drains: more.drains === true },
		...(more.mostHeldBytes === undefined ? {} : { mostHeldBytes: more.mostHeldBytes }),
		...(more.givenUpAfterMs === undefined ? {} : { givenUpAfterMs: more.givenUpAfterMs }),
		tally,
		listener,
		from,
		states: more.states ?? statesInMemory,
		save: (checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
		every: { parcels: more.every ?? 1_000_000 },
		signal: more.signal ?? new AbortController().signal,
		finishing: new AbortController().signal,
		now: Date.now,
	});
	return { failure, tally, checkpoints, refused, back, missed, lingering, others };
}

export const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => String(n));
