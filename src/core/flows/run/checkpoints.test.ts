import { describe, expect, it } from 'vitest';
import {
	counting,
	edge,
	idleWorker,
	lines,
	passing,
	type Ran,
	run,
	textOf,
	type Work,
	type Written,
	working,
	writing,
} from '../../../../test/support/flows/scripted-flow.ts';
import { statesInMemory } from '../../../../test/support/flows/states-in-memory.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { emptyBatch } from '../../../shared/sandbox/batch.ts';
import { MOST_STATES_BYTES, type StateKeeper } from './checkpoint.ts';
import { LostState, type RecordWorker } from './record-worker.ts';
import { countsOf } from './run-to-end.ts';
import type { RunnableComponent } from './runnable-flow.ts';

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
		const components = [
			counting('in', 500, 7, opened),
			counting('also', 100, 9),
			working('half', half),
			out.component,
			rest.component,
		];
		const edges = [edge(0, 2), edge(1, 2), edge(2, 3), edge(2, 4, 'dropped'), edge(0, 4)];
		return { components, edges };
	};

	it('lead from each of them to the same end', async () => {
		const [out, rest] = [writing('out'), writing('rest')];
		const whole = flow(out, rest);
		const undisturbed = await run(whole.components, whole.edges);
		expect(undisturbed.failure).toBeNull();
		const stops: number[] = [];
		for (let stop = 40; stop < 600; stop += 60) {
			const [again, others] = [writing('out'), writing('rest')];
			const { components, edges } = flow(again, others);
			const abort = new AbortController();
			const cancelled = await run(components, edges, {
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
			const resumed = await run(resumedFlow.components, resumedFlow.edges, from === undefined ? {} : { from });
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
		const lossy = (): RunnableComponent => {
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
		const ran = await run([counting('in', 400, 10), lossy(), out.component], [edge(0, 1), edge(1, 2)], { every: 4 });
		expect(ran.failure).toBeNull();
		const total = (399 * 400) / 2 - 57 - 58 - 301;
		expect(out.records).toEqual(['397', String(total)]);
		expect([...new Set(ran.refused.map(([, number]) => number))].sort((a, b) => a - b)).toEqual([58, 59, 302]);
		expect(ran.back.length).toBeGreaterThanOrEqual(4);
		expect(ran.back.some(([, to]) => to !== null)).toBe(true);
		expect(state.length).toBeGreaterThan(0);
	});

	it('leaves out no other record in its place, where what comes before a component does not give the same again', async () => {
		let attempts = 0;
		// From the third time on, it gives all but the first record: whatever comes behind has another number.
		const unsteady = working('unsteady', passing, {
			open: async () => {
				const isShort = ++attempts >= 3;
				return {
					...idleWorker,
					work: async (batch) => {
						const texts = textOf(batch).filter((text) => !(isShort && text === '0'));
						return { out: lines(texts), dropped: null, failed: [] };
					},
				};
			},
		});
		const kept: string[][] = [];
		const lossy = working('lossy', passing, {
			failsFlow: false,
			open: async (_, before) => {
				let handed = before;
				const taken: string[] = [];
				kept.push(taken);
				return {
					...idleWorker,
					work: async (batch) => {
						const first = handed;
						handed += batch.ends.length;
						const texts = textOf(batch);
						if (texts.includes('57'))
							throw new LostState(new DataFlareError('plugin_execution', 'trapped'), first, handed - 1);
						taken.push(...texts);
						return passing(batch);
					},
				};
			},
		});
		const out = writing('out');
		const components = [counting('in', 100, 10), unsteady, lossy, out.component];
		const ran = await run(components, [edge(0, 1), edge(1, 2), edge(2, 3)]);
		expect(ran.failure).toBeNull();
		const all = Array.from({ length: 99 }, (_, n) => String(n + 1)).filter((text) => text !== '57');
		expect(out.records).toEqual(all);
		expect(kept.at(-1)).toEqual(all);
		// By then, the one that did it is record 57; the one whose number it had is told of, and worked.
		expect(ran.refused.at(-1)).toEqual([2, 57]);
		expect(ran.others).toContainEqual([2, 58]);
	});

	it.each(['stopped_by_person', 'process_killed'] as const)(
		'are gone back to where an instance ended between two calls (%s), and no record is blamed for it',
		async (reason) => {
			let ends = 0;
			const open = async (): Promise<RecordWorker> => {
				let sum = 0;
				return {
					work: async (batch) => {
						const [text] = textOf(batch);
						if (text === '57' && ends++ === 0) {
							const cause = new DataFlareError('runtime', 'ended', { details: { reason } });
							const lost = new DataFlareError('runtime', 'did not start', {
								details: { reason: 'instance_lost' },
								cause,
							});
							throw new LostState(lost.with({ details: { place: 'here' } }), 57, 57);
						}
						sum += Number(text);
						return { out: emptyBatch, dropped: null, failed: [] };
					},
					read: () => Promise.reject(new Error('no source')),
					finish: async () => ({ batch: lines([sum]), end: true }),
					save: async () => Buffer.from(JSON.stringify(sum)),
					load: async (saved) => {
						sum = JSON.parse(Buffer.from(saved).toString()) as number;
					},
					close: async () => undefined,
					abort: async () => undefined,
				};
			};
			const keeps = working('keeps', passing, { finishes: true, failsFlow: false, batchRecords: 1, open });
			const out = writing('out');
			const ran = await run([counting('in', 100, 1), keeps, out.component], [edge(0, 1), edge(1, 2)], { every: 10 });
			expect([ran.failure, ran.refused, ran.back.length]).toEqual([null, [], 1]);
			expect(out.records).toEqual([String((99 * 100) / 2)]);
		},
	);

	it('are none where plugins keep more than one holds, which costs the flow nothing else', async () => {
		const half = new Uint8Array(MOST_STATES_BYTES / 2 + 1);
		const states: StateKeeper = { ...statesInMemory, keep: async () => new Uint8Array(0) };
		const heavy = (name: string): RunnableComponent => working(name, passing, {}, { save: async () => half });
		const light = async (components: readonly RunnableComponent[]): Promise<Ran> => {
			const out = writing('out');
			const edges = components.map((_, at) => edge(at, at + 1));
			const ran = await run(
				[counting('in', 100, 10), ...components, out.component],
				[...edges, edge(components.length, components.length + 1)],
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

	it('are none where a component cannot resume, and what is lost then ends the flow', async () => {
		const lost = working(
			'lost',
			() => {
				throw new LostState(new DataFlareError('timeout', 'too slow'), 0, 9);
			},
			{ resumes: false, failsFlow: false },
		);
		const out = writing('out');
		const ran = await run([counting('in', 100, 10), lost, out.component], [edge(0, 1), edge(1, 2)], { every: 1 });
		expect(ran.failure).toMatchObject({
			position: 1,
			error: { code: 'timeout', details: { reason: 'flow_state_lost' } },
		});
		expect(ran.checkpoints).toEqual([]);
		expect(out.left).toEqual(['abandon']);
	});
});
