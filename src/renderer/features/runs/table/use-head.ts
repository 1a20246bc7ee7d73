import { useEffect } from 'react';
import type { RunFilters } from '../../../../shared/run/run.ts';
import { useRoute } from '../../../client/engine.tsx';
import { newerThan } from '../filter/run-query.ts';

export interface News {
	/** Runs that fit and began after those that are shown. */
	readonly count: number;
	/** Shows them. */
	take(): void;
}

/**
 * At the top the list is live. Who reads, moves or chooses further down keeps the rows where they are: runs that begin
 * meanwhile are counted, not shown.
 */
export function useHead({
	filters,
	head,
	setHead,
	isReading,
	newest,
}: {
	readonly filters: RunFilters;
	readonly head: number | null;
	setHead(head: number | null): void;
	readonly isReading: boolean;
	/** Start of the first row, Unix ms; undefined: not known yet. */
	readonly newest: number | undefined;
}): News {
	useEffect(() => {
		if (isReading && head === null && newest !== undefined) setHead(newest);
		if (!isReading && head !== null) setHead(null);
	}, [isReading, head, newest, setHead]);
	const newer = head === null ? null : newerThan(filters, head);
	const { data } = useRoute('runs.list', { ...newer, limit: 1 }, { enabled: newer !== null, keepPrevious: true });
	return {
		count: newer === null ? 0 : (data?.total ?? 0),
		take: () => setHead(data?.runs[0]?.startedAt ?? null),
	};
}
