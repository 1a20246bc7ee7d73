// The beginning of a CSV file, and its rows one by one.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { firstInvalid } from '../../../sdk/assemblyscript/assembly/utf8';
import { AUTO, CODES, Column, EXACT, FieldWriter, plainText, STRING, typeNames } from './columns';
import { lookAt, sepLine, sepLineEnd } from './dialect';
import { Input } from './input';
import { Dialect, INCOMPLETE, RowReader } from './row-reader';
import { Settings } from './settings';
import { isWide } from './utf8';

/** Faults of one kind that are reported one by one. */
export const REPORTED: i64 = 5;
/** What is read before a file is judged by its beginning, bytes. */
export const BEGINNING: i32 = 65_536;
/** Rows that are looked through for codes before the first is written. */
const SAMPLE: i32 = 1000;

/** The file, its columns and its next row. */
export class CsvFile {
	/** What went wrong; empty: nothing. */
	problem: string = '';
	input: Input;
	readonly rows: RowReader;
	readonly writer: FieldWriter;
	columns: Column[] = [];
	private names: string[] = [];
	/** Hash and length of the first bytes of the file. */
	headHash: u64 = 0;
	headLength: i32 = 0;
	/** Line on which the row under way begins, from 1. */
	protected line: i64 = 1;
	/** Whether the last row ended with the file, without a line end. */
	protected isOpen: bool = false;
	/** Where the row under way begins, until the next one is asked for. */
	protected rowAt: usize = 0;
	protected untidy: i64 = 0;
	/** Whether each column of the rows that were looked through holds a code. */
	private codes: bool[] = [];

	constructor(readonly settings: Settings) {
		const dialect = new Dialect();
		dialect.quote = settings.quote;
		dialect.escapes = settings.escapes;
		this.input = new Input(settings.path);
		this.rows = new RowReader(dialect);
		this.writer = new FieldWriter(settings.quote);
		this.writer.latin1 = settings.latin1;
		this.writer.inferQuoted = settings.inferQuoted;
		this.writer.decimal = settings.decimal;
	}

	/** Reads the beginning of the file and the header. False after setting `problem`. */
	open(): bool {
		const input = this.input;
		while (!input.ended && input.pending < BEGINNING) if (!this.more()) return false;
		this.headLength = min(input.pending, BEGINNING);
		this.headHash = hashBytes(input.at, this.headLength);
		if (!this.passMarks() || !this.passLines()) return false;
		this.names = this.settings.columns;
		if (this.settings.header) {
			if (!this.nextRow()) return this.problem == '';
			this.readHeader();
			if (!this.isReadable()) return false;
		} else {
			for (let i = 0; i < this.names.length; i++) this.addColumn(this.names[i]);
		}
		this.lookForCodes();
		return true;
	}

	/** Passes over a byte order mark and Excel's `sep=` line; refuses UTF-16. */
	private passMarks(): bool {
		const input = this.input;
		const first = input.at;
		if (input.pending >= 2) {
			const pair = load<u16>(first);
			if (pair == 0xfeff || pair == 0xfffe || isWide(first, input.end)) {
				return this.fails(`${this.settings.path} is UTF-16; convert it to UTF-8 first`);
			}
		}
		// Programs that add a mark to a file that has one make two.
		while (input.pending >= 3 && (load<u32>(input.at) & 0xffffff) == 0xbfbbef) {
			input.take(input.at + 3);
			if (this.writer.latin1) logWarn(`${this.settings.path} begins with the mark of UTF-8 and is read as UTF-8`);
			this.writer.latin1 = false;
		}
		const named = sepLine(input.at, input.end);
		if (named != 0) {
			input.take(sepLineEnd);
			this.line++;
		}
		// 0 where nobody says: it is found out.
		this.rows.dialect.delimiter = this.settings.delimiter != 0 ? this.settings.delimiter : named;
		return true;
	}

	/** Finds out the delimiter, and passes over the lines before the header. */
	private passLines(): bool {
		for (let i = 0; i < this.settings.skipLines; i++) if (!this.skipLine()) return this.problem == '';
		const input = this.input;
		const findTitles = this.settings.header && this.settings.skipLines < 0;
		const found = lookAt(this.rows, input.at, input.end, input.ended, this.rows.dialect.delimiter, findTitles);
		for (let i = 0; i < found.titles; i++) {
			if (!this.nextRow()) return false;
			const line = this.line - this.rows.lines;
			logWarn(`line ${line}: passed over as a title before the header; config.skip_lines 0 reads it as the header`);
		}
		return true;
	}

	private skipLine(): bool {
		const input = this.input;
		let p = input.at;
		while (p < input.end && load<u8>(p) != 0x0a && load<u8>(p) != 0x0d) p++;
		// A line feed may follow a return.
		while (p + 1 >= input.end && !input.ended) {
			const length = p - input.at;
			if (!this.more()) return false;
			p = input.at + length;
			while (p < input.end && load<u8>(p) != 0x0a && load<u8>(p) != 0x0d) p++;
			if (<i32>(p - input.at) > this.settings.maxRecordBytes) return this.isTooLong();
		}
		if (p < input.end && load<u8>(p) == 0x0d && p + 1 < input.end && load<u8>(p + 1) == 0x0a) p++;
		input.take(min(p + 1, input.end));
		this.line++;
		return true;
	}

