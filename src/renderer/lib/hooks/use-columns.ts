import { type CSSProperties, useMemo } from 'react';
import type { TableName } from '../../../shared/api/layout.ts';
import { usePreferences, useRemember } from '../preferences.tsx';
import { type ColumnSize, mostOf, widthsWithin, withWidth } from './column-sizes.ts';
import { useColumnWidths } from './use-column-widths.ts';

export interface ChosenColumns<C extends string> {
	/** Those that are shown, in order. */
	readonly shown: readonly C[];
	/** Those that could be. */
	readonly hidden: readonly C[];
	/** Of those, the ones for which there is room. */
	readonly fitted: readonly C[];
	/** Of the grid: says to the frames of its cells which widths were chosen. */
	readonly style: CSSProperties;
	readonly edges: ColumnEdges<C>;
	/** False: they are as the program proposes. */
	readonly isChanged: boolean;
	/** What is shown becomes of what is shown by then. */
	choose(change: (shown: readonly C[]) => readonly C[]): void;
	add(column: C): void;
	reset(): void;
}

/** What moves the edges of columns. */
export interface ColumnEdges<C extends string> {
	/** So wide a column can be made, px. */
	mostOf(column: C): number;
	/** Null: its edge rests where it was. */
	draft(column: C, px: number | null): void;
	/** Null: the width that it had before anybody chose. */
	keep(column: C, px: number | null): void;
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
	/** Of those that are not as wide as that, px. */
	readonly widths?: { readonly [K in C]?: number };
	/** Those that take what is left, each so many parts of it. */
	readonly grows: { readonly [K in C]?: number };
	/** Those that stand at the right. */
	readonly numbers: readonly C[];
	/** What a narrow table can do without, the first one first, as long as a person chose nothing. */
	readonly dispensable: readonly C[];
}

/**
 * The columns of a table as a person chose and ordered them. For want of room, theirs go from the last one on: what
 * matters to them stands in front.
 */
export function useColumns<C extends string>(
	table: TableName,
	plan: ColumnPlan<C>,
	/** For all of them together, px; 0: not known yet. */
	width: number,
): ChosenColumns<C> {
	const { all, proposed, fixed, leastWidths, dispensable } = plan;
	const { columns } = usePreferences();
	const remember = useRemember();
	const { kept: widths, chosen, moved, draft, keep } = useColumnWidths(table);
	const kept = columns[table];
	const shown = useMemo(
		() => (kept === undefined ? proposed : knownOf(kept, all, fixed)),
		[kept, all, proposed, fixed],
	);
	const fitted = useMemo(() => {
		const going = kept === undefined ? dispensable : shown.filter((column) => column !== fixed).toReversed();
		return fitting(shown, width, narrowed(leastWidths, widths), going);
	}, [kept, shown, width, leastWidths, dispensable, fixed, widths]);
	const sizes = useMemo(() => sizesOf(plan), [plan]);
	const style = useMemo(
		() => variablesOf(widthsWithin(fitted, sizes, chosen, width, moved)),
		[fitted, sizes, chosen, width, moved],
	);
	const edges = useMemo<ColumnEdges<C>>(
		() => ({
			mostOf: (column) => mostOf(column, fitted, sizes, widths, width),
			draft,
			keep(column, px) {
				if (px === null) return keep(withWidth(widths, column, null));
				// The others stay as they are drawn now.
				const drawn = widthsWithin(fitted, sizes, withWidth(widths, column, px), width, column);
				keep(withWidth(new Map<string, number>([...widths, ...drawn]), column, px));
			},
		}),
		[fitted, sizes, widths, width, draft, keep],
	);
	const choose: ChosenColumns<C>['choose'] = (change) =>
		remember('columns', (now) => {
			const there = now?.[table];
			return { ...now, [table]: [...change(there === undefined ? proposed : knownOf(there, all, fixed))] };
		});
	return {
		shown,
		fitted,
		hidden: all.filter((column) => !shown.includes(column)),
		style,
		edges,
		isChanged: kept !== undefined || widths.size > 0,
		choose,
		add: (column) => choose((now) => withColumn(now, column, all)),
		reset() {
			if (kept !== undefined) {
				remember('columns', (now) => {
					const { [table]: _, ...rest } = now ?? {};
					return rest;
				});
			}
			if (widths.size > 0) keep(new Map());
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

/** What a narrower column needs at least is what it was made. */
function narrowed<C extends string>(
	least: Readonly<Record<C, number>>,
	chosen: ReadonlyMap<string, number>,
): Readonly<Record<C, number>> {
	const all = Object.entries(least) as [C, number][];
	return Object.fromEntries(all.map(([column, px]) => [column, Math.min(px, chosen.get(column) ?? px)])) as Record<
		C,
		number
	>;
}

function sizesOf<C extends string>({ all, leastWidths, widths }: ColumnPlan<C>): Readonly<Record<C, ColumnSize>> {
	const sizes = all.map((column) => {
		const least = leastWidths[column];
		return [column, { given: widths?.[column] ?? least, least }];
	});
	return Object.fromEntries(sizes) as Record<C, ColumnSize>;
}

/** How the cells of a column are drawn. */
export interface CellFrame {
	readonly className: string;
	readonly style: CSSProperties;
}

/**
 * How the cells of each column are drawn: as the plan says, or as the grid's own style says of a column whose width was
 * chosen. An edge that is moved draws no row anew.
 */
export function framesOf<C extends string>(plan: ColumnPlan<C>): Readonly<Record<C, CellFrame>> {
	const sizes = sizesOf(plan);
	const frames = plan.all.map((column): [C, CellFrame] => {
		const parts = plan.grows[column];
		const flex = parts === undefined ? `0 0 ${sizes[column].given}px` : `${parts} 1 0px`;
		const least = parts === undefined ? 0 : sizes[column].given;
		return [
			column,
			{
				className: `truncate px-2 ${plan.numbers.includes(column) ? 'text-right tabular' : ''}`,
				style: { flex: `var(--flex-${column}, ${flex})`, minWidth: `var(--least-${column}, ${least}px)` },
			},
		];
	});
	return Object.fromEntries(frames) as Record<C, CellFrame>;
}

function variablesOf(widths: ReadonlyMap<string, number>): CSSProperties {
	const variables = [...widths].flatMap(([column, px]) => [
		[`--flex-${column}`, `0 0 ${px}px`],
		[`--least-${column}`, '0px'],
	]);
	return Object.fromEntries(variables) as CSSProperties;
}
