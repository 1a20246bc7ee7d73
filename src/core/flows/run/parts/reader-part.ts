import { setTimeout as delay } from 'node:timers/promises';
import { type Batch, emptyBatch } from '../../../../shared/sandbox/batch.ts';
import type { PartContext } from './part-context.ts';

/** Of a source that has nothing just now, before it is asked again: at first, and at most, ms. */
const SHORT_PAUSE_MS = 10;
const LONG_PAUSE_MS = 250;

/** What gives a flow its records: `end` may come with the last of them. */
export interface PartSource {
	read(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }>;
}

/** Gives all that a source has, a parcel at each step, until its end. */
export async function runSource(source: PartSource, context: PartContext): Promise<void> {
	const { standstill, outlets, tally, listener, position, signal } = context;
	const pass = standstill.source();
	let pause = SHORT_PAUSE_MS;
	for (let isOver = false; !isOver; ) {
		await pass.next();
		const answered = tally.begin();
		const { batch, end } = await source.read(signal).finally(answered);
		tally.add({ recordsOut: batch.ends.length, bytesOut: batch.data.length });
		if (batch.ends.length > 0) listener.entered(position, batch);
		await tally.giving(outlets.give({ out: batch, dropped: emptyBatch, failed: emptyBatch }));
		isOver = end;
		if (end || batch.ends.length > 0) {
			pause = SHORT_PAUSE_MS;
			continue;
		}
		await delay(pause, undefined, { signal, ref: false });
		pause = Math.min(LONG_PAUSE_MS, pause * 2);
	}
	outlets.end();
	pass.leave();
}
