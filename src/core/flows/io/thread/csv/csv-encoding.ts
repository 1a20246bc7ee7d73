import { csvUnwritable } from '../../io-failures.ts';
import type { EncodeStart } from '../messages.ts';
import { asJson, GuestFailure, GuestModule } from './guest-module.ts';

/** Records as CSV, as file-writer writes them: its own module does it, into memory instead of a file. */
export class CsvEncoding {
	readonly #start: EncodeStart;
	readonly #module: GuestModule;
	#pieces: Uint8Array[] = [];
	/** Records that went through this module, of which the first ones were those of another before. */
	#taken: number;
	#before = 0;

	private constructor(start: EncodeStart, log: (text: string) => void) {
		this.#start = start;
		this.#taken = 0;
		this.#module = new GuestModule(start.csvModule, {
			read: async () => new Uint8Array(0),
			write: (data) => this.#pieces.push(data),
			log,
		});
	}

	static async open(start: EncodeStart, log: (text: string) => void): Promise<CsvEncoding> {
		const encoding = new CsvEncoding(start, log);
		const { path, delimiter, guardFormulas, first } = start;
		await encoding.#telling(
			encoding.#module.run('plugin_init', asJson({ path, format: 'csv', delimiter, guard_formulas: guardFormulas })),
		);
		if (first === null) return encoding;
		// The columns and all else that its first records decide; what they are written as stands in the file already.
		await encoding.write(first, countLines(first));
		encoding.#before = start.records - encoding.#taken;
		await encoding.flush();
		return encoding;
	}

	/** NDJSON. Gives what can be written by now. */
	async write(records: Uint8Array, count: number): Promise<Uint8Array> {
		await this.#telling(this.#module.run('write_data', records));
		this.#taken += count;
		return this.#out();
	}

	/** All that was written so far; the columns are settled then. */
	async flush(): Promise<Uint8Array> {
		await this.#telling(this.#module.run('plugin_cleanup'));
		return this.#out();
	}

	#out(): Uint8Array {
		const out = this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : Buffer.concat(this.#pieces);
		this.#pieces = [];
		return out;
	}

	async #telling<T>(act: Promise<T>): Promise<T> {
		try {
			return await act;
		} catch (error) {
			if (!(error instanceof GuestFailure)) throw error;
			// It counts what it was given, which begins anew where another one went on.
			const how = error.message.replace(
				/^record (\d+)/,
				(_, number: string) => `record ${Number(number) + this.#before}`,
			);
			throw csvUnwritable(this.#start.path, how);
		}
	}
}

function countLines(data: Uint8Array): number {
	let lines = 0;
	for (let at = data.indexOf(0x0a); at !== -1; at = data.indexOf(0x0a, at + 1)) lines++;
	return lines;
}
