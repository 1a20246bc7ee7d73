import { assertNever } from '../../shared/assert-never.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { componentFunctions } from '../../shared/plugin/component-type.ts';
import { type Batch, emptyBatch } from '../../shared/sandbox/batch.ts';
import type { CallOutput, GuestDescription } from '../../shared/sandbox/frames.ts';
import type { HostSide } from '../imports/host-side.ts';
import { describeTrap } from '../imports/trap.ts';
import { WasiExit } from '../imports/wasi/create-wasi.ts';
import type { Streams } from '../imports/wasi/streams.ts';
import type { GuestMemory } from '../memory/guest-memory.ts';
import type { CallRequest, CallResult } from './call-result.ts';
import { inputLines, outputRecords, outputValue } from './command-records.ts';
import { CommandStreams, tooMuchOutput } from './command-streams.ts';
import { droppedBeside } from './filter-output.ts';
import { isolateBatch, type PartAnswer } from './isolate-batch.ts';
import { Isolation, keepsNothing, letsNothingGo, type Mending } from './isolation.ts';
import { type RecordsInput, toldOf } from './records-answer.ts';

/** An instance of a program, whatever it is made of. */
interface Program {
	/** bytes */
	readonly memoryBytes: number;
	/** To tell by it whether it ran out; null: it has none. */
	readonly memory: GuestMemory | null;
	/** What it said of its failure; null: nothing. */
	readonly lastError: string | null;
	/** A call begins. */
	begin(): void;
	/** From its beginning to its end. Rejects with whatever ends it before. */
	run(): Promise<void>;
	/** What was thrown, or the program's own wish to end. */
	causeOf(thrown: unknown): unknown;
	/** Writes what the program was told is written. Null: there is nothing to write; else throws where it cannot be. */
	settle(): Promise<void> | null;
	/** A call is over: nothing more is asked on its behalf, until the next begins. `isOver`: so is the program. */
	rest(isOver: boolean): Promise<void> | null;
}

export interface CommandSide {
	readonly guest: GuestDescription;
	readonly host: HostSide;
	readonly lost: LostInstances;
	/** What an instance begins with, bytes. */
	readonly memoryBytes: number;
	/** A new instance, which reads and writes these. */
	start(streams: Streams): Promise<Program>;
}

/** Counts the memory of instances that are of no use any more, and gives it back. bytes */
interface LostInstances {
	add(memoryBytes: number): void;
	tidy(): void;
}

type Answered = Pick<Extract<CallResult, { ok: true }>, 'output' | 'counts'>;

/** One run of a program, from its beginning to its end. */
interface Run {
	readonly streams: CommandStreams;
	readonly instance: Program;
	/** Resolves when the program is over, however it ended. */
	readonly over: Promise<void>;
	ended: boolean;
	/** What ended it before its end; undefined: nothing, or `proc_exit(0)`. */
	failure: unknown;
	/** A line that has not ended yet. */
	rest: Uint8Array;
}

/**
 * Calls of a WASI command. Called with one value it is a process: it begins, reads that, writes its answer and ends. In a
 * stream one run of it goes on over many calls: each hands it a batch of lines and answers with what it wrote until it
 * waited for more.
 */
export class CommandCalls {
	readonly #side: CommandSide;
	#run: Run | null = null;
	/** Of the last run's memory. */
	memoryBytes: number;

	constructor(side: CommandSide) {
		this.#side = side;
		this.memoryBytes = side.memoryBytes;
	}

	async call({ fn, input, maxOutputBytes }: CallRequest): Promise<CallResult> {
		const streaming = input.kind !== 'value';
		try {
			this.#requireRole(fn);
			this.#run?.instance.begin();
			const result = await this.#answer(fn, input, maxOutputBytes);
			return { ok: true, ...result };
		} catch (thrown) {
			const error = this.#told(fn, thrown);
			await this.#drop();
			return { ok: false, error, instanceLost: streaming };
		} finally {
			this.#run?.streams.flush();
			await this.#run?.instance.rest(false);
		}
	}

	/** Lets go of a run that is not over: nobody will hand it more. */
	async stop(): Promise<void> {
		await this.#drop();
	}

