import { type Batch, recordAt } from '../../../shared/sandbox/batch.ts';
import { framed } from '../../records/record-writer.ts';
import { bytesInJson } from './io-failures.ts';

/** How records become a file. */
export interface Encoder {
	batch(batch: Batch): Promise<Uint8Array>;
	/** What it holds back, as far as that can be told by now. */
	flush(): Promise<Uint8Array>;
	/** What comes at the end, behind everything. */
	end(): Promise<Uint8Array>;
	/** What another one needs to go on. `again`: it takes these records anew, in front of all others. Null: nothing. */
	state(): Promise<{ readonly bytes: Uint8Array; readonly again: boolean } | null>;
	close(): Promise<void>;
}

const nothing = new Uint8Array(0);
const COMMA = 0x2c;
const LF = 0x0a;

/** Records as lines, and raw bytes as they come. */
export const lineEncoder: Encoder = {
	batch: async (batch) => framed(batch),
	flush: async () => nothing,
	end: async () => nothing,
	state: async () => null,
	close: async () => undefined,
};

/** One array, an element on each line. `records`: those that stand in it already. */
export function arrayEncoder(path: string, records: number): Encoder {
	let isEmpty = records === 0;
	return {
		...lineEncoder,
		async batch(batch) {
			if (batch.gap === 0) throw bytesInJson(path);
			const count = batch.ends.length;
			if (count === 0) return nothing;
			// Two bytes stand before each record, in the place of the line feed behind the one before it.
			const data = new Uint8Array((batch.ends[count - 1] as number) + 1 + count);
			let at = 0;
			for (let index = 0; index < count; index++) {
				data[at++] = isEmpty ? 0x5b : COMMA;
				data[at++] = LF;
				isEmpty = false;
				const record = recordAt(batch, index);
				data.set(record, at);
				at += record.length;
			}
			return data;
		},
		end: async () => Buffer.from(isEmpty ? '[]\n' : '\n]\n'),
	};
}
