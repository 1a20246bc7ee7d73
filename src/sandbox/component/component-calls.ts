import { assertNever } from '../../shared/assert-never.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type Batch, emptyBatch } from '../../shared/sandbox/batch.ts';
import type { CallCounts, CallFrame, CallOutput, GuestDescription } from '../../shared/sandbox/frames.ts';
import { refuseLifecycle } from '../../shared/wasm/callable-shape.ts';
import { type InputSide, placeBatch } from '../calls/batch-input.ts';
import { requireEncoding } from '../calls/call-value.ts';
import { FAILED, KEPT, LET_GO, partRecords } from '../calls/filter-output.ts';
import { isolateBatch, type PartAnswer } from '../calls/isolate-batch.ts';
import { cutShort, type Isolation, letsNothingGo, renewed } from '../calls/isolation.ts';
import { finishMapped } from '../calls/mapped-output.ts';
import { OutputBuilder, rawBytes } from '../calls/output-builder.ts';
import { tooLarge, wrongOutput } from '../calls/output-errors.ts';
import { type RecordsAnswer, type RecordsInput, toldOf } from '../calls/records-answer.ts';
import { splitOutput } from '../calls/split-output.ts';
import type { ComponentInstance } from './component-instance.ts';

interface Answer {
	readonly output: CallOutput;
	readonly counts: CallCounts;
}

/** One function of a role, as it is asked for and as it is called. */
interface Callee {
	readonly instance: ComponentInstance;
	readonly guest: GuestDescription;
	/** By the name of the plugin ABI. */
	readonly fn: string;
	readonly call: (...args: readonly unknown[]) => unknown;
	/** bytes */
	readonly limit: number;
}

const LF = 0x0a;
/** Functions of roles that are handed nothing. */
const silent: ReadonlySet<string> = new Set(['read_data', 'aggregate_result']);

/** Throws what the host finds wrong with the call or its answer; whatever else is thrown came out of the component. */
export async function callComponent(
	instance: ComponentInstance,
	guest: GuestDescription,
	asked: string,
	input: CallFrame['input'],
	limit: number,
	isolation: Isolation<ComponentInstance> | null,
): Promise<Answer> {
	const callee = calleeOf(instance, guest, asked, limit);
	switch (input.kind) {
		case 'value':
			return oneValue(callee, input.data);
		case 'records':
			return toldOf(await records(callee, input, isolation), isolation);
		case 'read': {
			const { batch, end } = await readRecords(callee, input.maxRecords, input.maxBytes);
			return { output: { kind: 'records', batch, end }, counts: { recordsIn: 0, recordsOut: batch.ends.length } };
		}
		case 'finish': {
			const batch = recordsOf(callee, bytesIn(callee, await callee.call()), 64);
			return { output: { kind: 'records', batch, end: true }, counts: { recordsIn: 0, recordsOut: batch.ends.length } };
		}
		default:
			return assertNever(input, 'input kind');
	}
}

function calleeOf(instance: ComponentInstance, guest: GuestDescription, asked: string, limit: number): Callee {
	const found = instance.find(asked);
	refuseLifecycle(found?.abi ?? asked);
	if (found !== null) return { instance, guest, fn: found.abi, call: found.call, limit };
	const { callable } = instance;
	throw new DataFlareError('not_found', `the component does not export a function \`${asked}\``, {
		hint: callable.length === 0 ? 'It exports no role of a plugin.' : `It exports ${callable.join(', ')}.`,
		details: { ...because('no_such_function', { function: asked }), function: asked, callable: [...callable] },
	});
}

/**
 * What a component handed back, checked: the code that links it is made from it, and is not believed more than it is.
 * Null: nothing.
 */
function bytesIn({ fn, limit }: Callee, answer: unknown): Uint8Array | null {
	if (answer === undefined || answer === null) return null;
	if (!(answer instanceof Uint8Array)) throw wrongOutput(fn, 'returned something that is no batch of bytes');
	if (answer.length > limit) throw tooLarge(fn, answer.length, limit);
	return answer;
}

/** Behind them a line feed that is not part of them. */
function withLineFeed(bytes: Uint8Array): Uint8Array {
	const data = rawBytes(bytes.length + 1);
	data.set(bytes);
	data[bytes.length] = LF;
	return data;
}