	#requireRole(fn: string): void {
		const { type } = this.#side.guest;
		if (componentFunctions[type].includes(fn)) return;
		const [main = ''] = componentFunctions[type];
		throw new DataFlareError('not_found', `the plugin is a program and has no function \`${fn}\``, {
			hint: `As a ${type} it is called as \`${main}\`: its input comes on standard input.`,
			details: { ...because('no_such_function', { function: fn }), function: fn, callable: [main] },
		});
	}

	async #answer(fn: string, input: CallRequest['input'], limit: number): Promise<Answered> {
		const { encoding } = this.#side.guest;
		switch (input.kind) {
			case 'value': {
				await this.#drop();
				const run = await this.#begin(limit);
				run.streams.feed(inputLines(fn, encoding, input.data));
				run.streams.end();
				await this.#until(run);
				if (!run.ended) throw tooMuchOutput(fn, run.streams.outputBytes, limit);
				const output = outputValue(fn, encoding, run.streams.take(), limit);
				await this.#drop();
				return { output, counts: { recordsIn: input.data === null ? 0 : 1, recordsOut: output.data === null ? 0 : 1 } };
			}
			case 'records': {
				if (keepsNothing(this.#side.guest.type) && (input.isolate === true || input.dropped === true)) {
					return this.#apart(fn, input, limit);
				}
				if (input.dropped === true) throw letsNothingGo(fn);
				const run = this.#run ?? (await this.#begin(limit));
				if (!run.ended) run.streams.feed(input.batch.data);
				await this.#until(run);
				if (run.streams.full) throw tooMuchOutput(fn, run.streams.outputBytes, limit);
				const batch = this.#taken(fn, run, limit, run.ended);
				const answer = answerOf(batch, input.batch.ends.length, false);
				// What ends a run is no single record's: there is none that could be left out.
				return input.isolate === true ? { ...answer, output: { ...answer.output, failed: [] } } : answer;
			}
			case 'read': {
				const run = this.#run ?? (await this.#begin(input.maxBytes));
				run.streams.end();
				if (run.streams.full) return this.#piece(fn, run, limit, input.maxBytes);
				await this.#until(run);
				return this.#piece(fn, run, limit, input.maxBytes);
			}
			case 'finish': {
				const run = this.#run ?? (await this.#begin(limit));
				run.streams.end();
				if (!run.streams.full) await this.#until(run);
				return this.#piece(fn, run, limit, limit);
			}
			default:
				return assertNever(input, 'input kind');
		}
	}

	/**
	 * A batch of its own: the program begins, reads it, and ends. What one run of many batches keeps back of what it was
	 * given would be lost with it, and what it answers belongs to no batch in particular.
	 */
	async #apart(fn: string, { batch, isolate, dropped }: RecordsInput, limit: number): Promise<Answered> {
		const { type, encoding } = this.#side.guest;
		const wantsDropped = dropped === true;
		if (wantsDropped && type !== 'filter') throw letsNothingGo(fn);
		const gap = encoding === 'bytes' ? 0 : 1;
		const isolation = isolate === true ? new Isolation<null>(fn, type, this.#mending(fn)) : null;
		const work = async (_: null, part: Batch): Promise<PartAnswer> => {
			const given = await this.#whole(fn, part, limit);
			return { batch: given, dropped: wantsDropped ? droppedBeside(fn, part, given) : null };
		};
		if (batch.ends.length === 0) {
			const letGo = wantsDropped ? { ...emptyBatch, gap: batch.gap } : null;
			return toldOf({ batch: { ...emptyBatch, gap }, dropped: letGo, taken: 0 }, isolation);
		}
		if (isolation === null) return toldOf({ ...(await work(null, batch)), taken: batch.ends.length }, null);
		return toldOf(await isolateBatch(batch, null, isolation, { limit, gap, dropped: wantsDropped }, work), isolation);
	}

	async #whole(fn: string, batch: Batch, limit: number): Promise<Batch> {
		await this.#drop();
		const run = await this.#begin(limit);
		run.streams.feed(batch.data);
		run.streams.end();
		await this.#until(run);
		if (!run.ended) throw tooMuchOutput(fn, run.streams.outputBytes, limit);
		const given = this.#taken(fn, run, limit, true);
		await this.#drop();
		return given.ends.length === 0 ? { ...emptyBatch, gap: given.gap } : given;
	}

	/** Every part has a run of its own, so that nothing has to be put in the place of anything. */
	#mending(fn: string): Mending<null> {
		return {
			judge: (_, thrown) => ({ error: this.#told(fn, thrown), lost: false }),
			lose: async () => undefined,
			renew: async () => null,
		};
	}

	#told(fn: string, thrown: unknown): DataFlareError {
		const instance = this.#run?.instance;
		return describeTrap(thrown, fn, instance?.memory ?? null, instance?.lastError ?? null);
	}

	/** What the program wrote up to here; the last of it where it is over. */
	async #piece(
		fn: string,
		run: Run,
		limit: number,
		next: number,
	): Promise<{ output: CallOutput; counts: { recordsIn: number; recordsOut: number } }> {
		const last = run.ended;
		const batch = this.#taken(fn, run, limit, last, next);
		if (last) await this.#drop();
		return answerOf(batch, 0, last);
	}

	#taken(fn: string, run: Run, limit: number, last: boolean, next: number = limit): Batch {
		const { batch, rest } = outputRecords(fn, this.#side.guest.encoding, run.rest, run.streams.take(next), last);
		if (rest.length > limit) throw tooMuchOutput(fn, rest.length, limit);
		run.rest = rest;
		return batch;
	}

	async #begin(fullAt: number): Promise<Run> {
		const { host, lost } = this.#side;
		lost.tidy();
		const streams = new CommandStreams((line) => host.log('warn', line));
		streams.take(fullAt);
		const instance = await this.#side.start(streams);
		instance.begin();
		const over = instance
			.run()
			.then(
				() => undefined,
				(thrown: unknown) => {
					const cause = instance.causeOf(thrown);
					run.failure = cause instanceof WasiExit && cause.code === 0 ? undefined : cause;
				},
			)
			.then(() => {
				run.ended = true;
			});
		const run: Run = { streams, instance, over, ended: false, failure: undefined, rest: new Uint8Array(0) };
		this.#run = run;
		return run;
	}

	/** Until the program is over, or waits for somebody. Throws what it failed with. */
	async #until(run: Run): Promise<void> {
		if (!run.ended) await Promise.race([run.over, run.streams.paused()]);
		this.memoryBytes = run.instance.memoryBytes;
		await run.instance.settle();
		if (run.failure !== undefined) throw run.failure;
	}

	async #drop(): Promise<void> {
		const run = this.#run;
		this.#run = null;
		if (run === null) return;
		run.streams.flush();
		await run.instance.rest(true);
		this.memoryBytes = run.instance.memoryBytes;
		this.#side.lost.add(this.memoryBytes);
	}
}

function answerOf(batch: Batch, recordsIn: number, end: boolean) {
	const records = batch.ends.length === 0 ? { ...emptyBatch, gap: batch.gap } : batch;
	return {
		output: { kind: 'records', batch: records, end } as const,
		counts: { recordsIn, recordsOut: records.ends.length },
	};
}
