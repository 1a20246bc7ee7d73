import { assertNever } from '../../shared/assert-never.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { listQuoted } from '../../shared/quoted.ts';
import { type Batch, emptyBatch } from '../../shared/sandbox/batch.ts';
import type { CallCounts, CallFrame, CallOutput, GuestDescription } from '../../shared/sandbox/frames.ts';
import { placeBatch } from '../calls/batch-input.ts';
import { requireEncoding } from '../calls/call-value.ts';
import { FAILED, KEPT, keptNothing, partRecords, readKept, readVerdict } from '../calls/filter-output.ts';
import { isolateBatch, type PartAnswer } from '../calls/isolate-batch.ts';
import { cutShort, type Isolation, letsNothingGo } from '../calls/isolation.ts';
import { finishMapped } from '../calls/mapped-output.ts';
import { OutputBuilder, rawBytes } from '../calls/output-builder.ts';
import { tooLarge, wrongOutput } from '../calls/output-errors.ts';
import { type RecordsAnswer, toldOf } from '../calls/records-answer.ts';
import type { Copied } from '../calls/results.ts';
import { splitOutput } from '../calls/split-output.ts';
import type { ExtismInstance } from './extism-instance.ts';

/** Where calls are made: an instance that ended itself is followed by another. */
export interface ExtismRoom {
	readonly guest: GuestDescription;
	/** The instance that was called last; in it lies its output. */
	called: ExtismInstance | null;
	/** A promise only where an instance has to be made. */
	instance(): ExtismInstance | Promise<ExtismInstance>;
}

interface Answer {
	readonly output: CallOutput;
	readonly counts: CallCounts;
}

const LF = 0x0a;

export async function callExtism(
	room: ExtismRoom,
	asked: string,
	input: CallFrame['input'],
	limit: number,
	isolation: Isolation<ExtismInstance> | null,
): Promise<Answer> {
	const instance = await room.instance();
	const fn = exportFor(room.guest, instance, asked);
	switch (input.kind) {
		case 'value': {
			const output = await oneValue(room, fn, input.data ?? new Uint8Array(0), limit);
			const counts = { recordsIn: input.data === null ? 0 : 1, recordsOut: output.data === null ? 0 : 1 };
			return { output, counts };
		}
		case 'records': {
			const { batch } = input;
			const wantsDropped = input.dropped === true;
			if (wantsDropped && room.guest.type !== 'filter') throw letsNothingGo(fn);
			const gap = gapOf(room.guest);
			if (batch.ends.length === 0) {
				const dropped = wantsDropped ? { ...emptyBatch, gap: batch.gap } : null;
				return toldOf({ batch: { ...emptyBatch, gap }, dropped, taken: 0 }, isolation);
			}
			if (!room.guest.batch)
				return toldOf(await eachRecord(room, fn, batch, limit, wantsDropped, isolation), isolation);
			const work = (_: ExtismInstance, part: Batch) => wholeBatch(room, fn, part, limit, wantsDropped);
			if (isolation === null) return toldOf({ ...(await work(instance, batch)), taken: batch.ends.length }, null);
			const wanted = { limit, gap, dropped: wantsDropped };
			return toldOf(await isolateBatch(batch, instance, isolation, wanted, work), isolation);
		}
		case 'read': {
			const { batch, end } = await readRecords(room, fn, input.maxRecords, input.maxBytes, limit);
			return { output: { kind: 'records', batch, end }, counts: { recordsIn: 0, recordsOut: batch.ends.length } };
		}
		case 'finish': {
			await call(room, fn, null, 0, 0);
			const batch = recordsOf(room.guest, fn, await copied(room, fn, limit), limit, 64);
			return { output: { kind: 'records', batch, end: true }, counts: { recordsIn: 0, recordsOut: batch.ends.length } };
		}
		default:
			return assertNever(input, 'input kind');
	}
}

const gapOf = ({ encoding }: GuestDescription): 0 | 1 => (encoding === 'bytes' ? 0 : 1);

