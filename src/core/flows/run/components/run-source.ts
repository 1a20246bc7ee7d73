import { setTimeout as delay } from 'node:timers/promises';
import { type Batch, emptyBatch } from '../../../../shared/sandbox/batch.ts';
import type { ComponentContext } from './component-context.ts';
import type { SourcePass } from './source-pass.ts';

/** Of a source that has nothing just now, before it is asked again: at first, and at most, ms. */
const SHORT_PAUSE_MS = 10;
const LONG_PAUSE_MS = 250;

/** What gives a flow its records: `end` may come with the last of them. */
export interface BatchSource {
	/**
	 * Whether what it gives comes when it comes: nobody waits for it, and what others give meanwhile is merged with nothing.
	 * What sources that have an end give is merged one for one, so that it comes in the same order in every run.
	 */
	readonly isEndless: boolean;
	read(signal: AbortSignal): Promise<{ readonly batch: Batch; readonly end: boolean }>;
}

/** A source whose end is only that it has nothing now. */
export function endless(source: Pick<BatchSource, 'read'>): BatchSource {
	return { isEndless: true, read: async (signal) => ({ batch: (await source.read(signal)).batch, end: false }) };
}

/** Gives all that a source has, a parcel at each step, until its end, or until no more is wanted. */
export async function runSource(source: BatchSource, context: ComponentContext): Promise<void> {
	const { standstill, pace, outlets, tally, listener, position, signal, finishing } = context;
	const pass = standstill.source(position, pace);
	const give = (out: Batch): Promise<void> =>
		tally.giving(outlets.give({ out, dropped: emptyBatch, failed: emptyBatch }));
	const fill = (): Promise<void> => {
		pass.filled();
		return give(emptyBatch);
	};
	let pause = SHORT_PAUSE_MS;
	for (let isOver = false; !isOver; ) {
		// It need not be asked to come to where the flow can stand still.
		if (source.isEndless) while (pass.isDue) await fill();
		await pass.next();
		if (finishing.aborted) break;
		const answer = source.read(signal).finally(tally.begin());
		if (source.isEndless) await whileUnderWay(answer, pass, async () => (pass.isBehind ? fill() : pass.turn()));
		const { batch, end } = await answer;
		tally.add({ recordsOut: batch.ends.length, bytesOut: batch.data.length });
		if (batch.ends.length > 0) listener.entered(position, batch);
		pass.answered();
		await give(batch);
		isOver = end;
		if (end || batch.ends.length > 0) {
			pause = SHORT_PAUSE_MS;
			continue;
		}
		const woken = new AbortController();
		const rest = restFor(pause, AbortSignal.any([signal, finishing, woken.signal]));
		await whileUnderWay(rest, pass, async () => {
			if (pass.isHeld) woken.abort();
			if (source.isEndless && pass.isBehind) await fill();
			else await pass.turn();
		});
		signal.throwIfAborted();
		pause = Math.min(LONG_PAUSE_MS, pause * 2);
	}
	outlets.end();
	pass.leave();
}

/** Acts again and again until `what` has ended, well or not. It wakes one that waits for its turn. */
async function whileUnderWay(what: Promise<unknown>, pass: SourcePass, act: () => Promise<void>): Promise<void> {
	let isOver = false;
	const ended = (): void => {
		isOver = true;
		pass.wake();
	};
	void what.then(ended, ended);
	while (!isOver) await act();
}

/** Ends early at the signal. ms */
async function restFor(pause: number, signal: AbortSignal): Promise<void> {
	await delay(pause, undefined, { signal, ref: false }).catch((error: unknown) => {
		if (!signal.aborted) throw error;
	});
}
