import { type Batch, emptyBatch } from '../../shared/sandbox/batch.ts';
import type { GuestInstance } from '../module/instance.ts';
import { OutputBuilder } from './output-builder.ts';
import { wrongOutput } from './output-errors.ts';
import { resultLength, takeResult } from './results.ts';
import { splitOutput } from './split-output.ts';

/** Calls a source until it has given `maxRecords` or `maxBytes`, or says that it has no more. */
export async function callRead(
	instance: GuestInstance,
	fn: string,
	maxRecords: number,
	maxBytes: number,
	limit: number,
): Promise<{ readonly batch: Batch; readonly end: boolean }> {
	const { encoding, batch: batches } = instance.guest;
	instance.shapes.requireNoInput(fn);
	const raw = encoding === 'bytes';
	const out = new OutputBuilder(fn, raw ? 0 : 1, limit, Math.min(maxBytes, 65_536), Math.min(maxRecords, 1024));
	while (out.count < maxRecords && out.length < maxBytes) {
		instance.record = out.count + 1;
		const returned = instance.invoke(fn);
		const status = typeof returned === 'number' ? returned : await returned;
		if (status < 0) throw instance.guestError(fn, status);
		if (status === 0) return { batch: out.finish(!raw && !batches), end: true };
		if (batches) {
			const { data, length } = takeResult(instance, fn, status, limit, (bytes) => out.room(bytes));
			out.addBatch(splitOutput(fn, encoding, data, length, 1024));
		} else {
			const size = resultLength(instance, fn, status, limit);
			const { bytes } = instance.memory;
			if (raw) out.addBytes(bytes, status + 4, size);
			else out.addJson(bytes, status + 4, size);
			instance.allocator.releaseResult(status, size + 4);
		}
	}
	instance.record = 0;
	return { batch: out.finish(!raw && !batches), end: false };
}

/** Calls an aggregator's final function once. */
export async function callFinish(instance: GuestInstance, fn: string, limit: number): Promise<Batch> {
	const { encoding, batch } = instance.guest;
	instance.shapes.requireNoInput(fn);
	const returned = instance.invoke(fn);
	const status = typeof returned === 'number' ? returned : await returned;
	if (status < 0) throw instance.guestError(fn, status);
	const gap = encoding === 'bytes' ? 0 : 1;
	if (status === 0) return { ...emptyBatch, gap };
	const { data, length } = takeResult(instance, fn, status, limit);
	if (batch) return splitOutput(fn, encoding, data, length, 64);
	const out = new OutputBuilder(fn, gap, limit, length, 1);
	if (encoding === 'bytes') out.addBytes(data, 0, length);
	else if (length === 0) throw wrongOutput(fn, 'returned an empty result; it must be JSON');
	else out.addJson(data, 0, length);
	return out.finish(encoding !== 'bytes');
}
