/** How the records of a result stand in its file; `lines`: text without fields, `bytes`: none can be told apart. */
export type ResultFormat = 'ndjson' | 'json' | 'csv' | 'lines' | 'bytes';

/** What is opened: a file that a run wrote or read, or the output that a call `kept`. */
export type ResultSource =
	| { readonly kind: 'written'; readonly run: string; readonly path: string }
	/** The file that a run was given as its input; `path`: one of those that a flow read. */
	| { readonly kind: 'input'; readonly run: string; readonly path?: string | undefined }
	| { readonly kind: 'kept'; readonly id: string };

export interface ResultColumn {
	readonly name: string;
	/** Every value of it that was looked at is a number. */
	readonly numeric: boolean;
}

/** `word`: true, false or null; `inner`: a list or an object, as JSON. */
export type CellKind = 'text' | 'number' | 'word' | 'inner';

export interface ResultCell {
	/** As it stands in the file, a text without its quotes and escapes. */
	readonly text: string;
	readonly kind: CellKind;
	/** There is more of it. */
	readonly cut: boolean;
}

export interface ResultRow {
	/** Place among all records of the file, from 0. */
	readonly row: number;
	/** By the columns that were asked for; null: the record has no such field. */
	readonly cells: readonly (ResultCell | null)[];
	/** Instead of cells, the beginning of what stands there. */
	readonly raw: string | null;
	/** Why there are no cells: it is no record of this format, or larger than is read. */
	readonly odd: 'damaged' | 'large' | null;
}

/** A record as a whole. */
export interface ResultRecord {
	readonly row: number;
	/** As it stands in the file. */
	readonly text: string;
	/** The same as JSON where the file is none: by the names of its columns. */
	readonly json: string | null;
	readonly bytes: number;
	readonly truncated: boolean;
	readonly odd: ResultRow['odd'];
}

export const resultTests = ['contains', 'equals', 'differs', 'less', 'more', 'empty', 'filled'] as const;
/** `less` and `more` compare numbers with numbers, and text with text. */
type ResultTest = (typeof resultTests)[number];

export interface ResultFilter {
	readonly column: string;
	readonly test: ResultTest;
	readonly value: string;
}

/** Which records, and in which order: all in the file's own where nothing is given. */
export interface ResultQuery {
	/** Text that occurs in any field, whatever its case. */
	readonly search: string;
	/** All of them hold. */
	readonly filters: readonly ResultFilter[];
	readonly sort: { readonly column: string; readonly descending: boolean } | null;
}

export interface ResultView {
	readonly phase: 'scanning' | 'sorting' | 'ready' | 'failed';
	/** Of the phase, 0 to 1. */
	readonly part: number;
	/** Rows that can be had by now. */
	readonly rows: number;
	/** Records that were looked at. */
	readonly scanned: number;
	/** What it came to the end of: more records fit than are kept, or there is more than can be sorted. */
	readonly limit: 'matches' | 'rows' | 'text' | null;
}

export interface ResultState {
	/** Names what is open in the other routes. */
	readonly id: string;
	/** Null: an output that a call kept. */
	readonly path: string | null;
	readonly bytes: number;
	readonly format: ResultFormat;
	/** How often the file was read anew because it changed. Rows of another number are of another file. */
	readonly revision: number;
	/** Records that were counted so far. */
	readonly rows: number;
	/** Bytes that were gone through; all of them: `rows` is how many there are. */
	readonly indexedBytes: number;
	readonly complete: boolean;
	/** In the order in which they were met in the records that were looked at. */
	readonly columns: readonly ResultColumn[];
	/** Columns beyond those that are told apart. */
	readonly hiddenColumns: number;
	/** Null: all records, as they stand. */
	readonly view: ResultView | null;
}

/** Which records of an input belong to records of an output. */
export interface ResultMatch {
	/** `looking`: it is being found out; `id`: by a column that names the records of both. */
	readonly how: 'looking' | 'position' | 'id';
	/** Of `id`. */
	readonly column: string | null;
	/** In the order of the output's that were asked for; null: the input has none. */
	readonly places: readonly (number | null)[];
}

export const RESULT_LIMITS = {
	/** Records that a view holds. */
	matches: 5_000_000,
	/** Records that are sorted. */
	sortedRows: 5_000_000,
	/** Of a text that sorting goes by, UTF-16 units. */
	sortedText: 64,
	columns: 500,
	/** Of a compressed result, unpacked. bytes */
	unpackedBytes: 16 * 1024 * 1024 * 1024,
	/** Larger records are not taken apart, bytes. */
	recordBytes: 1024 * 1024,
	/** Of one cell, UTF-16 units. */
	cellText: 300,
	/** At once. */
	rowsAtOnce: 200,
	columnsAtOnce: 60,
} as const;
