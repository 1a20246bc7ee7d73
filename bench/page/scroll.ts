import type { Browser, Page } from 'playwright-core';
import { percentile } from '../measure.ts';

/** One entry of Chromium's trace; times in µs. */
interface TraceEvent {
	readonly name: string;
	readonly ph: string;
	readonly ts: number;
	readonly dur?: number;
	/** Of the processor, on the thread itself: what else the machine did is not in it. */
	readonly tdur?: number;
	readonly pid: number;
	readonly tid: number;
}

/** Where scripts work on a page's main thread: their tasks, what these leave to be done, and clearing up after them. */
const scriptEvents: ReadonlySet<string> = new Set([
	'FunctionCall',
	'v8.callFunction',
	'EvaluateScript',
	'TimerFire',
	'EventDispatch',
	'RunMicrotasks',
	'MinorGC',
	'MajorGC',
]);

export interface Scrolled {
	readonly frames: number;
	/** In the frame in which scripts worked longest, ms. */
	readonly longestMs: number;
	/** What 99 of 100 frames stay below, ms. */
	readonly p99Ms: number;
}

/** What scripts cost in each frame while `work` scrolls. */
export async function scriptPerFrame(browser: Browser, page: Page, work: () => Promise<void>): Promise<Scrolled> {
	await browser.startTracing(page, {
		categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame', 'v8'],
	});
	await work();
	const trace = (await browser.stopTracing()).toString();
	const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
	const times = scriptTimes(traceEvents);
	if (times.length === 0) throw new Error('The browser told of no frames.');
	return { frames: times.length, longestMs: Math.max(...times), p99Ms: percentile(times, 0.99) };
}

/** From the beginning of each frame to that of the next, ms. */
function scriptTimes(events: readonly TraceEvent[]): readonly number[] {
	const begins = events.filter(({ name }) => name === 'BeginMainThreadFrame').toSorted(byTime);
	const main = begins[0];
	if (main === undefined) return [];
	const work = events
		.filter(({ name, ph, pid, tid }) => ph === 'X' && pid === main.pid && tid === main.tid && scriptEvents.has(name))
		.toSorted(byTime);
	let next = 0;
	/** What begins sooner is a part of something that was counted. */
	let countedTo = 0;
	return begins.slice(1).map(({ ts: end }) => {
		let sum = 0;
		for (let event = work[next]; event !== undefined && event.ts < end; event = work[++next]) {
			if (event.ts < countedTo) continue;
			sum += event.tdur ?? event.dur ?? 0;
			countedTo = event.ts + (event.dur ?? 0);
		}
		return sum / 1000;
	});
}

const byTime = (left: TraceEvent, right: TraceEvent): number => left.ts - right.ts;
