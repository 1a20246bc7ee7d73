import { type RunFilters, runKinds, runStatuses, runTriggers } from '../../../../shared/run/run.ts';

/** ms */
export const lastTimes = {
	hour: 3_600_000,
	day: 86_400_000,
	week: 7 * 86_400_000,
	month: 30 * 86_400_000,
} as const;
export type LastTime = keyof typeof lastTimes;

/** What the address holds: the filters, and instead of a fixed beginning so long until now. */
export interface RunSearch {
	readonly filters: RunFilters;
	readonly last: LastTime | null;
}

/** Every key of the address that this screen owns. */
const keys = [
	'plugin',
	'kind',
	'status',
	'trigger',
	'since',
	'until',
	'withDenials',
	'unseenAt',
	'text',
	'last',
] as const;

/** What cannot be understood in an address counts as not there. */
export function parseSearch(query: URLSearchParams): RunSearch {
	const one = <V extends string>(key: string, known: readonly V[]): V | undefined =>
		known.find((value) => value === query.get(key));
	const moment = (key: string): number | undefined => {
		const text = query.get(key);
		return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
	};
	const last = one('last', Object.keys(lastTimes) as LastTime[]) ?? null;
	const filters: RunFilters = {
		plugin: query.get('plugin')?.slice(0, 64) || undefined,
		kind: one('kind', runKinds),
		status: one('status', runStatuses),
		trigger: one('trigger', runTriggers),
		since: last === null ? moment('since') : undefined,
		until: last === null ? moment('until') : undefined,
		withDenials: query.get('withDenials') === 'true' ? true : undefined,
		unseenAt: moment('unseenAt'),
		text: query.get('text')?.slice(0, 1000) || undefined,
	};
	return { filters: given(filters), last };
}

/** The address's query as a change of it: what is not said is taken out. */
export function printSearch({ filters, last }: RunSearch): Readonly<Record<string, string | null>> {
	const values: Readonly<Record<string, unknown>> = { ...filters, last: last ?? undefined };
	return Object.fromEntries(keys.map((key) => [key, values[key] === undefined ? null : String(values[key])]));
}

/** What the engine is asked: "the last day" begins at a whole minute, so that a question stays the same for a while. */
export function filtersAt({ filters, last }: RunSearch, now: number): RunFilters {
	if (last === null) return filters;
	return { ...filters, since: Math.floor((now - lastTimes[last]) / 60_000) * 60_000 };
}

export function isFiltered({ filters, last }: RunSearch): boolean {
	return last !== null || Object.keys(filters).length > 0;
}

/** Without the keys that are not set. */
export function given(filters: RunFilters): RunFilters {
	return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** The runs as they were when the newest one seen began: what began later is not among them. */
export function upTo(filters: RunFilters, head: number | null): RunFilters {
	if (head === null) return filters;
	return { ...filters, until: Math.min(filters.until ?? Number.POSITIVE_INFINITY, head) };
}

/** Those that began after `head`; null: none can have. */
export function newerThan(filters: RunFilters, head: number): RunFilters | null {
	const since = Math.max(filters.since ?? 0, head + 1);
	return filters.until !== undefined && filters.until < since ? null : { ...filters, since };
}
