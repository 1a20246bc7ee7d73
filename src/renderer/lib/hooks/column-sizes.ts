import { MAX_COLUMN_PX, MIN_COLUMN_PX } from '../../../shared/api/appearance.ts';

/** What a column takes of itself, px. */
export interface ColumnSize {
	/** Until a person chooses; of a column that takes what is left, at least so much. */
	readonly given: number;
	/** What a chosen column can be pressed together to for want of room, where it is not narrower already. */
	readonly least: number;
}
type Sizes<C extends string> = Readonly<Record<C, ColumnSize>>;
export type Widths = ReadonlyMap<string, number>;

/** A width that is within what any column can have, and at most `most`. Whole px */
export function boundedWidth(px: number, most: number): number {
	return Math.round(Math.max(MIN_COLUMN_PX, Math.min(px, most, MAX_COLUMN_PX)));
}

/** How wide a column can be made while the others keep what they need at least. px */
export function mostOf<C extends string>(
	column: C,
	columns: readonly C[],
	sizes: Sizes<C>,
	chosen: Widths,
	/** For all of them; 0: not known yet. px */
	room: number,
): number {
	if (room === 0) return MAX_COLUMN_PX;
	const others = columns.filter((other) => other !== column);
	return boundedWidth(room - sumOf(others, (other) => floorOf(other, sizes, chosen)), MAX_COLUMN_PX);
}

/**
 * The widths that were chosen, as there is room for them: where there is not, columns give way from the last one on, and
 * the one that is being moved gives way last.
 */
export function widthsWithin<C extends string>(
	columns: readonly C[],
	sizes: Sizes<C>,
	chosen: Widths,
	/** For all of them; 0: not known yet. px */
	room: number,
	moved: string | null = null,
): ReadonlyMap<C, number> {
	const widths = new Map<C, number>();
	for (const column of columns) {
		const px = chosen.get(column);
		if (px !== undefined) widths.set(column, px);
	}
	if (room === 0) return widths;
	let over = sumOf(columns, (column) => widths.get(column) ?? sizes[column].given) - room;
	const giving = [...widths.keys()].toReversed();
	for (const column of [...giving.filter((other) => other !== moved), ...giving.filter((other) => other === moved)]) {
		if (over <= 0) break;
		const px = widths.get(column) ?? 0;
		const least = Math.max(floorOf(column, sizes, chosen), px - over);
		widths.set(column, least);
		over -= px - least;
	}
	return widths;
}

/** Widths with one more, which is now the one that was moved last; null: it goes back to what it was given. */
export function withWidth(chosen: Widths, column: string, px: number | null): Widths {
	const next = new Map(chosen);
	next.delete(column);
	if (px !== null) next.set(column, px);
	return next;
}

/** px by one key: an arrow moves the edge, with Shift by more. */
const STEP_PX = 8;
const LEAP_PX = 40;

/**
 * What a key makes of a column's width; `given`: what it was before anybody chose. Null: it is none of the edge's keys.
 * `grows` is the arrow in whose direction the edge stands from the column.
 */
export function widthByKey(
	key: { readonly key: string; readonly shiftKey: boolean },
	px: number,
	most: number,
	grows: 'ArrowRight' | 'ArrowLeft',
): number | 'given' | null {
	const step = key.shiftKey ? LEAP_PX : STEP_PX;
	switch (key.key) {
		case 'ArrowRight':
		case 'ArrowLeft':
			return boundedWidth(px + (key.key === grows ? step : -step), most);
		case 'Home':
			return 'given';
		case 'End':
			return most;
		default:
			return null;
	}
}

function floorOf<C extends string>(column: C, sizes: Sizes<C>, chosen: Widths): number {
	const px = chosen.get(column);
	return px === undefined ? sizes[column].given : Math.min(px, sizes[column].least);
}

function sumOf<C extends string>(columns: readonly C[], px: (column: C) => number): number {
	return columns.reduce((sum, column) => sum + px(column), 0);
}
