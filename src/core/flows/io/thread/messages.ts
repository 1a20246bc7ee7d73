/** What the program and a thread that reads or writes a flow's files say to each other. */
import type { JsonValue, WireError } from '../../../../shared/errors/errors.ts';
import type { ReadFileConfig } from '../../../../shared/flow/flow-file.ts';

/** How the records of a file stand in it. */
export type FileFormat = Exclude<ReadFileConfig['format'], 'auto'>;

/** Where a thread is to go on. */
export interface ReadFrom {
	readonly format: FileFormat;
	readonly isGzip: boolean;
	/** Bytes of the file as it is without compression, behind the last record. */
	readonly offset: number;
	readonly records: number;
	/** The format's own. */
	readonly more: JsonValue;
	readonly state: Uint8Array | null;
}

export interface ReadStart {
	readonly work: 'read';
	/** Of the file, open for reading for as long as the thread lives. */
	readonly fd: number;
	/** Bytes, when it was opened. */
	readonly size: number;
	/** For sentences, and for its extensions. */
	readonly path: string;
	readonly config: ReadFileConfig;
	readonly batchRecords: number;
	readonly batchBytes: number;
	readonly from: ReadFrom | null;
	/** Absolute path of the module that reads CSV. */
	readonly csvModule: string;
}

export interface EncodeStart {
	readonly work: 'encode';
	/** For sentences, and for its extension. */
	readonly path: string;
	readonly delimiter: string;
	/** Whether what a spreadsheet would run gets an apostrophe. */
	readonly guardFormulas: boolean;
	/** The first records that went through the encoder that this one follows, as NDJSON; null: it follows none. */
	readonly first: Uint8Array | null;
	/** Records that went through it in all. */
	readonly records: number;
	/** Absolute path of the module that writes CSV. */
	readonly csvModule: string;
}

export type ThreadStart = ReadStart | EncodeStart;

/** To a thread that reads: one more batch may be on its way. To one that encodes: what comes, or that all has come so far. */
export type ToThread =
	| { readonly to: 'read' }
	| { readonly to: 'encode'; readonly records: Uint8Array; readonly count: number }
	| { readonly to: 'flush' };

export type FromThread =
	| { readonly is: 'open'; readonly format: FileFormat; readonly isGzip: boolean }
	| {
			readonly is: 'batch';
			readonly data: Uint8Array;
			readonly ends: Uint32Array;
			readonly gap: 0 | 1;
			readonly at: Omit<ReadFrom, 'format' | 'isGzip'>;
			/** Of the file as it lies there. */
			readonly bytesRead: number;
	  }
	| { readonly is: 'end'; readonly bytesRead: number }
	| { readonly is: 'encoded'; readonly data: Uint8Array }
	| { readonly is: 'log'; readonly text: string }
	| { readonly is: 'failed'; readonly error: WireError };