async function oneValue(callee: Callee, data: Uint8Array | null): Promise<Answer> {
	const { guest, fn } = callee;
	const isSilent = silent.has(fn);
	if (!isSilent && data === null) {
		throw new DataFlareError('invalid_input', `${fn} needs an input, and got none`, {
			details: because('input_wanted', { function: fn }),
			hint: 'Give it a value, such as {} or [].',
		});
	}
	if (isSilent && data !== null) {
		throw new DataFlareError('invalid_input', `${fn} takes no input, but got one`, {
			details: because('no_input_wanted', { function: fn }),
		});
	}
	const answer = isSilent ? await callee.call() : await callee.call(data);
	const recordsIn = isSilent ? 0 : 1;
	if (fn === 'filter_data') {
		const [kept = 0] = verdicts(fn, answer, 1);
		return { output: { kind: 'value', data: null, status: kept }, counts: { recordsIn, recordsOut: 0 } };
	}
	const bytes = bytesIn(callee, answer);
	if (bytes === null) return { output: { kind: 'value', data: null, status: 0 }, counts: { recordsIn, recordsOut: 0 } };
	const whole = withLineFeed(bytes);
	requireEncoding(guest.encoding, fn, whole, bytes.length);
	const output = { kind: 'value', data: whole.subarray(0, bytes.length), status: 0 } as const;
	return { output, counts: { recordsIn, recordsOut: 1 } };
}

async function records(
	callee: Callee,
	input: RecordsInput,
	isolation: Isolation<ComponentInstance> | null,
): Promise<RecordsAnswer> {
	const { instance, guest, fn, limit } = callee;
	const { batch } = input;
	if (silent.has(fn)) {
		throw new DataFlareError('invalid_input', `${fn} takes no input, but got one`, {
			details: because('no_input_wanted', { function: fn }),
		});
	}
	const wantsDropped = input.dropped === true;
	if (wantsDropped && fn !== 'filter_data') throw letsNothingGo(fn);
	const gap = gapOf(guest);
	if (batch.ends.length === 0) {
		return {
			batch: { ...emptyBatch, gap },
			dropped: wantsDropped ? { ...emptyBatch, gap: batch.gap } : null,
			taken: 0,
		};
	}
	if (!guest.batch) return eachRecord(callee, batch, wantsDropped, isolation);
	if (isolation === null) return { ...(await wholeBatch(callee, batch, wantsDropped)), taken: batch.ends.length };
	return isolateBatch(batch, instance, isolation, { limit, gap, dropped: wantsDropped }, (whole, part) =>
		wholeBatch(onInstance(callee, whole), part, wantsDropped),
	);
}

/** The same function of an instance that took another one's place. */
function onInstance(callee: Callee, instance: ComponentInstance): Callee {
	if (instance === callee.instance) return callee;
	return calleeOf(instance, callee.guest, callee.fn, callee.limit);
}

const gapOf = ({ encoding }: GuestDescription): 0 | 1 => (encoding === 'bytes' ? 0 : 1);

async function wholeBatch(callee: Callee, batch: Batch, wantsDropped: boolean): Promise<PartAnswer> {
	const { instance, guest, fn, limit, call } = callee;
	const count = batch.ends.length;
	const answer = await call(inForm(guest, batch));
	instance.requireGoing();
	if (fn === 'filter_data') return partRecords(fn, batch, verdicts(fn, answer, count), limit, wantsDropped);
	const output = recordsOf(callee, bytesIn(callee, answer), count);
	const found = output.ends.length;
	if (fn === 'transform_data' && found !== count) {
		throw wrongOutput(fn, `returned ${found} records for ${count}; a transformer must return one for each`, {
			found,
			expected: count,
		});
	}
	return { batch: output, dropped: null };
}

/** A batch in the form that the encoding asks for, as memory guests get it. */
function inForm({ encoding }: GuestDescription, batch: Batch): Uint8Array {
	if (encoding === 'ndjson' && batch.gap === 1) return batch.data;
	const room = new OwnRoom();
	const { pointer, length } = placeBatch(room, encoding, batch);
	return room.memory.bytes.subarray(pointer, pointer + length);
}

/** Room for one input, outside of any guest. */
class OwnRoom implements InputSide {
	#bytes = new Uint8Array(0);
	readonly memory: InputSide['memory'];

	constructor() {
		const bytes = (): Uint8Array => this.#bytes;
		this.memory = {
			get bytes() {
				return bytes();
			},
			setU32: (pointer, value) => new DataView(bytes().buffer).setUint32(pointer, value, true),
		};
	}

