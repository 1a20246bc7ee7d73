import type { ComponentType } from '../../shared/plugin/component-type.ts';
import { type Batch, emptyBatch, recordStart } from '../../shared/sandbox/batch.ts';
import type { GuestInstance } from '../module/instance.ts';
import { placeBatch } from './batch-input.ts';
import { FAILED, KEPT, LET_GO, partRecords, readKept, readVerdict } from './filter-output.ts';
import { isolateBatch, type PartAnswer } from './isolate-batch.ts';
import { cutShort, type Isolation, letsNothingGo, renewed } from './isolation.ts';
import { finishMapped } from './mapped-output.ts';
import { OutputBuilder } from './output-builder.ts';
import { wrongOutput } from './output-errors.ts';
import type { RecordsAnswer, RecordsInput } from './records-answer.ts';
import { resultLength, takeResult } from './results.ts';
import { splitOutput } from './split-output.ts';

/** How answers are read: by the component function's name, for other functions by the type of the plugin. */
function roleOf(fn: string, type: ComponentType): 'filter' | 'transformer' | 'any' {
	if (fn === 'filter_data') return 'filter';
	if (fn === 'transform_data') return 'transformer';
	if (fn === 'process_data' || fn === 'aggregate_data' || fn === 'write_data') return 'any';
	return type === 'filter' || type === 'transformer' ? type : 'any';
}

/** Hands every record of a batch to `fn`, as one batch or one by one, and collects what comes back. */
export async function callRecords(
	instance: GuestInstance,
	fn: string,
	input: RecordsInput,
	limit: number,
	isolation: Isolation<GuestInstance> | null,
): Promise<RecordsAnswer> {
	const { guest } = instance;
	const { batch } = input;
	instance.shapes.requireInput(fn);
	const role = roleOf(fn, guest.type);
	const wantsDropped = input.dropped === true;
	if (wantsDropped && role !== 'filter') throw letsNothingGo(fn);
	const gap = guest.encoding === 'bytes' ? 0 : 1;
	if (batch.ends.length === 0) return { ...worked({ ...emptyBatch, gap }, wantsDropped, batch), taken: 0 };
	if (guest.batch) {
		const work = (whole: GuestInstance, part: Batch) => wholeBatch(whole, fn, role, part, limit, wantsDropped);
		if (isolation === null) return { ...(await work(instance, batch)), taken: batch.ends.length };
		return isolateBatch(batch, instance, isolation, { limit, gap, dropped: wantsDropped }, work);
	}
	return role === 'filter'
		? filterEach(instance, fn, batch, limit, wantsDropped, isolation)
		: mapEach(instance, fn, role, batch, limit, isolation);
}

function worked(batch: Batch, wantsDropped: boolean, input: Batch): PartAnswer {
	return { batch, dropped: wantsDropped ? { ...emptyBatch, gap: input.gap } : null };
}

async function wholeBatch(
	instance: GuestInstance,
	fn: string,
	role: ReturnType<typeof roleOf>,
	batch: Batch,
	limit: number,
	wantsDropped: boolean,
): Promise<PartAnswer> {
	const { encoding } = instance.guest;
	const count = batch.ends.length;
	const { pointer, length } = placeBatch(instance, encoding, batch);
	const returned = instance.invoke(fn, pointer, length);
	const status = typeof returned === 'number' ? returned : await returned;
	if (status < 0) {
		instance.releaseInput();
		throw instance.guestError(fn, status);
	}
	const verdict = role === 'filter' && (status === 0 || status === 1);
	const copied = verdict || status === 0 ? null : takeResult(instance, fn, status, limit);
	instance.releaseInput();
	if (verdict) return partRecords(fn, batch, new Uint8Array(count).fill(status), limit, wantsDropped);
	const records = role === 'transformer' ? count : 0;
	if (copied === null) {
		if (records > 0) throw wrongOutput(fn, `returned nothing for ${count} records`, { found: 0, expected: count });
		return { batch: { ...emptyBatch, gap: encoding === 'bytes' ? 0 : 1 }, dropped: null };
	}
	if (role === 'filter') return readKept(fn, encoding, batch, copied, limit, wantsDropped);
	const output = splitOutput(fn, encoding, copied.data, copied.length, count);
	if (records > 0 && output.ends.length !== count) {
		throw wrongOutput(
			fn,
			`returned ${output.ends.length} records for ${count}; a transformer must return one for each`,
			{
				found: output.ends.length,
				expected: count,
			},
		);
	}
	return { batch: output, dropped: null };
}

