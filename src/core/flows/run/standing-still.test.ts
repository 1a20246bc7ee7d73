import { describe, expect, it } from 'vitest';
import {
	edge,
	endless,
	nothing,
	passing,
	reading,
	run,
	turns,
	working,
	writing,
} from '../../../../test/support/flows/scripted-flow.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import { batchOf, emptyBatch } from '../../../shared/sandbox/batch.ts';
import type { Checkpoint } from './checkpoint.ts';
import { countsOf } from './run-to-end.ts';
import type { RunnableComponent } from './runnable-flow.ts';

const passingAt = (name: string, pace: number): RunnableComponent =>
	working(
		name,
		async (batch) => {
			await turns(pace);
			return passing(batch);
		},
		{ batchRecords: 10, batchBytes: 1000 },
	);

const givenAt = (checkpoint: Checkpoint): readonly number[] =>
	countsOf(checkpoint)?.parts.map(({ recordsOut }) => recordsOut) ?? [];

describe('a flow that is brought to a standstill', () => {
	it('takes nothing more from a slow source whose records meet nobody else’s', async () => {
		const [quick, slow] = [writing('quick'), writing('slow')];
		const ran = await run(
			[reading('a', 2000), reading('b', 20, { pace: () => 100 }), quick.component, slow.component],
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
		const ran = await run(
			[reading('a', 8), reading('b', 40, { pace: () => 20 }), out.component],
			[edge(0, 2), edge(1, 2)],
			{
				every: 1,
			},
		);
		expect(ran.failure).toBeNull();
		expect(ran.checkpoints.length).toBeGreaterThan(5);
		expect(out.records).toHaveLength(48);
	});

	it('comes to it where sources met through one that has ended', async () => {
		const [left, right] = [writing('left'), writing('right')];
		const ran = await run(
			[reading('a', 600), reading('b', 30, { pace: () => 60 }), reading('c', 5), left.component, right.component],
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
			expect((await run(undisturbed.components, undisturbed.edges)).failure).toBeNull();
			const again = flow();
			let from: Checkpoint | undefined;
			for (let stop = 9; ; stop += 23) {
				const abort = new AbortController();
				let entered = 0;
				const ran = await run(again.components, again.edges, {
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
			expect(again.writers.map(({ records }) => records)).toEqual(undisturbed.writers.map(({ records }) => records));
		},
	);
});

describe('an endless source', () => {
	it('that has nothing keeps what it is merged with from nothing', async () => {
		const enough = new AbortController();
		let asked = 0;
		const out = writing('out', nothing, {
			wrote: (count) => {
				if (count === 400) enough.abort();
			},
		});
		const idle = endless('idle', async () => {
			asked++;
			return { batch: emptyBatch, end: false };
		});
		const ran = await run(
			[idle, passingAt('pass', 0), reading('a', 400), out.component],
			[edge(0, 1), edge(1, 3), edge(2, 3)],
			{ every: 10, finishing: enough.signal },
		);
		expect(ran.failure).toBeNull();
		expect(out.records).toEqual(Array.from({ length: 400 }, (_, n) => `a${n}`));
		expect(asked).toBeLessThan(200);
		expect(ran.checkpoints.length).toBeGreaterThan(5);
	});

	it('that does not answer for long keeps what it is merged with from nothing', async () => {
		const enough = new AbortController();
		let answer: () => void = () => undefined;
		const answered = new Promise<void>((resolve) => {
			answer = resolve;
		});
		const out = writing('out', nothing, {
			wrote: (count) => {
				if (count === 400) answer();
				if (count === 401) enough.abort();
			},
		});
		let asked = 0;
		const late = endless('late', async () => {
			await answered;
			return { batch: asked++ === 0 ? batchOf([Buffer.from('late')]) : emptyBatch, end: false };
		});
		const ran = await run([late, reading('a', 400), out.component], [edge(0, 2), edge(1, 2)], {
			finishing: enough.signal,
		});
		expect(ran.failure).toBeNull();
		expect(out.records.at(-1)).toBe('late');
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
	const components: RunnableComponent[] = [];
	const edges: FlowEdge[] = [];
	for (let each = 0; each < sources; each++) {
		const slow = random(12);
		components.push(
			reading(String.fromCharCode(97 + each), 3 + random(60), { pace: (parcel) => (slow * (parcel + each)) % 7 }),
		);
	}
	const connect = (to: number, below: number): void => {
		const inputs = new Set(Array.from({ length: 1 + random(3) }, () => random(below)));
		for (const from of inputs) edges.push(edge(from, to));
	};
	for (let each = 0; each < middles; each++) {
		const slow = random(6);
		connect(components.length, components.length);
		components.push(passingAt(`pass${each}`, slow));
	}
	const given = components.length;
	const writers = Array.from({ length: 1 + random(3) }, (_, each) => writing(`out${each}`));
	for (const { component } of writers) {
		connect(components.length, given);
		components.push(component);
	}
	// Whatever nobody takes goes to the last one.
	for (let from = 0; from < given; from++) {
		if (!edges.some((known) => known.from === from)) edges.push(edge(from, components.length - 1));
	}
	return { components, edges, writers };
}
