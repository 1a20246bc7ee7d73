import { setImmediate as turn } from 'node:timers/promises';
import { type Random, seeded } from '../../../scripts/torture/random.ts';
import type { Checkpoint } from '../../../src/core/flows/run/checkpoint.ts';
import { type FailedRecord, LostState, type RecordWorker } from '../../../src/core/flows/run/record-worker.ts';
import { countsOf, type FlowFailure, runToEnd } from '../../../src/core/flows/run/run-to-end.ts';
import type { RunnableComponent } from '../../../src/core/flows/run/runnable-flow.ts';
import { type FlowCounts, FlowTally } from '../../../src/core/flows/run/tally/flow-tally.ts';
import { DataFlareError } from '../../../src/shared/errors/errors.ts';
import { because } from '../../../src/shared/errors/failure-reason.ts';
import type { Port } from '../../../src/shared/flow/flow-file.ts';
import type { FlowEdge } from '../../../src/shared/flow/flow-graph.ts';
import { type Batch, batchOf, emptyBatch, recordAt } from '../../../src/shared/sandbox/batch.ts';
import { statesInMemory } from './states-in-memory.ts';

/** A component of a random flow. `pace`: turns of the event loop that each of its calls takes, at most. */
type Made = { readonly pace: number } & (
	| { readonly kind: 'reader'; readonly count: number; readonly size: number }
	| { readonly kind: 'pass' | 'filter' | 'aggregator'; readonly size: number; readonly dies: Dying | null }
	| { readonly kind: 'writer' }
);

/** How an aggregator is lost to each record that ends in a 7. */
interface Dying {
	/** It is known which record it was; otherwise only the batch that it was in. */
	readonly names: boolean;
	/** As a process that ends by itself, which may be nobody's doing. */
	readonly asProcess: boolean;
	/** Call by which it is ended from outside, once, whatever it was given. */
	readonly killedAt: number | null;
}

export interface RandomFlow {
	readonly made: readonly Made[];
	readonly edges: readonly FlowEdge[];
}

/** The same flow for the same seed: readers, up to five components merged and branched in some way, and writers. */
export function randomFlow(seed: number): RandomFlow {
	const random = seeded(seed);
	const made: Made[] = [];
	const edges: FlowEdge[] = [];
	for (let each = 1 + random.int(3); each > 0; each--) {
		made.push({ kind: 'reader', pace: random.int(4), count: random.int(120), size: 1 + random.int(12) });
	}
	const connect = (below: number, most: number): void => {
		const to = made.length;
		const taken = new Set<string>();
		for (let each = 1 + random.int(most); each > 0; each--) {
			const from = random.int(below);
			const port: Port = made[from]?.kind === 'filter' && random.chance(0.5) ? 'dropped' : 'out';
			if (taken.has(`${from}.${port}`)) continue;
			taken.add(`${from}.${port}`);
			edges.push({ from, port, to });
		}
	};
	for (let each = 1 + random.int(5); each > 0; each--) {
		connect(made.length, 2);
		const kind = random.pick(['pass', 'aggregator', 'filter', 'aggregator'] as const);
		const dies = kind === 'aggregator' && random.chance(0.4) ? dyingOf(random) : null;
		made.push({ kind, size: 1 + random.int(20), pace: random.int(3), dies });
	}
	const given = made.length;
	for (let each = 1 + random.int(2); each > 0; each--) {
		connect(given, 3);
		made.push({ kind: 'writer', pace: random.int(3) });
	}
	return { made, edges };
}

function dyingOf(random: Random): Dying {
	const names = random.chance(0.5);
	// A record that was in a batch which was lost is condemned where its process ends the next time, whoever ended it.
	return { names, asProcess: random.chance(0.3), killedAt: names && random.chance(0.5) ? random.int(6) : null };
}

export interface Disturbed {
	/** Parcels between two checkpoints; null: none are taken. */
	readonly every: number | null;
	/** Whether aggregators are lost to what they cannot take; otherwise they refuse it. */
	readonly loses: boolean;
	/** Parcels that enter it before it is cancelled; from there it is resumed, again and again until it ends. Null: never. */
	readonly stopsAfter: number | null;
	/** Of how long each call takes. */
	readonly seed: number;
}

