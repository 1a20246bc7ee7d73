import type { ResultQuery } from '../../../../shared/run/result-table.ts';
import type { RowsWanted } from './result-reader.ts';

/** What a thread that reads a result is started with. */
export interface ReaderStart {
	/** Of the file, open for reading for as long as the thread lives. */
	readonly fd: number;
	/** Bytes; what is added behind them is not read. */
	readonly size: number;
	/** With its dot, in lower case. */
	readonly extension: string;
	/** Absolute path, where nothing is: the file is compressed, and is unpacked there to be read. Null: it is read as it is. */
	readonly unpackTo: string | null;
}

/** Why a compressed file could not be read. */
export type UnpackTrouble = 'damaged' | 'large' | 'no_room';

export type ReaderQuestion =
	| { readonly ask: 'state' }
	| { readonly ask: 'rows'; readonly rows: RowsWanted }
	| { readonly ask: 'record'; readonly row: number }
	| { readonly ask: 'view'; readonly query: ResultQuery }
	/** Which of these columns name every record; it is begun to find that out. */
	| { readonly ask: 'ids'; readonly names: readonly string[] }
	/** Which records have these values in a column that names them. */
	| { readonly ask: 'places'; readonly column: string; readonly values: readonly string[] };

export type ReaderReply = { readonly id: number } & (
	| { readonly data: unknown }
	| { readonly error: string; readonly trouble: UnpackTrouble | null }
);
