import type { CellKind } from '../../../../shared/run/result-table.ts';
import type { Columns } from './columns.ts';
import type { RecordParser } from './record-parser.ts';

const CR = 0x0d;

/** The column of lines of text. */
const TEXT_COLUMN = 'text';

/** A line of text is one field. */
export class LineParser implements RecordParser {
	readonly #place: number;
	#text = '';
	readonly count = 1;

	constructor(columns: Columns) {
		this.#place = columns.place(TEXT_COLUMN);
	}

	parse(data: Buffer, end: number): boolean {
		this.#text = data.toString('utf8', 0, end > 0 && data[end - 1] === CR ? end - 1 : end);
		return true;
	}

	columnOf(): number {
		return this.#place;
	}

	textOf(): string {
		return this.#text;
	}

	kindOf(): CellKind {
		return 'text';
	}
}
