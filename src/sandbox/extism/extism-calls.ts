import { assertNever } from '../../shared/assert-never.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { listQuoted } from '../../shared/quoted.ts';
import { type Batch, emptyBatch } from '../../shared/sandbox/batch.ts';
import type { CallCounts, CallFrame, CallOutput, GuestDescription } from '../../shared/sandbox/frames.ts';
import { placeBatch } from '../calls/batch-input.ts';
import { requireEncoding } from '../calls/call-value.ts';
import { keepRecords, readKept, readVerdict } from '../calls/filter-output.ts';
import { OutputBuilder, rawBytes } from '../calls/output-builder.ts';
import { tooLarge, wrongOutput } from '../calls/output-errors.ts';
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
			const records =
				batch.ends.length === 0
					? { ...emptyBatch, gap: gapOf(room.guest) }
					: room.guest.batch
						? await wholeBatch(room, fn, batch, limit)
						: await eachRecord(room, fn, batch, limit);
			const counts = { recordsIn: batch.ends.length, recordsOut: records.ends.length };
			return { output: { kind: 'records', batch: records, end: false }, counts };
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

async function eachRecord(room: ExtismRoom, fn: string, batch: Batch, limit: number): Promise<Batch> {
	const { encoding, type } = room.guest;
	const raw = encoding === 'bytes';
	const { data, ends } = batch;
	const keep = type === 'filter' ? new Uint8Array(ends.length) : null;
	const out = new OutputBuilder(fn, raw ? 0 : 1, limit, data.length, ends.length);
	let start = 0;
	for (let index = 0; index < ends.length; index++) {
		const end = ends[index] as number;
		const wait = call(room, fn, data, start, end, index + 1);
		if (wait !== undefined) await wait;
		const { bytes, at, length } = outputOf(room, fn, limit);
		if (keep !== null) {
			if (length > 0) keep[index] = readVerdict(fn, { data: bytes.subarray(at, at + length), length }) ? 1 : 0;
		} else if (length === 0) {
			if (type === 'transformer') {
				throw wrongOutput(fn, `set no output for record ${index + 1}; a transformer returns one output per record`);
			}
		} else if (raw) out.addBytes(bytes, at, length);
		else out.addJson(bytes, at, length);
		start = end + batch.gap;
	}
	(room.called as ExtismInstance).record = 0;
	return keep === null ? out.finish(!raw) : keepRecords(fn, batch, keep, limit);
}

async function wholeBatch(room: ExtismRoom, fn: string, batch: Batch, limit: number): Promise<Batch> {
	const { encoding, type } = room.guest;
	const count = batch.ends.length;
	const instance = await room.instance();
	room.called = instance;
	placeBatch(instance, encoding, batch);
	await instance.call(fn);
	const answer = await copied(room, fn, limit);
	if (type === 'filter') {
		return answer === null ? { ...emptyBatch, gap: gapOf(room.guest) } : readKept(fn, encoding, batch, answer, limit);
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
	return records;
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
