import { useMemo } from 'react';
import type { TableName } from '../../../shared/api/layout.ts';
import { usePreferences, useRemember } from '../preferences.tsx';

export interface ChosenColumns<C extends string> {
	/** Those that are shown, in order. */
	readonly shown: readonly C[];
	/** Those that could be. */
	readonly hidden: readonly C[];
	/** Of those, the ones for which there is room. */
	readonly fitted: readonly C[];
	/** False: they are as the program proposes. */
	readonly isChanged: boolean;
	choose(shown: readonly C[]): void;
	add(column: C): void;
	reset(): void;
}

/** What a table can show. */
export interface ColumnPlan<C extends string> {
	readonly all: readonly C[];
	/** Until a person chooses. */
	readonly proposed: readonly C[];
	/** It says what a row is about, and is always there. */
	readonly fixed: C;
	/** Of each at least, px. */
	readonly leastWidths: Readonly<Record<C, number>>;
	/** What a narrow table can do without, the first one first, as long as a person chose nothing. */
	readonly dispensable: readonly C[];
}

/**
 * The columns of a table as a person chose and ordered them. For want of room, theirs go from the last one on: what
 * matters to them stands in front.
 */
export function useColumns<C extends string>(
	table: TableName,
	{ all, proposed, fixed, leastWidths, dispensable }: ColumnPlan<C>,
	/** For all of them together, px; 0: not known yet. */
	width: number,
): ChosenColumns<C> {
	const { columns } = usePreferences();
	const remember = useRemember();
	const kept = columns[table];
	const shown = useMemo(
		() => (kept === undefined ? proposed : knownOf(kept, all, fixed)),
		[kept, all, proposed, fixed],
	);
	const fitted = useMemo(() => {
		const going = kept === undefined ? dispensable : shown.filter((column) => column !== fixed).toReversed();
		return fitting(shown, width, leastWidths, going);
	}, [kept, shown, width, leastWidths, dispensable, fixed]);
	return {
		shown,
		fitted,
		hidden: all.filter((column) => !shown.includes(column)),
		isChanged: kept !== undefined,
		choose: (next) => remember('columns', { ...columns, [table]: [...next] }),
		add: (column) => remember('columns', { ...columns, [table]: [...withColumn(shown, column, all)] }),
		reset() {
			const { [table]: _, ...rest } = columns;
			remember('columns', rest);
		},
	};
}

/** What was kept, without what this version does not know, without doubles, and with the column that is always there. */
export function knownOf<C extends string>(kept: readonly string[], all: readonly C[], fixed: C): readonly C[] {
	const known = [...new Set(kept)].flatMap((name) => all.filter((column) => column === name));
	return known.includes(fixed) ? known : [fixed, ...known];
}

/** The columns with one more, at the place among them that the program would give it. */
export function withColumn<C extends string>(columns: readonly C[], column: C, all: readonly C[]): readonly C[] {
	const before = all.slice(0, all.indexOf(column));
	const place = columns.findLastIndex((other) => before.includes(other)) + 1;
	return columns.toSpliced(place, 0, column);
}

/** A column one place further on, or back; where it stands at the end already everything stays. */
export function movedBy<C extends string>(columns: readonly C[], column: C, by: 1 | -1): readonly C[] {
	const from = columns.indexOf(column);
	const to = from + by;
	if (from < 0 || to < 0 || to >= columns.length) return columns;
	return columns.with(from, columns[to] as C).with(to, column);
}

/** The columns for which there is room: those that a narrow table can do without go first. */
export function fitting<C extends string>(
	columns: readonly C[],
	/** px; 0: not known yet. */
	width: number,
	/** Of each at least, px. */
	least: Readonly<Record<C, number>>,
	/** Those that can go, the first one first. */
	dispensable: readonly C[],
): readonly C[] {
	if (width === 0) return columns;
	const kept = new Set(columns);
	const needed = (): number => [...kept].reduce((sum, column) => sum + least[column], 0);
	for (const column of dispensable) {
		if (needed() <= width) break;
		kept.delete(column);
	}
	return columns.filter((column) => kept.has(column));
}
