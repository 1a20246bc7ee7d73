import type { RouteInput } from '../../../../shared/api/routes.ts';

/** What the address says of the list. */
export interface AsideFilter {
	readonly flow?: string;
	readonly runId?: string;
	readonly component?: string;
	readonly text?: string;
	readonly replayed: boolean;
}

export type Which = RouteInput<'quarantine.remove'>['which'];

export const ASIDE_PAGE = 100;

export function filterIn(query: URLSearchParams): AsideFilter {
	const [flow, runId, component, text] = ['flow', 'run', 'component', 'text'].map((key) => query.get(key) ?? '');
	return {
		...(flow ? { flow } : {}),
		...(runId ? { runId } : {}),
		...(component ? { component } : {}),
		...(text ? { text } : {}),
		replayed: query.get('replayed') === 'yes',
	};
}

/** Whether some of what is set aside is left out by it, but for what was replayed. */
export function isNarrowed(filter: AsideFilter): boolean {
	return Object.keys(filter).length > 1;
}

export function pageIn(query: URLSearchParams): number {
	const wanted = Number(query.get('page') ?? '1') - 1;
	return Number.isSafeInteger(wanted) && wanted > 0 && wanted < 1_000_000 ? wanted : 0;
}