/** All that a run of it comes to, whatever happened on the way. */
export interface RandomEnd {
	readonly failure: FlowFailure | null;
	/** By writer. */
	readonly written: readonly (readonly string[])[];
	/** Records that a component could not take: its place, the record's number and text. */
	readonly refused: readonly string[];
	readonly counts: FlowCounts;
	readonly checkpoints: number;
	readonly wentBack: number;
	readonly resumed: number;
}

/** Runs it to its end, through all that is to happen to it. */
export async function endOf(flow: RandomFlow, { every, loses, stopsAfter, seed }: Disturbed): Promise<RandomEnd> {
	const { edges, made } = flow;
	const bench = new Bench(flow, loses, seeded(seed));
	const figures = { checkpoints: 0, wentBack: 0, resumed: 0 };
	const last: { kept: { readonly checkpoint: Checkpoint; readonly refused: readonly string[] } | null } = {
		kept: null,
	};
	for (let stop = stopsAfter; ; stop = stop === null ? null : stop * 2) {
		const from: Checkpoint | null = last.kept?.checkpoint ?? null;
		let refused: readonly string[] = last.kept?.refused ?? [];
		let entered = 0;
		const cancelling = new AbortController();
		const tally = new FlowTally(edges, made.length, 0, countsOf(from), Date.now);
		const failure = await runToEnd({
			plan: { components: bench.components, edges },
			tally,
			listener: {
				entered() {
					if (++entered === stop) cancelling.abort(new DataFlareError('cancelled', 'enough'));
				},
				left: () => undefined,
				refused: async (position, records) => {
					const told = records.map(({ number, record }) => `${position}#${number} ${Buffer.from(record).toString()}`);
					refused = [...refused, ...told];
				},
				changed: () => undefined,
				lingers: () => undefined,
				another: () => undefined,
				wentBack() {
					figures.wentBack++;
					refused = last.kept?.refused ?? [];
				},
				noCheckpoint: (error) => {
					throw error;
				},
				begun: () => undefined,
			},
			from,
			states: statesInMemory,
			save(checkpoint) {
				figures.checkpoints++;
				last.kept = { checkpoint: structuredClone(checkpoint), refused };
			},
			every: { parcels: every ?? Number.MAX_SAFE_INTEGER },
			signal: cancelling.signal,
			finishing: new AbortController().signal,
			now: Date.now,
		});
		if (failure?.error.code === 'cancelled') {
			figures.resumed++;
			continue;
		}
		return { failure, written: bench.written(), refused: refused.toSorted(), counts: tally.counts(), ...figures };
	}
}

/** What two ends must have in common. */
export function sameOf({ failure, written, refused, counts }: RandomEnd): object {
	return { failure: failure?.error.message ?? null, written, refused, counts };
}

/** What of a random flow outlives its runs, as files do. */
class Bench {
	readonly components: readonly RunnableComponent[];
	readonly #loses: boolean;
	readonly #random: Random;
	readonly #files = new Map<number, string[]>();
	/** Aggregators that were ended from outside. */
	readonly #killed = new Set<number>();