/** One call per record. The loop awaits only guests that can be suspended. */
async function mapEach(
	first: GuestInstance,
	fn: string,
	role: 'transformer' | 'any',
	batch: Batch,
	limit: number,
	isolation: Isolation<GuestInstance> | null,
): Promise<RecordsAnswer> {
	const raw = first.guest.encoding === 'bytes';
	const { data, ends } = batch;
	const out = new OutputBuilder(fn, raw ? 0 : 1, limit, data.length, ends.length);
	const origins = isolation === null ? null : new Uint32Array(ends.length);
	let instance: GuestInstance | null = first;
	let start = 0;
	let taken = ends.length;
	for (let index = 0; index < ends.length; index++) {
		const end = ends[index] as number;
		const length = end - start;
		const { count, length: before } = out;
		if (instance === null) instance = await renewed(isolation);
		try {
			instance.record = index + 1;
			const pointer = instance.placeInput(length);
			instance.memory.bytes.set(data.subarray(start, end), pointer);
			const returned = instance.invoke(fn, pointer, length);
			const status = typeof returned === 'number' ? returned : await returned;
			if (status > 0) {
				const { bytes } = instance.memory;
				const size = resultLength(instance, fn, status, limit);
				if (isolation !== null && count > 0 && before + size > limit) {
					taken = cutShort(fn, isolation, index, before + size, limit);
				} else if (raw) out.addBytes(bytes, status + 4, size);
				else out.addJson(bytes, status + 4, size);
				instance.allocator.releaseResult(status, size + 4);
			}
			instance.releaseInput();
			if (taken === index) break;
			if (status < 0) throw instance.guestError(fn, status);
			if (status === 0 && role === 'transformer') {
				const which = isolation === null ? `record ${index + 1}` : 'a record';
				throw wrongOutput(fn, `returned nothing for ${which}; a transformer must return one for each`);
			}
			if (origins !== null && out.count > count) origins[count] = index;
		} catch (thrown) {
			if (isolation === null) throw thrown;
			out.rewind(count, before);
			instance = await isolation.leaveOut(instance, index, thrown);
			if (isolation.full && index + 1 < ends.length) {
				taken = index + 1;
				break;
			}
		}
		start = end + batch.gap;
	}
	if (instance !== null) instance.record = 0;
	return { ...finishMapped(fn, { out, origins, taken }, !raw, isolation), dropped: null };
}

async function filterEach(
	first: GuestInstance,
	fn: string,
	batch: Batch,
	limit: number,
	wantsDropped: boolean,
	isolation: Isolation<GuestInstance> | null,
): Promise<RecordsAnswer> {
	const { data, ends } = batch;
	const verdicts = new Uint8Array(ends.length);
	let instance: GuestInstance | null = first;
	let taken = ends.length;
	for (let index = 0; index < ends.length; index++) {
		const start = recordStart(batch, index);
		const end = ends[index] as number;
		if (instance === null) instance = await renewed(isolation);
		try {
			instance.record = index + 1;
			const pointer = instance.placeInput(end - start);
			instance.memory.bytes.set(data.subarray(start, end), pointer);
			const returned = instance.invoke(fn, pointer, end - start);
			const status = typeof returned === 'number' ? returned : await returned;
			if (status === 1) verdicts[index] = KEPT;
			else if (status > 1) verdicts[index] = readVerdict(fn, takeResult(instance, fn, status, limit)) ? KEPT : LET_GO;
			instance.releaseInput();
			if (status < 0) throw instance.guestError(fn, status);
		} catch (thrown) {
			if (isolation === null) throw thrown;
			verdicts[index] = FAILED;
			instance = await isolation.leaveOut(instance, index, thrown);
			if (isolation.full && index + 1 < ends.length) {
				taken = index + 1;
				break;
			}
		}
	}
	if (instance !== null) instance.record = 0;
	return { ...partRecords(fn, batch, verdicts.subarray(0, taken), limit, wantsDropped), taken };
}