	placeInput(length: number): number {
		this.#bytes = new Uint8Array(length);
		return 0;
	}
}

async function eachRecord(
	first: Callee,
	batch: Batch,
	wantsDropped: boolean,
	isolation: Isolation<ComponentInstance> | null,
): Promise<RecordsAnswer> {
	const { guest, fn, limit } = first;
	const { data, ends } = batch;
	const gap = gapOf(guest);
	const kept = fn === 'filter_data' ? new Uint8Array(ends.length) : null;
	const out = new OutputBuilder(fn, gap, limit, data.length, ends.length);
	const origins = isolation === null ? null : new Uint32Array(ends.length);
	let callee: Callee | null = first;
	let start = 0;
	let taken = ends.length;
	for (let index = 0; index < ends.length; index++) {
		const end = ends[index] as number;
		const { count, length: before } = out;
		if (callee === null) callee = onInstance(first, await renewed(isolation));
		try {
			callee.instance.record = index + 1;
			const answer = await callee.call(data.subarray(start, end));
			if (isolation !== null) callee.instance.requireGoing();
			if (kept !== null) {
				kept[index] = verdicts(fn, answer, 1)[0] === KEPT ? KEPT : LET_GO;
			} else {
				const bytes = bytesIn(callee, answer);
				if (bytes !== null && isolation !== null && count > 0 && before + bytes.length > limit) {
					taken = cutShort(fn, isolation, index, before + bytes.length, limit);
					break;
				}
				if (bytes !== null && gap === 0) out.addBytes(bytes, 0, bytes.length);
				else if (bytes !== null) out.addJson(withLineFeed(bytes), 0, bytes.length);
			}
			if (origins !== null && out.count > count) origins[count] = index;
		} catch (thrown) {
			if (isolation === null) throw thrown;
			out.rewind(count, before);
			if (kept !== null) kept[index] = FAILED;
			if ((await isolation.leaveOut(callee.instance, index, thrown)) === null) callee = null;
			if (isolation.full && index + 1 < ends.length) {
				taken = index + 1;
				break;
			}
		}
		start = end + batch.gap;
	}
	if (callee !== null) callee.instance.record = 0;
	if (kept !== null) return { ...partRecords(fn, batch, kept.subarray(0, taken), limit, wantsDropped), taken };
	return { ...finishMapped(fn, { out, origins, taken }, gap === 1, isolation), dropped: null };
}

/** A flag for each record. */
function verdicts(fn: string, answer: unknown, count: number): Uint8Array {
	if (!Array.isArray(answer)) throw wrongOutput(fn, 'returned something that is no list of booleans');
	if (answer.length !== count) {
		const found = answer.length;
		throw wrongOutput(fn, `returned ${found} results for ${count} records`, { found, expected: count });
	}
	return Uint8Array.from(answer, (verdict) => (verdict === true ? 1 : 0));
}

/** What one call answered, as records: of a component that takes batches all of them, else one. */
function recordsOf({ guest, fn, limit }: Callee, bytes: Uint8Array | null, expected: number): Batch {
	const { encoding } = guest;
	const gap = gapOf(guest);
	if (bytes === null) return { ...emptyBatch, gap };
	const data = withLineFeed(bytes);
	if (guest.batch) return splitOutput(fn, encoding, data, bytes.length, expected);
	const out = new OutputBuilder(fn, gap, limit, bytes.length, 1);
	if (gap === 0) out.addBytes(data, 0, bytes.length);
	else out.addJson(data, 0, bytes.length);
	return out.finish(gap === 1);
}

/** Calls a source until it has given enough, or says that there is no more. */
async function readRecords(
	callee: Callee,
	maxRecords: number,
	maxBytes: number,
): Promise<{ readonly batch: Batch; readonly end: boolean }> {
	const { guest, fn, limit } = callee;
	const out = new OutputBuilder(fn, gapOf(guest), limit, Math.min(maxBytes, 65_536), Math.min(maxRecords, 1024));
	while (out.count < maxRecords && out.length < maxBytes) {
		callee.instance.record = out.count + 1;
		const bytes = bytesIn(callee, await callee.call());
		if (bytes === null) return { batch: out.finish(false), end: true };
		out.addBatch(recordsOf(callee, bytes, 1024));
	}
	callee.instance.record = 0;
	return { batch: out.finish(false), end: false };
}
