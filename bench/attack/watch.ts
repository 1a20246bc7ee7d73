import { readFileSync } from 'node:fs';

/** What an attack cost the program: the longest time in which its main thread did nothing else, and how it grew. */
export interface Cost {
	/** Without the time for which the thread waited for a processor that others had, where the system tells it. ms */
	readonly heldMs: number;
	/** By the clock. ms */
	readonly stallMs: number;
	/** Resident memory at the most, beyond what it was before, bytes. */
	readonly grownBytes: number;
}

const PROBE_MS = 5;

/** Watches this program's main thread and memory while `work` goes on, whatever comes of it. */
export async function watched(work: () => Promise<unknown>): Promise<Cost> {
	globalThis.gc?.();
	const residentBefore = process.memoryUsage.rss();
	const peakBefore = process.resourceUsage().maxRSS;
	let [heldMs, stallMs] = [0, 0];
	let [last, waited] = [performance.now(), waitedForProcessor()];
	const look = (): void => {
		const [now, waitedNow] = [performance.now(), waitedForProcessor()];
		const stall = now - last - PROBE_MS;
		stallMs = Math.max(stallMs, stall);
		heldMs = Math.max(heldMs, stall - (waitedNow - waited));
		[last, waited] = [now, waitedNow];
	};
	const probe = setInterval(look, PROBE_MS);
	await work().catch(() => undefined);
	// What was set off last holds the thread after its answer.
	await new Promise((resolve) => setTimeout(resolve, 3 * PROBE_MS));
	look();
	clearInterval(probe);
	const peak = process.resourceUsage().maxRSS;
	const grownBytes = peak > peakBefore ? peak * 1_024 - residentBefore : 0;
	return { heldMs, stallMs, grownBytes: Math.max(0, grownBytes) };
}

/** How long the main thread was ready to run and another was running instead, ms; 0 where the system does not tell. */
function waitedForProcessor(): number {
	try {
		const [, waited] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
		return Number(waited) / 1e6;
	} catch {
		return 0;
	}
}