	/** Columns of which a whole number has to stay text are text before the first row is written. */
	private lookForCodes(): void {
		if (!this.settings.infer || this.settings.exact) return;
		const rows = this.rows;
		let p = this.input.at;
		for (let i = 0; i < SAMPLE && p < this.input.end; i++) {
			if (rows.next(p, this.input.end, this.input.ended) == INCOMPLETE) break;
			p = rows.after;
			while (this.codes.length < rows.count) this.codes.push(false);
			for (let j = 0; j < rows.count; j++) if (this.writer.holdsCode(rows, j)) this.codes[j] = true;
		}
		this.markCodes();
	}

	protected markCodes(): void {
		for (let i = 0; i < this.columns.length && i < this.codes.length; i++) {
			if (this.codes[i] && this.columns[i].type == AUTO) this.columns[i].type = CODES;
		}
	}

	private readHeader(): void {
		const text = new Bytes();
		const count = max(this.rows.count, this.names.length);
		for (let i = 0; i < count; i++) {
			let name = '';
			if (i < this.names.length) {
				name = this.names[i];
			} else {
				text.clear();
				this.writer.write(text, this.rows, i, STRING);
				// A JSON string, or null for an empty field.
				name = load<u8>(text.ptr) == 0x22 ? plainText(text) : '';
			}
			this.addColumn(name == '' ? `column_${i + 1}` : name);
		}
		text.release();
	}

	/** A name that is taken gets a number. */
	protected addColumn(name: string): void {
		let unique = name;
		for (let n = 2; this.hasColumn(unique); n++) unique = `${name}_${n}`;
		const column = new Column(unique, this.columns.length == 0);
		column.type = this.settings.exact ? EXACT : this.settings.infer ? AUTO : STRING;
		const types = this.settings.types;
		if (types !== null) {
			const type = types.get(unique);
			if (type !== null) column.type = typeNames.indexOf(type.text);
		}
		this.columns.push(column);
	}

	protected hasColumn(name: string): bool {
		for (let i = 0; i < this.columns.length; i++) if (this.columns[i].name == name) return true;
		return false;
	}

	/** The next row that counts; false at the end or after setting `problem`. */
	protected nextRow(): bool {
		const input = this.input;
		while (true) {
			if (input.pending == 0 && input.ended) return false;
			if (this.rows.next(input.at, input.end, input.ended) == INCOMPLETE) {
				// The line end is not of the record.
				if (input.pending - 2 > this.settings.maxRecordBytes) return this.isTooLong();
				if (!this.more()) return false;
				continue;
			}
			const rows = this.rows;
			if (<i32>(rows.stop - input.at) > this.settings.maxRecordBytes) return this.isTooLong();
			if (rows.unclosed) {
				return this.fails(
					`the record that begins on line ${this.line} of ${this.settings.path} has a quoted field that is never closed; close it, or set config.quote to "" where quotes are nothing special`,
				);
			}
			this.rowAt = input.at;
			this.isOpen = rows.stop == rows.after;
			input.take(rows.after);
			if (rows.untidy) this.reportUntidy();
			this.line += rows.lines;
			if (!this.passesOver()) return true;
		}
	}

	/** A blank line is a row of nothing where rows have one field, and nothing else where they have several. */
	private passesOver(): bool {
		if (this.columns.length == 1) return this.settings.skipBlank && this.rows.isBlank;
		return this.rows.isEmptyLine;
	}

	private isTooLong(): bool {
		return this.fails(
			`the record that begins on line ${this.line} of ${this.settings.path} is longer than ${this.settings.maxRecordBytes} bytes; a quote may never be closed, or raise config.max_record_bytes`,
		);
	}

	private reportUntidy(): void {
		if (++this.untidy > REPORTED) return;
		logWarn(
			`line ${this.line}: text follows the closing quote of a field; the field is kept as it stands, with its quotes`,
		);
	}

	private more(): bool {
		return this.input.more() ? true : this.fails(this.input.problem());
	}

	private fails(problem: string): bool {
		this.problem = problem;
		return false;
	}

	/** Whether the row that was written is UTF-8, or need not be; else false after setting `problem`. */
	protected isReadable(): bool {
		if (this.writer.repaired == 0 || this.settings.replaceInvalid) return true;
		const bad = firstInvalid(this.rowAt, this.rows.after);
		let line = this.line - this.rows.lines;
		for (let p = this.rowAt; p < bad; p++) if (load<u8>(p) == 0x0a) line++;
		const path = this.settings.path;
		return this.fails(
			`line ${line} of ${path} is not UTF-8, at byte ${this.input.offsetOf(bad)} of the file; set config.encoding to "latin1" if it is that, or config.invalid_utf8 to "replace"`,
		);
	}
}
