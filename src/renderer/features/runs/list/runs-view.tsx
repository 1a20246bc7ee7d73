import { useMemo } from 'react';
import { useNow } from '../../../lib/hooks/use-now.ts';
import { useHashQuery } from '../../../lib/nav/hash-location.ts';
import { useLookAt } from '../../../lib/runs/use-look-at.ts';
import { RunCharts } from '../charts/run-charts.tsx';
import { FilterBar } from '../filter/filter-bar.tsx';
import { filtersAt, isFiltered, parseSearch, printSearch, type RunSearch } from '../filter/run-query.ts';
import { parseSort, printSort } from '../table/run-sort.ts';
import { RunTable } from '../table/run-table.tsx';

/** Filters, charts and the table of runs: of all plugins, or of one. The address holds the filters. */
export function RunsView({ plugin }: { readonly plugin?: string }) {
	const [query, changeQuery] = useHashQuery();
	const sort = useMemo(() => parseSort(query.get('sort')), [query]);
	const change = useSearchChange(plugin);
	const now = useNow(true, 60_000);
	const search = useMemo(() => searchIn(query, plugin), [query, plugin]);
	const filters = useMemo(
		() => ({ ...filtersAt(search, now), ...(plugin === undefined ? {} : { plugin }) }),
		[search, now, plugin],
	);
	useLookAt({ query: filters });
	const clear = (): void => change({ filters: {}, last: null });
	return (
		<div className="flex h-full min-h-0 flex-col short:overflow-y-auto short:*:shrink-0 short:*:last:min-h-full">
			<FilterBar search={search} plugin={plugin} onChange={change} />
			<RunCharts
				filters={filters}
				isNarrowed={search.last !== null || filters.since !== undefined || filters.until !== undefined}
				onRange={(range) => change({ filters: { ...search.filters, ...range }, last: null })}
			/>
			<RunTable
				filters={filters}
				question={JSON.stringify([plugin, search, printSort(sort)])}
				sort={sort}
				onSort={(next) => changeQuery({ sort: printSort(next) })}
				plugin={plugin}
				isFiltered={isFiltered(search)}
				onClear={clear}
			/>
		</div>
	);
}

export function useSearchChange(plugin?: string): (search: RunSearch) => void {
	const [, change] = useHashQuery();
	return ({ filters, last }) =>
		change(printSearch({ filters: plugin === undefined ? filters : { ...filters, plugin: undefined }, last }));
}

/** On a plugin's own page the address does not choose another. */
function searchIn(query: URLSearchParams, plugin: string | undefined): RunSearch {
	const { filters, last } = parseSearch(query);
	if (plugin === undefined) return { filters, last };
	const { plugin: _, ...rest } = filters;
	return { filters: rest, last };
}
