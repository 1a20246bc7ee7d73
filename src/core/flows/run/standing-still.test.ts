import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { statesInMemory } from '../../../../test/support/flows/states-in-memory.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import { type Batch, batchOf, emptyBatch, recordAt } from '../../../shared/sandbox/batch.ts';
import type { Position } from '../io/flow-io.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { FlowPart } from './flow-parts.ts';
import type { RecordWorker } from './record-worker.ts';
import { countsOf, type FlowListener, runParts } from './run-parts.ts';
import { FlowTally } from './tally/flow-tally.ts';

const textsOf = ({ ends, ...batch }: Batch): readonly string[] =>
	Array.from(ends, (_, index) => Buffer.from(recordAt({ ...batch, ends }, index)).toString());
const turns = async (count: number): Promise<void> => {
	for (let each = 0; each < count; each++) await turn();
};

/** Gives `name`0, `name`1, …, one a parcel; `pace`: turns that each takes. */
function reading(name: string, count: number, pace: (parcel: number) => number = () => 0): FlowPart {
	return {
		name,
		resumes: true,
		kind: 'reader',
		async open(at) {
			let next = Number(at?.at ?? 0);
			return {
				totalBytes: count,
				get bytesRead() {
					return next;
				},
				async next() {
					await turns(pace(next));
					return next >= count ? null : batchOf([Buffer.from(`${name}${next++}`)]);
				},
				position: () => ({ at: next }),
				close: async () => undefined,
			};
		},
	};
}

const worker: RecordWorker = {
	work: async (batch) => ({ out: batch, dropped: null, failed: [] }),
	read: () => Promise.reject(new Error('no source')),
	finish: async () => ({ batch: emptyBatch, end: true }),
	save: async () => new Uint8Array(0),
	load: async () => undefined,
	close: async () => undefined,
	abort: async () => undefined,
};

function endless(name: string, read: RecordWorker['read']): FlowPart {
	return { name, resumes: true, kind: 'source', endless: true, open: async () => ({ ...worker, read }) };
}

function passing(name: string, pace: () => number): FlowPart {
	const work: RecordWorker['work'] = async (batch) => {
		await turns(pace());
		return { out: batch, dropped: null, failed: [] };
	};
	return {
		name,
		resumes: true,
		kind: 'work',
		batchRecords: 10,
		batchBytes: 1000,
		workers: 1,
		finishes: false,
		passesOn: true,
		failsFlow: true,
		open: async () => ({ ...worker, save: async () => null, work }),
	};
}

/** Its records outlive each writer, as those on a disk do. */
function writing(
	name: string,
	onRecords: (count: number) => void = () => undefined,
	onCommit = () => undefined as void,
) {
	let kept: string[] = [];
	const part: FlowPart = {
		name,
		resumes: true,
		kind: 'writer',
		async open(at) {
			kept = kept.slice(0, Number(at?.at ?? 0));
			return {
				async write(batch) {
					kept.push(...textsOf(batch));
					onRecords(kept.length);
				},
				position: async () => ({ at: kept.length }),
				prepare: async () => null,
				commit: async () => onCommit(),
				abandon: async () => undefined,
				suspend: async () => undefined,
			};
		},
	};
	return { part, records: () => kept };
}

const edge = (from: number, to: number): FlowEdge => ({ from, port: 'out', to });

interface More {
	readonly every?: number;
	readonly from?: Checkpoint | undefined;
	readonly signal?: AbortSignal;
	readonly finishing?: AbortSignal;
	readonly entered?: () => void;
}

