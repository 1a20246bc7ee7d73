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

/** The columns, with those as wide as a person made them that they moved. */
export function withChosen(
	columns: readonly PlacedColumn[],
	/** px by `keyOf` a column's name. */
	chosen: ReadonlyMap<string, number>,
): readonly PlacedColumn[] {
	if (chosen.size === 0) return columns;
	let left = 0;
	return columns.map((column) => {
		const width = chosen.get(keyOf(column.name)) ?? column.width;
		const placed = { ...column, left, width };
		left += width;
		return placed;
	});
}

/**
 * What a column's width is remembered by: columns of that name are so wide in every result. The name itself, which is as
 * long as a plugin makes it and says what the data is about, is not kept.
 */
export function keyOf(name: string): string {
	let [one, other] = [0x811c9dc5, 0x1b873593];
	for (let at = 0; at < name.length; at++) {
		const code = name.charCodeAt(at);
		one = Math.imul(one ^ code, 0x01000193);
		other = Math.imul(other ^ code, 0x85ebca6b);
	}
	return [one, other].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Those of which something is seen between two places, px. */
export function columnsBetween(columns: readonly PlacedColumn[], from: number, to: number): readonly PlacedColumn[] {
	return columns.filter(({ left, width }) => left < to && left + width > from);
}