/** The export that stands for a function: the one its manifest names, or the one of this name. Throws for what cannot be called. */
function exportFor({ extism }: GuestDescription, { shapes }: ExtismInstance, asked: string): string {
	const fn = extism?.functions[asked] ?? asked;
	const shape = shapes.get(fn);
	if (shape !== undefined && shape.params.length === 0 && shape.results.length <= 1) return fn;
	const callable = [...shapes]
		.filter(([name, { params, results }]) => params.length === 0 && results.length <= 1 && !name.startsWith('__'))
		.map(([name]) => name);
	const list = callable.length === 0 ? 'It exports none that can be called.' : `It exports ${listQuoted(callable)}.`;
	if (shape !== undefined) {
		throw new DataFlareError(
			'plugin_execution',
			`${fn} cannot be called: a function of an Extism plugin takes no parameters and returns at most one number`,
			{
				hint: list,
				details: { function: fn },
			},
		);
	}
	throw new DataFlareError('not_found', `the plugin exports no function \`${fn}\``, {
		hint:
			fn === asked && extism?.functions[asked] === undefined && asked.endsWith('_data')
				? `Name the export that does this in its manifest: "extism": { "functions": { "${asked}": … } }. ${list}`
				: list,
		details: { ...because('no_such_function', { function: fn }), function: fn, callable: callable.slice(0, 100) },
	});
}

/** One call on a piece of `data`. A promise only where the guest waits, or a new instance has to be made. */
function call(
	room: ExtismRoom,
	fn: string,
	data: Uint8Array | null,
	start: number,
	end: number,
	record = 0,
): undefined | Promise<undefined> {
	const instance = room.instance();
	if (instance instanceof Promise) return instance.then((made) => callOn(room, made, fn, data, start, end, record));
	return callOn(room, instance, fn, data, start, end, record);
}

function callOn(
	room: ExtismRoom,
	instance: ExtismInstance,
	fn: string,
	data: Uint8Array | null,
	start: number,
	end: number,
	record: number,
): undefined | Promise<undefined> {
	room.called = instance;
	instance.record = record;
	const at = instance.placeInput(end - start);
	if (data !== null && end > start) instance.memory.bytes.set(data.subarray(start, end), at);
	return instance.call(fn);
}

function outputOf(
	room: ExtismRoom,
	fn: string,
	limit: number,
): { readonly bytes: Uint8Array; readonly at: number; readonly length: number } {
	const instance = room.called as ExtismInstance;
	const { at, length } = instance.output;
	if (length > limit) throw tooLarge(fn, length, limit);
	return { bytes: instance.memory.bytes, at, length };
}

/** Null: it set none, or an empty one. */
async function copied(room: ExtismRoom, fn: string, limit: number): Promise<Copied | null> {
	const { bytes, at, length } = outputOf(room, fn, limit);
	if (length === 0) return null;
	const data = rawBytes(length + 1);
	data.set(bytes.subarray(at, at + length));
	data[length] = LF;
	return { data, length };
}

async function oneValue(
	room: ExtismRoom,
	fn: string,
	data: Uint8Array,
	limit: number,
): Promise<Extract<CallOutput, { kind: 'value' }>> {
	await call(room, fn, data, 0, data.length);
	const answer = await copied(room, fn, limit);
	if (answer === null) return { kind: 'value', data: null, status: 0 };
	requireEncoding(room.guest.encoding, fn, answer.data, answer.length);
	return { kind: 'value', data: answer.data.subarray(0, answer.length), status: 0 };
}