	constructor({ made }: RandomFlow, loses: boolean, random: Random) {
		this.#loses = loses;
		this.#random = random;
		this.components = made.map((each, place) => this.#component(each, place));
	}

	written(): readonly (readonly string[])[] {
		return [...this.#files].toSorted(([one], [other]) => one - other).map(([, lines]) => lines);
	}

	async #turns(most: number): Promise<void> {
		for (let each = this.#random.int(most + 1); each > 0; each--) await turn();
	}

	#component(made: Made, place: number): RunnableComponent {
		const common = { name: `${made.kind}${place}`, resumes: true };
		switch (made.kind) {
			case 'reader':
				return { ...common, ...this.#reader(made, place) };
			case 'writer':
				return { ...common, ...this.#writer(made, place) };
			default:
				return {
					...common,
					kind: 'work',
					batchRecords: made.size,
					batchBytes: 1024 * 1024,
					workers: 1,
					finishes: made.kind === 'aggregator',
					passesOn: true,
					failsFlow: made.kind !== 'aggregator',
					open: async (_signal, before) => this.#worker(made, place, before),
				};
		}
	}

	#reader(
		{ count, size, pace }: Made & { readonly kind: 'reader' },
		place: number,
	): RunnableComponent & { kind: 'reader' } {
		return {
			name: '',
			resumes: true,
			kind: 'reader',
			open: async (at) => {
				let next = Number(at?.at ?? 0);
				return {
					totalBytes: count,
					get bytesRead() {
						return next;
					},
					next: async () => {
						await this.#turns(pace);
						if (next >= count) return null;
						const first = next;
						next = Math.min(count, next + size);
						return linesOf(Array.from({ length: next - first }, (_, each) => `${place}:${first + each}`));
					},
					position: () => ({ at: next }),
					close: async () => undefined,
				};
			},
		};
	}

	#writer({ pace }: Made, place: number): RunnableComponent & { kind: 'writer' } {
		return {
			name: '',
			resumes: true,
			kind: 'writer',
			open: async (at) => {
				const lines = (this.#files.get(place) ?? []).slice(0, Number(at?.at ?? 0));
				this.#files.set(place, lines);
				return {
					write: async (batch) => {
						await this.#turns(pace);
						lines.push(...textsOf(batch));
					},
					position: async () => ({ at: lines.length }),
					prepare: async () => null,
					commit: async () => undefined,
					abandon: async () => undefined,
					suspend: async () => undefined,
				};
			},
		};
	}

	#worker(
		made: Made & { readonly dies: Dying | null; readonly size: number },
		place: number,
		before: number,
	): RecordWorker {
		const { kind, size, pace, dies } = made;
		let held: string[] = [];
		let [handed, calls] = [before, 0];
		let order: Promise<unknown> = Promise.resolve();
		let lost: LostState | null = null;
		const one = async (batch: Batch): Promise<Awaited<ReturnType<RecordWorker['work']>>> => {
			if (lost !== null) throw lost;
			await this.#turns(pace);
			const texts = textsOf(batch);
			const first = handed;
			handed += texts.length;
			const [out, dropped, failed]: [string[], string[], FailedRecord[]] = [[], [], []];
			const lose = (asProcess: boolean, index: number | null): never => {
				const details = asProcess ? because('process_killed', { plugin: `${kind}${place}` }) : {};
				const error = new DataFlareError('plugin_execution', 'lost', { details });
				lost = new LostState(error, first + (index ?? 0), first + (index ?? texts.length - 1));
				throw lost;
			};
			if (this.#loses && dies !== null && dies.killedAt === calls++ && !this.#killed.has(place)) {
				this.#killed.add(place);
				lose(true, null);
			}
			for (const [index, text] of texts.entries()) {
				if (kind === 'aggregator' && dies !== null && text.endsWith('7')) {
					if (this.#loses) lose(dies.asProcess, dies.names ? index : null);
					failed.push({ index, error: new DataFlareError('plugin_execution', 'refused') });
				} else if (kind === 'aggregator') held.push(text);
				else if (kind === 'filter' && text.length % 2 === 1) dropped.push(text);
				else out.push(text);
			}
			return { out: linesOf(out), dropped: kind === 'filter' ? linesOf(dropped) : null, failed };
		};
		return {
			work(batch) {
				const worked = order.then(() => one(batch));
				order = worked.catch(() => undefined);
				return worked;
			},
			read: () => Promise.reject(new Error('it is no source')),
			finish: async () => {
				await this.#turns(pace);
				const batch = linesOf(held.splice(0, size).map((text) => `A${text}`));
				return { batch, end: held.length === 0 };
			},
			save: async () => Buffer.from(JSON.stringify(held)),
			load: async (state) => {
				held = JSON.parse(Buffer.from(state).toString()) as string[];
			},
			close: async () => undefined,
			abort: async () => undefined,
		};
	}
}

const textsOf = ({ ends, ...batch }: Batch): readonly string[] =>
	Array.from(ends, (_, index) => Buffer.from(recordAt({ ...batch, ends }, index)).toString());

function linesOf(texts: readonly string[]): Batch {
	return texts.length === 0 ? emptyBatch : batchOf(texts.map((text) => Buffer.from(text)));
}
