import { type RunOrder, runOrders } from '../../../../shared/run/run.ts';

export interface RunSort {
	readonly order: RunOrder;
	readonly ascending: boolean;
}

export const newestFirst: RunSort = { order: 'started', ascending: false };

/** As the address keeps it: `duration`, or `duration-up` with the least first. What it does not know counts as not there. */
export function parseSort(text: string | null): RunSort {
	const [name, up] = (text ?? '').split('-');
	const order = runOrders.find((known) => known === name);
	return order === undefined ? newestFirst : { order, ascending: up === 'up' };
}

/** Null: it need not be said. */
export function printSort({ order, ascending }: RunSort): string | null {
	if (order === 'started' && !ascending) return null;
	return ascending ? `${order}-up` : order;
}

/** What a press on a head does: figures begin with the largest, words with the first, and a second press turns it round. */
export function sortedBy(now: RunSort, order: RunOrder): RunSort {
	if (now.order === order) return { order, ascending: !now.ascending };
	return { order, ascending: order === 'label' || order === 'status' };
}

/** What the engine is asked beside the filters; newest first it is asked as if nothing was said. */
export function askedOrder(sort: RunSort): Partial<RunSort> {
	return printSort(sort) === null ? {} : sort;
}
