import type { JsonValue } from '../../../../../shared/errors/errors.ts';
import { csvUnreadable } from '../../io-failures.ts';
import type { ReadStart } from '../messages.ts';
import type { Packer } from '../packer.ts';
import type { RecordCutter } from '../record-cutter.ts';
import { asJson, GuestFailure, GuestModule } from './guest-module.ts';
import { type Opened, SeekableInput } from './seekable.ts';

const LF = 0x0a;
/** As long as a flow's record may be, bytes. */
const MAX_CSV_RECORD = 16 * 1024 * 1024;
/** Batches from one saved state to the next. */
const SAVED_EACH = 16;

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
	/** The same bytes as a `Buffer`, which finds a byte in half the time. */
	#found: Buffer = Buffer.alloc(0);
	#at = 0;
	/** Where the module was before it gave them, and how many were taken since. */
	#state: Uint8Array | null = null;
	#passed = 0;
	/** Batches that the module gave since. */
	#batches = 0;
	#ended = false;

	private constructor(path: string, input: SeekableInput, module: GuestModule) {
		this.#path = path;
		this.#input = input;
		this.#module = module;
	}

	static async open(
		start: ReadStart,
		format: 'csv' | 'tsv',
		open: (offset: number) => Opened,
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
				const end = this.#found.indexOf(LF, this.#at);
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
		this.#at = 0;
		await this.#saveState();
		const rows = await this.#telling(this.#module.read('read_data'));
		if (rows === null) {
			this.#ended = true;
			await this.#module.run('plugin_cleanup');
			return false;
		}
		this.#rows = rows;
		this.#found = Buffer.from(rows.buffer, rows.byteOffset, rows.length);
		return true;
	}

	/** Not before each of its batches: it costs as much as some of them, and passing over some costs little. */
	async #saveState(): Promise<void> {
		if (!this.#module.savesState || (this.#state !== null && ++this.#batches < SAVED_EACH)) return;
		this.#state = (await this.#telling(this.#module.read('save_state')))?.slice() ?? null;
		this.#passed = this.#batches = 0;
	}

	/** Without a state, all that was given before is read once more and passed over. */
	async #goOn(state: Uint8Array | null, passed: JsonValue, records: number): Promise<void> {
		const isKnown = state !== null && this.#module.savesState;
		if (isKnown) await this.#telling(this.#module.run('load_state', state));
		if (isKnown) this.#state = state;
		let left = isKnown ? Number(passed) : records;
		while (left > 0 && (await this.#nextRows())) {
			for (; left > 0 && this.#at < this.#rows.length; left--) {
				this.#at = this.#found.indexOf(LF, this.#at) + 1;
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
