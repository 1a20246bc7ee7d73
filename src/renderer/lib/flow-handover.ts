import type { Flow } from '../../shared/flow/flow-file.ts';

interface Given {
	readonly flow: Flow;
	/** The file that it was opened from; null: from none. */
	readonly path: string | null;
	/** It is to run once it is there. */
	readonly runsNow: boolean;
}

let given: Given | null = null;

/** What the next new flow begins with: whoever leads to `links.newFlow` leaves it here. */
export function handOverFlow(flow: Flow, { path = null, runsNow = false }: Partial<Omit<Given, 'flow'>> = {}): void {
	given = { flow, path, runsNow };
}

/** What was left, once. */
export function takeFlow(): Given | null {
	const flow = given;
	given = null;
	return flow;
}
