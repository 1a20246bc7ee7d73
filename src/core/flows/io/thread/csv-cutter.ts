import type { JsonValue } from '../../../../shared/errors/errors.ts';
import { csvUnreadable } from '../io-failures.ts';
import type { ByteSource } from './byte-source.ts';
import { asJson, GuestFailure, GuestModule } from './guest-module.ts';
import type { ReadStart } from './messages.ts';
import type { Packer } from './packer.ts';
import type { RecordCutter } from './record-cutter.ts';
import { SeekableInput } from './seekable.ts';

const LF = 0x0a;
/** As long as a flow's record may be, bytes. */
const MAX_CSV_RECORD = 16 * 1024 * 1024;

/**
 * Rows of CSV as csv-source reads them: its own module does it. It is at most one of its batches ahead; a place is
 * where it was before that, and the number of records to pass over from there.
 */
export class CsvCutter implements RecordCutter {
	readonly #path: string;
	readonly #input: SeekableInput;
	readonly #module: GuestModule;
	/** Records that the module gave, in its memory, and how far they were taken. */
	#rows: Uint8Array = new Uint8Array(0);
	#at = 0;
	/** Where the module was before it gave them, and how many were taken since. */
	#state: Uint8Array | null = null;
	#passed = 0;
	#ended = false;

	private constructor(path: string, input: SeekableInput, module: GuestModule) {
		this.#path = path;
		this.#input = input;
		this.#module = module;
	}

	static async open(
		start: ReadStart,
		format: 'csv' | 'tsv',
		open: () => ByteSource,
		log: (text: string) => void,
	): Promise<CsvCutter> {
		const { config, path, from } = start;
		const input = new SeekableInput(open);
		const module = new GuestModule(start.csvModule, {
			read: (offset, most) => input.read(offset, most),
			write: () => undefined,
			log,
		});
		const cutter = new CsvCutter(path, input, module);
		await cutter.#telling(
			module.run(
				'plugin_init',
				asJson({
					path,
					delimiter: config.delimiter ?? (format === 'tsv' ? 'tab' : 'auto'),
					header: config.header,
					infer: config.types,
					batch_size: start.batchRecords,
					max_record_bytes: MAX_CSV_RECORD,
				}),
			),
		);
		if (from !== null) await cutter.#goOn(from.state, from.more, from.records);
		return cutter;
	}

	/** What was read of the file for it. */
	get bytesRead(): number {
		return this.#input.bytesRead;
	}

	/** The module knows it. */
	get offset(): number {
		return 0;
	}

	more(): JsonValue {
		return this.#passed;
	}

	state(): Uint8Array | null {
		return this.#state;
	}

	async fill(packer: Packer): Promise<void> {
		for (;;) {
			const rows = this.#rows;
			while (this.#at < rows.length) {
				if (packer.isFull) return;
				const end = rows.indexOf(LF, this.#at);
				if (!packer.add(rows, this.#at, end)) return;
				this.#at = end + 1;
				this.#passed++;
			}
			packer.keep();
			if (!(await this.#nextRows())) return;
		}
	}

	/** False: there are no more. */
	async #nextRows(): Promise<boolean> {
		if (this.#ended) return false;
		this.#rows = new Uint8Array(0);
		this.#at = this.#passed = 0;
		if (this.#module.savesState) this.#state = (await this.#module.read('save_state'))?.slice() ?? null;
		const rows = await this.#telling(this.#module.read('read_data'));
		if (rows === null) {
			this.#ended = true;
			await this.#module.run('plugin_cleanup');
			return false;
		}
		this.#rows = rows;
		return true;
	}

	/** Without a state, all that was given before is read once more and passed over. */
	async #goOn(state: Uint8Array | null, passed: JsonValue, records: number): Promise<void> {
		const isKnown = state !== null && this.#module.savesState;
		if (isKnown) await this.#telling(this.#module.run('load_state', state));
		let left = isKnown ? Number(passed) : records;
		while (left > 0 && (await this.#nextRows())) {
			for (; left > 0 && this.#at < this.#rows.length; left--) {
				this.#at = this.#rows.indexOf(LF, this.#at) + 1;
				this.#passed++;
			}
		}
	}

	async #telling<T>(act: Promise<T>): Promise<T> {
		try {
			return await act;
		} catch (error) {
			throw error instanceof GuestFailure ? csvUnreadable(this.#path, error.message) : error;
		}
	}
}
