import { useCallback, useEffect, useMemo, useState } from 'react';
import { MAX_KEPT_WIDTHS } from '../../../shared/api/appearance.ts';
import type { SizedTableName } from '../../../shared/api/layout.ts';
import { usePreferences, useRemember } from '../preferences.tsx';
import { type Widths, withWidth } from './column-sizes.ts';

interface ColumnWidths {
	/** As they are remembered, px by column. */
	readonly kept: Widths;
	/** As they are now, while an edge is moved. */
	readonly chosen: Widths;
	/** The column whose edge is moved. */
	readonly moved: string | null;
	/** Null: the edge rests where it was. */
	draft(column: string, px: number | null): void;
	keep(widths: Widths): void;
}

const nobody: Settled = [];
type Settled = readonly { readonly column: string; readonly px: number }[];

/** The widths that a person gave the columns of a table, and a way to give others. */
export function useColumnWidths(table: SizedTableName): ColumnWidths {
	const { columnWidths } = usePreferences();
	const remember = useRemember();
	const [moving, setMoving] = useState<{ readonly column: string; readonly px: number } | null>(null);
	const settled: Settled = columnWidths[table] ?? nobody;
	const kept = useMemo<Widths>(() => new Map(settled.map(({ column, px }) => [column, px])), [settled]);
	// What was moved is drawn so until it is remembered: in between nothing jumps back.
	// biome-ignore lint/correctness/useExhaustiveDependencies: it is the others that changed
	useEffect(() => setMoving(null), [kept]);
	return {
		kept,
		chosen: useMemo(() => (moving === null ? kept : withWidth(kept, moving.column, moving.px)), [kept, moving]),
		moved: moving?.column ?? null,
		draft: useCallback((column, px) => setMoving(px === null ? null : { column, px }), []),
		keep: useCallback(
			(widths) => {
				const next = [...widths].map(([column, px]) => ({ column, px })).slice(-MAX_KEPT_WIDTHS);
				remember('column_widths', (now = {}) => {
					const { [table]: _, ...rest } = now;
					return next.length === 0 ? rest : { ...rest, [table]: next };
				});
			},
			[table, remember],
		),
	};
}
