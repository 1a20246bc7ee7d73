import type { CellKind } from '../../../../shared/run/result-table.ts';

/**
 * Takes one record apart, as far as its fields: what a field holds is made a text of when somebody asks. Reused from
 * record to record.
 */
export interface RecordParser {
	/**
	 * `data[0, end)` is the record, and `data[end]` a line feed. It may change white space of `data`. False: it is no record
	 * of this format.
	 */
	parse(data: Buffer, end: number): boolean;
	/** Fields of the last record. */
	readonly count: number;
	/** Column of a field; -1: one more than are told apart. */
	columnOf(field: number): number;
	/** Whole, however long it is. */
	textOf(field: number): string;
	kindOf(field: number): CellKind;
}

/** The field of a column, the last of several; -1: the record has none. */
export function fieldOf(parser: RecordParser, column: number): number {
	for (let field = parser.count - 1; field >= 0; field--) if (parser.columnOf(field) === column) return field;
	return -1;
}
