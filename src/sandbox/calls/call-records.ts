import type { ComponentType } from '../../shared/plugin/component-type.ts';
import { type Batch, emptyBatch, recordStart } from '../../shared/sandbox/batch.ts';
import type { GuestInstance } from '../module/instance.ts';
import { placeBatch } from './batch-input.ts';
import { keepRecords, readKept, readVerdict } from './filter-output.ts';
import { OutputBuilder } from './output-builder.ts';
import { wrongOutput } from './output-errors.ts';
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
export async function callRecords(instance: GuestInstance, fn: string, batch: Batch, limit: number): Promise<Batch> {
	const { guest } = instance;
	instance.shapes.requireInput(fn);
	if (batch.ends.length === 0) return { ...emptyBatch, gap: guest.encoding === 'bytes' ? 0 : 1 };
	const role = roleOf(fn, guest.type);
	if (guest.batch) return wholeBatch(instance, fn, role, batch, limit);
	return role === 'filter' ? filterEach(instance, fn, batch, limit) : mapEach(instance, fn, role, batch, limit);
}

async function wholeBatch(
	instance: GuestInstance,
	fn: string,
	role: ReturnType<typeof roleOf>,
	batch: Batch,
	limit: number,
): Promise<Batch> {
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
	if (verdict) return keepRecords(fn, batch, new Uint8Array(count).fill(status), limit);
	const records = role === 'transformer' ? count : 0;
	if (copied === null) {
		if (records > 0) throw wrongOutput(fn, `returned nothing for ${count} records`, { found: 0, expected: count });
		return { ...emptyBatch, gap: encoding === 'bytes' ? 0 : 1 };
	}
	if (role === 'filter') return readKept(fn, encoding, batch, copied, limit);
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
	return output;
}

/** One call per record. The loop awaits only guests that can be suspended. */
async function mapEach(
	instance: GuestInstance,
	fn: string,
	role: 'transformer' | 'any',
	batch: Batch,
	limit: number,
): Promise<Batch> {
	const { memory, allocator, guest } = instance;
	const raw = guest.encoding === 'bytes';
	const { data, ends } = batch;
	const out = new OutputBuilder(fn, raw ? 0 : 1, limit, data.length, ends.length);
	let start = 0;
	for (let index = 0; index < ends.length; index++) {
		const end = ends[index] as number;
		const length = end - start;
		instance.record = index + 1;
		const pointer = instance.placeInput(length);
		memory.bytes.set(data.subarray(start, end), pointer);
		const returned = instance.invoke(fn, pointer, length);
		const status = typeof returned === 'number' ? returned : await returned;
		if (status > 0) {
			const size = resultLength(instance, fn, status, limit);
			if (raw) out.addBytes(memory.bytes, status + 4, size);
			else out.addJson(memory.bytes, status + 4, size);
			allocator.releaseResult(status, size + 4);
		}
		instance.releaseInput();
		if (status < 0) throw instance.guestError(fn, status);
		if (status === 0 && role === 'transformer') {
			throw wrongOutput(fn, `returned nothing for record ${index + 1}; a transformer must return one for each`);
		}
		start = end + batch.gap;
	}
	instance.record = 0;
	return out.finish(!raw);
}

async function filterEach(instance: GuestInstance, fn: string, batch: Batch, limit: number): Promise<Batch> {
	const { memory } = instance;
	const { data, ends } = batch;
	const keep = new Uint8Array(ends.length);
	for (let index = 0; index < ends.length; index++) {
		const start = recordStart(batch, index);
		const end = ends[index] as number;
		instance.record = index + 1;
		const pointer = instance.placeInput(end - start);
		memory.bytes.set(data.subarray(start, end), pointer);
		const returned = instance.invoke(fn, pointer, end - start);
		const status = typeof returned === 'number' ? returned : await returned;
		if (status === 1) keep[index] = 1;
		else if (status > 1) keep[index] = readVerdict(fn, takeResult(instance, fn, status, limit)) ? 1 : 0;
		instance.releaseInput();
		if (status < 0) throw instance.guestError(fn, status);
	}
	instance.record = 0;
	return keepRecords(fn, batch, keep, limit);
}
