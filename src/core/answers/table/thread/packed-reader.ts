import type { ResultFormat, ResultQuery } from '../../../../shared/run/result-table.ts';
import type { ReaderQuestion, ReaderStart } from '../reader/messages.ts';
import { type ReaderState, ResultReader } from '../reader/result-reader.ts';
import { unpack } from './unpack.ts';

/** What the records of a file are that says nothing but its name yet. */
const byExtension: { readonly [extension: string]: ResultFormat } = {
	'.csv': 'csv',
	'.tsv': 'csv',
	'.json': 'json',
	'.ndjson': 'ndjson',
	'.jsonl': 'ndjson',
};

/** Answers for a compressed file while it is unpacked: how far that is, and no record of it. */
export class PackedReader {
	readonly #start: ReaderStart;
	#read = 0;
	#query: ResultQuery | null = null;
	#failure: unknown = null;

	/** `whole` takes over once all of it is unpacked. */
	constructor(start: ReaderStart & { readonly unpackTo: string }, whole: (reader: ResultReader) => void) {
		this.#start = start;
		const told = (bytes: number): void => {
			this.#read = bytes;
		};
		unpack(start, told).then(
			({ fd, size }) => {
				try {
					const reader = new ResultReader({ ...start, fd, size });
					if (this.#query !== null) reader.ask(this.#query);
					whole(reader);
				} catch (error) {
					this.#failure = error;
				}
			},
			(error: unknown) => {
				this.#failure = error;
			},
		);
	}

	/** Throws what kept it from being unpacked. */
	answer(question: ReaderQuestion): unknown {
		if (this.#failure !== null) throw this.#failure;
		switch (question.ask) {
			case 'state':
				return this.#state();
			case 'view':
				this.#query = question.query;
				return this.#state();
			case 'rows':
				return [];
			case 'record':
				return null;
			case 'ids':
				return { isDone: false, names: [] };
			case 'places':
				return question.values.map(() => null);
		}
	}

	#state(): ReaderState {
		const { size, extension } = this.#start;
		return {
			bytes: size,
			format: byExtension[extension] ?? 'lines',
			rows: 0,
			// All of it is not all that there is to do.
			indexedBytes: Math.min(this.#read, size - 1),
			complete: false,
			columns: [],
			hiddenColumns: 0,
			view: null,
		};
	}
}
