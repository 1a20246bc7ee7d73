import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { statesInMemory } from '../../../../test/support/flows/states-in-memory.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import { type Batch, batchOf, emptyBatch, recordAt } from '../../../shared/sandbox/batch.ts';
import type { FlowReader, FlowWriter, Position } from '../io/flow-io.ts';
import { type Checkpoint, MOST_STATES_BYTES, type StateKeeper } from './checkpoint.ts';
import type { FlowPart } from './flow-parts.ts';
import type { RefusedRecord } from './parts/part-context.ts';
import { LostState, type RecordWorker, type WorkedBatch } from './record-worker.ts';
import { countsOf, type FlowFailure, type FlowListener, runParts } from './run-parts.ts';
import { FlowTally } from './tally/flow-tally.ts';

const textOf = (batch: Batch): readonly string[] =>
	Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString());
const lines = (texts: readonly (string | number)[]): Batch => batchOf(texts.map((text) => Buffer.from(String(text))));

/** Gives 0, 1, 2, … in batches of a size. */
function counting(name: string, count: number, size: number, opened: number[] = []): FlowPart {
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

interface Written {
	readonly part: FlowPart;
	/** What was committed. */
	readonly records: string[];
	readonly left: string[];
}

const nothing = async (): Promise<void> => undefined;

function writing(
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

type Work = (batch: Batch) => Promise<WorkedBatch> | WorkedBatch;

function working(
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
const passing: Work = (batch) => ({ out: batch, dropped: null, failed: [] });

const edge = (from: number, to: number, port: FlowEdge['port'] = 'out'): FlowEdge => ({ from, port, to });

interface Ran {
	readonly failure: FlowFailure | null;
	readonly tally: FlowTally;
	readonly checkpoints: Checkpoint[];
	readonly refused: (readonly [number, number])[];
	readonly back: (readonly [number, Checkpoint | null])[];
	/** Why checkpoints were not taken. */
	readonly missed: string[];
}

async function run(
	parts: readonly FlowPart[],
	edges: readonly FlowEdge[],
	more: {
		readonly every?: number;
		readonly from?: Checkpoint;
		readonly signal?: AbortSignal;
		readonly entered?: (records: number) => void;
		readonly mayMiss?: boolean;
		readonly states?: StateKeeper;
	} = {},
): Promise<Ran> {
	const from = more.from ?? null;
	const tally = new FlowTally(edges, parts.length, 0, countsOf(from), Date.now);
	const checkpoints: Checkpoint[] = [];
	const refused: (readonly [number, number])[] = [];
	const back: (readonly [number, Checkpoint | null])[] = [];
	const missed: string[] = [];
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
		wentBack: (position, _, to) => void back.push([position, to]),
		noCheckpoint: (error) => {
			missed.push(error.message);
			if (more.mayMiss !== true) throw error;
		},
		begun: () => undefined,
	};
	const failure = await runParts({
		plan: { parts, edges },
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
	return { failure, tally, checkpoints, refused, back, missed };
}

const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => String(n));

describe('a flow that runs', () => {
	it('merges parcel by parcel, in the order of the inputs, however slow one of them is', async () => {
		const slow: Work = async (batch) => {
			for (let step = 0; step < 5; step++) await turn();
			return passing(batch);
		};
		const out = writing('out');
		const ran = await run(
			[counting('in', 40, 4), working('slow', slow), working('quick', passing), out.part],
			[edge(0, 1), edge(0, 2), edge(1, 3), edge(2, 3)],
		);
		expect(ran.failure).toBeNull();
		const expected = Array.from({ length: 10 }, (_, k) => [0, 1, 2, 3].map((n) => String(4 * k + n))).flatMap(
			(parcel) => [...parcel, ...parcel],
		);
		expect(out.records).toEqual(expected);
		expect(ran.tally.edges.map((each) => each.counts().records)).toEqual([40, 40, 40, 40]);
	});

	it('goes on with those inputs that have not ended, and takes what an aggregator has last', async () => {
		let taken = 0;
		const adding = working(
			'adding',
			(batch) => {
				taken += batch.ends.length;
				return { out: emptyBatch, dropped: null, failed: [] };
			},
			{ finishes: true, batchRecords: 2 },
			{ finish: async () => ({ batch: lines(['a', 'b', 'c', taken]), end: true }) },
		);
		const out = writing('out');
		const ran = await run(
			[counting('short', 4, 2), counting('long', 10, 2), adding, out.part],
			[edge(0, 2), edge(1, 3), edge(2, 3)],
		);
		expect(ran.failure).toBeNull();
		// Its two parcels come at the steps behind its own end.
		expect([...out.records].sort()).toEqual([...numbers(10), 'a', 'b', 'c', '4'].sort());
		expect(out.records.slice(0, 4)).toEqual(['0', '1', '2', '3']);
	});

	it('holds as many parcels as its edges have room for, however slow one taker of a branch is', async () => {
		let [given, atSlow, most] = [0, 0, 0];
		const slow = writing('slow', async () => {
			for (let step = 0; step < 20; step++) await turn();
			atSlow++;
			most = Math.max(most, given - atSlow);
		});
		const ran = await run(
			[counting('in', 2000, 10), working('pass', passing), slow.part, writing('quick').part],
			[edge(0, 1), edge(1, 2), edge(1, 3)],
			{
				entered: (records) => {
					given = records / 10;
				},
			},
		);
		expect(ran.failure).toBeNull();
		expect(slow.records).toHaveLength(2000);
		// Two edges of four, four calls and four answers of the component between them, one in each hand.
		expect(most).toBeLessThanOrEqual(4 + 4 + 4 + 4 + 4);
	});

	it('cuts parcels into calls of a component’s size, and joins what they give', async () => {
		const sizes: number[] = [];
		const small = working(
			'small',
			(batch) => {
				sizes.push(batch.ends.length);
				return passing(batch);
			},
			{ batchRecords: 3 },
		);
		const out = writing('out');
		await run([counting('in', 20, 10), small, out.part], [edge(0, 1), edge(1, 2)]);
		expect(sizes).toEqual([3, 3, 3, 1, 3, 3, 3, 1]);
		expect(out.records).toEqual(numbers(20));
	});

	it('writes records that failed with why, and those that a filter let go, in step with the others', async () => {
		const picky = working(
			'picky',
			(batch) => {
				const texts = textOf(batch);
				const error = new DataFlareError('plugin_execution', 'seven', { hint: 'no sevens' });
				return {
					out: lines(texts.filter((text) => Number(text) % 2 === 0)),
					dropped: lines(texts.filter((text) => Number(text) % 2 === 1 && !text.endsWith('7'))),
					failed: texts.flatMap((text, index) => (text.endsWith('7') ? [{ index, error }] : [])),
				};
			},
			{ failsFlow: false, batchRecords: 4 },
		);
		const [out, rest] = [writing('out'), writing('rest')];
		const ran = await run(
			[counting('in', 20, 10), picky, out.part, rest.part],
			[edge(0, 1), edge(1, 2), edge(1, 3, 'dropped'), edge(1, 3, 'failed')],
		);
		expect(ran.failure).toBeNull();
		expect(out.records).toEqual(numbers(20).filter((text) => Number(text) % 2 === 0));
		const seventh = JSON.stringify({
			record: 7,
			error: { code: 'plugin_execution', message: 'seven', hint: 'no sevens' },
			component: 'picky',
			number: 8,
		});
		expect(rest.records).toContain(seventh);
		expect(rest.records.slice(0, 5)).toEqual(['1', '3', '5', '9', seventh]);
		expect(ran.refused).toEqual([
			[1, 8],
			[1, 18],
		]);
		expect(ran.tally.parts[1]?.counts()).toMatchObject({ recordsIn: 20, recordsOut: 10, dropped: 8, failed: 2 });
	});

	it('ends in order wherever a component fails, with nothing committed', async () => {
		const closed: string[] = [];
		const failing = working(
			'failing',
			(batch) => {
				if (textOf(batch).includes('50')) throw new DataFlareError('plugin_execution', 'fifty');
				return passing(batch);
			},
			{},
			{ abort: async () => void closed.push('failing') },
		);
		const [out, other] = [writing('out'), writing('other')];
		const ran = await run(
			[counting('in', 100, 5), failing, out.part, other.part],
			[edge(0, 1), edge(1, 2), edge(0, 3)],
		);
		expect(ran.failure).toMatchObject({ position: 1, error: { code: 'plugin_execution', message: 'fifty' } });
		expect([out.records, other.records, out.left, other.left]).toEqual([[], [], ['abandon'], ['abandon']]);
		expect(closed).toEqual(['failing']);
	});
});

describe('what the writers of a flow hold', () => {
	const fails = async (): Promise<void> => {
		throw new DataFlareError('storage', 'the disk is gone.');
	};
	const two = async (one: Written, other: Written): Promise<FlowFailure | null> =>
		(await run([counting('in', 100, 10), one.part, other.part], [edge(0, 1), edge(0, 2)])).failure;

	it('appears nowhere where one of them cannot let it', async () => {
		const [one, other] = [writing('one'), writing('other', nothing, { prepare: fails })];
		expect(await two(one, other)).toMatchObject({ position: 2, error: { message: 'the disk is gone.' } });
		expect([one.records, other.records]).toEqual([[], []]);
	});

	it('is told of where it appeared before another could not', async () => {
		const [one, other] = [writing('one'), writing('other', nothing, { commit: fails })];
		expect(await two(one, other)).toMatchObject({
			position: 2,
			error: {
				message: 'the disk is gone. What the flow wrote to one is there already, whole.',
				details: { there: ['one'] },
			},
		});
		expect([one.records.length, other.records.length]).toEqual([100, 0]);
	});
});

describe('checkpoints of a flow', () => {
	const flow = (out: Written, rest: Written, opened?: number[]) => {
		const half: Work = (batch) => {
			const texts = textOf(batch);
			return {
				out: lines(texts.filter((text) => Number(text) % 2 === 0)),
				dropped: lines(texts.filter((text) => Number(text) % 2 === 1)),
				failed: [],
			};
		};
		const parts = [
			counting('in', 500, 7, opened),
			counting('also', 100, 9),
			working('half', half),
			out.part,
			rest.part,
		];
		const edges = [edge(0, 2), edge(1, 2), edge(2, 3), edge(2, 4, 'dropped'), edge(0, 4)];
		return { parts, edges };
	};

	it('lead from each of them to the same end', async () => {
		const [out, rest] = [writing('out'), writing('rest')];
		const whole = flow(out, rest);
		const undisturbed = await run(whole.parts, whole.edges);
		expect(undisturbed.failure).toBeNull();
		const stops: number[] = [];
		for (let stop = 40; stop < 600; stop += 60) {
			const [again, others] = [writing('out'), writing('rest')];
			const { parts, edges } = flow(again, others);
			const abort = new AbortController();
			const cancelled = await run(parts, edges, {
				every: 3,
				signal: abort.signal,
				entered: (records) => {
					if (records >= stop) abort.abort(new DataFlareError('cancelled', 'enough'));
				},
			});
			expect(cancelled.failure?.error.code).toBe('cancelled');
			expect(again.left).toEqual(['suspend']);
			const from = cancelled.checkpoints.at(-1);
			stops.push(countsOf(from ?? null)?.parts[0]?.recordsOut ?? -1);
			const opened: number[] = [];
			const resumedFlow = flow(again, others, opened);
			const resumed = await run(resumedFlow.parts, resumedFlow.edges, from === undefined ? {} : { from });
			expect(resumed.failure).toBeNull();
			expect(again.records).toEqual(out.records);
			expect(others.records).toEqual(rest.records);
			expect(resumed.tally.counts().parts).toEqual(undisturbed.tally.counts().parts);
			expect(resumed.tally.counts().edges).toEqual(undisturbed.tally.counts().edges);
		}
		// Each of them went on from another place, none from the beginning.
		expect(stops.every((at) => at > 0)).toBe(true);
	});

	it('are gone back to when a component loses what it kept, and the record that did it is left out', async () => {
		let state: number[] = [];
		const bad = new Set(['57', '58', '301']);
		const lossy = (): FlowPart => {
			const open = async (_: AbortSignal, before: number): Promise<RecordWorker> => {
				let handed = before;
				let sum: number[] = [];
				return {
					work: async (batch) => {
						const first = handed;
						handed += batch.ends.length;
						const texts = textOf(batch);
						if (texts.some((text) => bad.has(text))) {
							throw new LostState(new DataFlareError('plugin_execution', 'trapped'), first, handed - 1);
						}
						sum.push(...texts.map(Number));
						return { out: emptyBatch, dropped: null, failed: [] };
					},
					read: () => Promise.reject(new Error('no source')),
					finish: async () => ({ batch: lines([sum.length, sum.reduce((all, n) => all + n, 0)]), end: true }),
					save: async () => Buffer.from(JSON.stringify(sum)),
					load: async (saved) => {
						sum = JSON.parse(Buffer.from(saved).toString()) as number[];
						state = sum;
					},
					close: async () => undefined,
					abort: async () => undefined,
				};
			};
			return working('lossy', passing, { finishes: true, failsFlow: false, open });
		};
		const out = writing('out');
		const ran = await run([counting('in', 400, 10), lossy(), out.part], [edge(0, 1), edge(1, 2)], { every: 4 });
		expect(ran.failure).toBeNull();
		const total = (399 * 400) / 2 - 57 - 58 - 301;
		expect(out.records).toEqual(['397', String(total)]);
		expect([...new Set(ran.refused.map(([, number]) => number))].sort((a, b) => a - b)).toEqual([58, 59, 302]);
		expect(ran.back.length).toBeGreaterThanOrEqual(4);
		expect(ran.back.some(([, to]) => to !== null)).toBe(true);
		expect(state.length).toBeGreaterThan(0);
	});

	it('are none where plugins keep more than one holds, which costs the flow nothing else', async () => {
		const half = new Uint8Array(MOST_STATES_BYTES / 2 + 1);
		const states: StateKeeper = { ...statesInMemory, keep: async () => new Uint8Array(0) };
		const heavy = (name: string): FlowPart => working(name, passing, {}, { save: async () => half });
		const light = async (parts: readonly FlowPart[]): Promise<Ran> => {
			const out = writing('out');
			const edges = parts.map((_, at) => edge(at, at + 1));
			const ran = await run(
				[counting('in', 100, 10), ...parts, out.part],
				[...edges, edge(parts.length, parts.length + 1)],
				{
					every: 1,
					mayMiss: true,
					states,
				},
			);
			expect([ran.failure, out.records.length]).toEqual([null, 100]);
			return ran;
		};
		const one = await light([heavy('one')]);
		expect(one.checkpoints.length).toBeGreaterThan(1);
		expect(one.missed).toEqual([]);
		const two = await light([heavy('one'), heavy('two')]);
		// At the end nothing is kept any more.
		expect(two.checkpoints).toHaveLength(1);
		expect(two.missed[0]).toMatch(/takes 268435458 bytes, and a checkpoint holds at most 268435456/);
	});

	it('are none where a part cannot resume, and what is lost then ends the flow', async () => {
		const lost = working(
			'lost',
			() => {
				throw new LostState(new DataFlareError('timeout', 'too slow'), 0, 9);
			},
			{ resumes: false, failsFlow: false },
		);
		const out = writing('out');
		const ran = await run([counting('in', 100, 10), lost, out.part], [edge(0, 1), edge(1, 2)], { every: 1 });
		expect(ran.failure).toMatchObject({
			position: 1,
			error: { code: 'timeout', details: { reason: 'flow_state_lost' } },
		});
		expect(ran.checkpoints).toEqual([]);
		expect(out.left).toEqual(['abandon']);
	});
});