async function run(parts: readonly FlowPart[], edges: readonly FlowEdge[], more: More = {}) {
	const from = more.from ?? null;
	const checkpoints: Checkpoint[] = [];
	const listener: FlowListener = {
		entered: () => more.entered?.(),
		left: () => undefined,
		refused: async () => undefined,
		changed: () => undefined,
		lingers: () => undefined,
		another: () => undefined,
		wentBack: () => undefined,
		noCheckpoint: (error) => {
			throw error;
		},
		begun: () => undefined,
	};
	const failure = await runParts({
		plan: { parts, edges },
		tally: new FlowTally(edges, parts.length, 0, countsOf(from), Date.now),
		listener,
		from,
		states: statesInMemory,
		save: (checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
		every: { parcels: more.every ?? 1_000_000 },
		signal: more.signal ?? new AbortController().signal,
		finishing: more.finishing ?? new AbortController().signal,
		now: Date.now,
	});
	return { failure, checkpoints };
}

const givenAt = (checkpoint: Checkpoint): readonly number[] =>
	countsOf(checkpoint)?.parts.map(({ recordsOut }) => recordsOut) ?? [];

describe('a flow that is brought to a standstill', () => {
	it('takes nothing more from a slow source whose records meet nobody else’s', async () => {
		const [quick, slow] = [writing('quick'), writing('slow')];
		const ran = await run(
			[reading('a', 2000), reading('b', 20, () => 100), quick.part, slow.part],
			[edge(0, 2), edge(1, 3)],
			{ every: 50 },
		);
		expect(ran.failure).toBeNull();
		const whileBoth = ran.checkpoints.map(givenAt).filter(([a = 0, b = 0]) => a > 50 && a < 2000 && b < 20);
		expect(whileBoth.length).toBeGreaterThan(5);
		for (const [a = 0, b = 0] of whileBoth) expect(b).toBeLessThan(a / 4);
	});

	it('comes to it where a quick source that has ended waits for a slow one with all that it gave', async () => {
		const out = writing('out');
		const ran = await run([reading('a', 8), reading('b', 40, () => 20), out.part], [edge(0, 2), edge(1, 2)], {
			every: 1,
		});
		expect(ran.failure).toBeNull();
		expect(ran.checkpoints.length).toBeGreaterThan(5);
		expect(out.records()).toHaveLength(48);
	});

	it('comes to it where sources met through one that has ended', async () => {
		const [left, right] = [writing('left'), writing('right')];
		const ran = await run(
			[reading('a', 600), reading('b', 30, () => 60), reading('c', 5), left.part, right.part],
			[edge(0, 3), edge(2, 3), edge(2, 4), edge(1, 4)],
			{ every: 20 },
		);
		expect(ran.failure).toBeNull();
		const apart = ran.checkpoints.map(givenAt).filter(([a = 0, b = 0]) => a < 600 && b < 30 && a > 4 * b);
		expect(apart.length).toBeGreaterThan(0);
	});

	it.each(Array.from({ length: 16 }, (_, seed) => seed + 1))(
		'leads to the same end, whatever it is made of (%i)',
		async (seed) => {
			const flow = () => randomFlow(seed);
			const undisturbed = flow();
			expect((await run(undisturbed.parts, undisturbed.edges)).failure).toBeNull();
			const again = flow();
			let from: Checkpoint | undefined;
			for (let stop = 9; ; stop += 23) {
				const abort = new AbortController();
				let entered = 0;
				const ran = await run(again.parts, again.edges, {
					every: 2,
					from,
					signal: abort.signal,
					entered: () => {
						if (++entered >= stop) abort.abort(new DataFlareError('cancelled', 'enough'));
					},
				});
				if (ran.failure === null) break;
				expect(ran.failure.error.code).toBe('cancelled');
				expect(ran.checkpoints.length).toBeGreaterThan(0);
				from = ran.checkpoints.at(-1);
			}
			expect(again.writers.map(({ records }) => records())).toEqual(
				undisturbed.writers.map(({ records }) => records()),
			);
		},
	);
});

describe('an endless source', () => {
	it('that has nothing keeps what it is merged with from nothing', async () => {
		const enough = new AbortController();
		let asked = 0;
		const out = writing('out', (count) => {
			if (count === 400) enough.abort();
		});
		const idle = endless('idle', async () => {
			asked++;
			return { batch: emptyBatch, end: false };
		});
		const ran = await run(
			[idle, passing('pass', () => 0), reading('a', 400), out.part],
			[edge(0, 1), edge(1, 3), edge(2, 3)],
			{ every: 10, finishing: enough.signal },
		);
		expect(ran.failure).toBeNull();
		expect(out.records()).toEqual(Array.from({ length: 400 }, (_, n) => `a${n}`));
		expect(asked).toBeLessThan(200);
		expect(ran.checkpoints.length).toBeGreaterThan(5);
	});

	it('that does not answer for long keeps what it is merged with from nothing', async () => {
		const enough = new AbortController();
		let answer: () => void = () => undefined;
		const answered = new Promise<void>((resolve) => {
			answer = resolve;
		});
		const out = writing('out', (count) => {
			if (count === 400) answer();
			if (count === 401) enough.abort();
		});
		let asked = 0;
		const late = endless('late', async () => {
			await answered;
			return { batch: asked++ === 0 ? batchOf([Buffer.from('late')]) : emptyBatch, end: false };
		});
		const ran = await run([late, reading('a', 400), out.part], [edge(0, 2), edge(1, 2)], { finishing: enough.signal });
		expect(ran.failure).toBeNull();
		expect(out.records().at(-1)).toBe('late');
	});
});

describe('what goes to a pipe', () => {
	/** `take`: resolves when the last of it is read. */
	function piping(take: () => Promise<void>) {
		const happened: string[] = [];
		const part: FlowPart = {
			name: 'pipe',
			resumes: true,
			kind: 'writer',
			open: async (_, signal) => ({
				isSpecial: true,
				write: async () => undefined,
				position: () => Promise.reject(new Error('a pipe has none')),
				prepare: async () => null,
				commit: async () => {
					const stopped = new Promise((_resolve, reject) => {
						signal.addEventListener('abort', () => reject(new DataFlareError('cancelled', 'nobody reads')), {
							once: true,
						});
					});
					await Promise.race([take(), stopped]);
					happened.push('commit');
				},
				abandon: async () => void happened.push('abandon'),
				suspend: async () => void happened.push('suspend'),
			}),
		};
		return { part, happened };
	}

	it('has no checkpoints, and the flow ends well without them', async () => {
		const { part, happened } = piping(async () => undefined);
		const ran = await run([reading('a', 50), part], [edge(0, 1)], { every: 5 });
		expect([ran.failure, ran.checkpoints, happened]).toEqual([null, [], ['commit']]);
	});

	it('can be cancelled while nobody reads the last of it, before any file has got its name', async () => {
		const cancelling = new AbortController();
		const { part, happened } = piping(async () => {
			cancelling.abort(new DataFlareError('cancelled', 'enough'));
			return new Promise<void>(() => undefined);
		});
		let isCommitted = false;
		const out = writing(
			'out',
			() => undefined,
			() => {
				isCommitted = true;
			},
		);
		const ran = await run([reading('a', 50), out.part, part], [edge(0, 1), edge(0, 2)], { signal: cancelling.signal });
		expect(ran.failure?.error).toMatchObject({ code: 'cancelled', message: 'enough' });
		expect([isCommitted, happened]).toEqual([false, ['abandon']]);
	});
});

describe('several files', () => {
	it('get their names together, or none of them where one cannot', async () => {
		const named: string[] = [];
		const first = writing(
			'first',
			() => undefined,
			() => void named.push('first'),
		);
		const second = writing('second').part;
		if (second.kind !== 'writer') throw new Error('no writer');
		const failing: FlowPart = {
			...second,
			open: async (at: Position | null, signal: AbortSignal) => ({
				...(await second.open(at, signal)),
				prepare: () => Promise.reject(new DataFlareError('invalid_input', 'a folder')),
			}),
		};
		const ran = await run([reading('a', 5), first.part, failing], [edge(0, 1), edge(0, 2)]);
		expect(ran.failure).toMatchObject({ position: 2, error: { message: 'a folder' } });
		expect(named).toEqual([]);
	});
});

/** Sources of different length and pace, what merges them in some way, and writers behind some of it. */
function randomFlow(seed: number) {
	let state = seed * 2_654_435_761;
	const random = (below: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return (state >>> 8) % below;
	};
	const sources = 2 + random(3);
	const middles = random(4);
	const parts: FlowPart[] = [];
	const edges: FlowEdge[] = [];
	for (let each = 0; each < sources; each++) {
		const slow = random(12);
		parts.push(reading(String.fromCharCode(97 + each), 3 + random(60), (parcel) => (slow * (parcel + each)) % 7));
	}
	const connect = (to: number, below: number): void => {
		const inputs = new Set(Array.from({ length: 1 + random(3) }, () => random(below)));
		for (const from of inputs) edges.push(edge(from, to));
	};
	for (let each = 0; each < middles; each++) {
		const slow = random(6);
		connect(parts.length, parts.length);
		parts.push(passing(`pass${each}`, () => slow));
	}
	const given = parts.length;
	const writers = Array.from({ length: 1 + random(3) }, (_, each) => writing(`out${each}`));
	for (const { part } of writers) {
		connect(parts.length, given);
		parts.push(part);
	}
	// Whatever nobody takes goes to the last one.
	for (let from = 0; from < given; from++) {
		if (!edges.some((known) => known.from === from)) edges.push(edge(from, parts.length - 1));
	}
	return { parts, edges, writers };
}