async function eachRecord(
	room: ExtismRoom,
	fn: string,
	batch: Batch,
	limit: number,
	wantsDropped: boolean,
	isolation: Isolation<ExtismInstance> | null,
): Promise<RecordsAnswer> {
	const { encoding, type } = room.guest;
	const raw = encoding === 'bytes';
	const { data, ends } = batch;
	const verdicts = type === 'filter' ? new Uint8Array(ends.length) : null;
	const out = new OutputBuilder(fn, raw ? 0 : 1, limit, data.length, ends.length);
	const origins = isolation === null ? null : new Uint32Array(ends.length);
	let start = 0;
	let taken = ends.length;
	for (let index = 0; index < ends.length; index++) {
		const end = ends[index] as number;
		const { count, length: before } = out;
		try {
			const wait = call(room, fn, data, start, end, index + 1);
			if (wait !== undefined) await wait;
			const { bytes, at, length } = outputOf(room, fn, limit);
			if (verdicts !== null) {
				if (length > 0 && readVerdict(fn, { data: bytes.subarray(at, at + length), length })) verdicts[index] = KEPT;
			} else if (length === 0) {
				if (type === 'transformer') {
					const which = isolation === null ? `record ${index + 1}` : 'a record';
					throw wrongOutput(fn, `set no output for ${which}; a transformer returns one output per record`);
				}
			} else if (isolation !== null && count > 0 && before + length > limit) {
				taken = cutShort(fn, isolation, index, before + length, limit);
				break;
			} else if (raw) out.addBytes(bytes, at, length);
			else out.addJson(bytes, at, length);
			if (origins !== null && out.count > count) origins[count] = index;
		} catch (thrown) {
			// Without an instance there was none to be had.
			if (isolation === null || room.called === null) throw thrown;
			out.rewind(count, before);
			if (verdicts !== null) verdicts[index] = FAILED;
			await isolation.leaveOut(room.called, index, thrown);
			if (isolation.full && index + 1 < ends.length) {
				taken = index + 1;
				break;
			}
		}
		start = end + batch.gap;
	}
	if (room.called !== null) room.called.record = 0;
	if (verdicts !== null) return { ...partRecords(fn, batch, verdicts.subarray(0, taken), limit, wantsDropped), taken };
	return { ...finishMapped(fn, { out, origins, taken }, !raw, isolation), dropped: null };
}

async function wholeBatch(
	room: ExtismRoom,
	fn: string,
	batch: Batch,
	limit: number,
	wantsDropped: boolean,
): Promise<PartAnswer> {
	const { encoding, type } = room.guest;
	const count = batch.ends.length;
	const instance = await room.instance();
	room.called = instance;
	placeBatch(instance, encoding, batch);
	await instance.call(fn);
	const answer = await copied(room, fn, limit);
	if (type === 'filter') {
		if (answer === null) return keptNothing(batch, wantsDropped);
		return readKept(fn, encoding, batch, answer, limit, wantsDropped);
	}
	const records =
		answer === null
			? { ...emptyBatch, gap: gapOf(room.guest) }
			: splitOutput(fn, encoding, answer.data, answer.length, count);
	if (type === 'transformer' && records.ends.length !== count) {
		const found = records.ends.length;
		throw wrongOutput(fn, `answered ${count} records with ${found}; a transformer returns one per record`, {
			found,
			expected: count,
		});
	}
	return { batch: records, dropped: null };
}

/** What one call answered, as records: of a guest that takes batches all of them, else one. */
function recordsOf(
	{ encoding, batch }: GuestDescription,
	fn: string,
	answer: Copied | null,
	limit: number,
	expected: number,
): Batch {
	const gap = encoding === 'bytes' ? 0 : 1;
	if (answer === null) return { ...emptyBatch, gap };
	const { data, length } = answer;
	if (batch) return splitOutput(fn, encoding, data, length, expected);
	const out = new OutputBuilder(fn, gap, limit, length, 1);
	if (gap === 0) out.addBytes(data, 0, length);
	else out.addJson(data, 0, length);
	return out.finish(gap === 1);
}

/** Calls a source until it has given enough, or sets no output. */
async function readRecords(
	room: ExtismRoom,
	fn: string,
	maxRecords: number,
	maxBytes: number,
	limit: number,
): Promise<{ readonly batch: Batch; readonly end: boolean }> {
	const out = new OutputBuilder(fn, gapOf(room.guest), limit, Math.min(maxBytes, 65_536), Math.min(maxRecords, 1024));
	while (out.count < maxRecords && out.length < maxBytes) {
		await call(room, fn, null, 0, 0, out.count + 1);
		const answer = await copied(room, fn, limit);
		if (answer === null) return { batch: out.finish(false), end: true };
		out.addBatch(recordsOf(room.guest, fn, answer, limit, 1024));
	}
	return { batch: out.finish(false), end: false };
}
