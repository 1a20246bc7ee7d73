import type { Flow } from '../../shared/flow/flow-file.ts';

let given: Flow | null = null;

/** What the next new flow begins with: whoever leads to `links.newFlow` leaves it here. */
export function handOverFlow(flow: Flow): void {
	given = flow;
}

/** What was left, once. */
export function takeFlow(): Flow | null {
	const flow = given;
	given = null;
	return flow;
}
