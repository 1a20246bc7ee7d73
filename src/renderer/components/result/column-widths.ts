import type { ResultColumn, ResultRow } from '../../../shared/run/result-table.ts';
import { labelWidth } from '../../lib/text/text-width.ts';

/** Of a column, px. */
const MIN = 72;
const MAX = 320;
const MAX_BESIDE = 520;
/** A value and the one that it was take so many times the room. */
const BESIDE = 1.9;
/** Cells are drawn larger than labels, by this. */
const LARGER = 1.2;
/** What stands around a cell's text, px. */
const AROUND = 22;
/** For the mark of the order in the head, px. */
const MARK = 16;

/** Where columns stand. */
export interface PlacedColumn extends ResultColumn {
	readonly left: number;
	readonly width: number;
}

/** Columns beside one another, each as wide as its name and the first of its values want. */
export function placeColumns(
	columns: readonly ResultColumn[],
	sample: readonly ResultRow[],
	/** A value stands beside another one. */
	isBeside: boolean,
): readonly PlacedColumn[] {
	let left = 0;
	return columns.map((column, place) => {
		const values = sample.map(({ cells }) => labelWidth((cells[place]?.text ?? '').slice(0, 60)));
		const wanted = Math.max(labelWidth(column.name) + MARK, ...values) * LARGER + AROUND;
		const most = isBeside ? MAX_BESIDE : MAX;
		const width = Math.round(Math.min(most, Math.max(MIN, isBeside ? BESIDE * wanted : wanted)));
		const placed = { ...column, left, width };
		left += width;
		return placed;
	});
}

/** Those of which something is seen between two places, px. */
export function columnsBetween(columns: readonly PlacedColumn[], from: number, to: number): readonly PlacedColumn[] {
	return columns.filter(({ left, width }) => left < to && left + width > from);
}
