// Turns a CSV file into NDJSON, batch by batch.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_OBJECT } from '../../../sdk/assemblyscript/assembly/json/scan';
import { unescape } from '../../../sdk/assemblyscript/assembly/json/text';
import { AUTO, Column, FieldWriter, STRING, typeNames } from './columns';
import { Dialect, detectDelimiter } from './dialect';
import { Input } from './input';
import { INCOMPLETE, RowReader } from './row-reader';
import { Settings } from './settings';
import { firstInvalid } from './utf8';

/** A batch is given away when it has grown to this, bytes. */
const BATCH_BYTES: i32 = 1_048_576;
/** Ragged rows that are reported one by one. */
const REPORTED: i64 = 5;

export class CsvReader {
	/** What went wrong; empty: nothing. */
	problem: string = '';
	private input: Input;
	private rows: RowReader;
	private writer: FieldWriter;
	private columns: Column[] = [];
	private names: string[] = [];
	/** Line on which the row under way begins, from 1. */
	private line: i64 = 1;
	/** Where the row under way begins, until the next one is asked for. */
	private rowAt: usize = 0;
	private ragged: i64 = 0;

	constructor(private settings: Settings) {
		const dialect = new Dialect();
		dialect.quote = settings.quote;
		this.input = new Input(settings.path);
		this.rows = new RowReader(dialect);
		this.writer = new FieldWriter(settings.quote);
		this.writer.latin1 = settings.latin1;
		this.writer.inferQuoted = settings.inferQuoted;
	}

	/** Reads the beginning of the file and the header. False after setting `problem`. */
	open(): bool {
		const input = this.input;
		if (!this.more()) return false;
		const first = input.at;
		if (input.pending >= 2 && (load<u16>(first) == 0xfeff || load<u16>(first) == 0xfffe)) {
			return this.fails(`${this.settings.path} is UTF-16; convert it to UTF-8 first`);
		}
		if (input.pending >= 3 && (load<u32>(first) & 0xffffff) == 0xbfbbef) input.take(first + 3);
		const dialect = this.rows.dialect;
		dialect.delimiter =
			this.settings.delimiter != 0 ? this.settings.delimiter : detectDelimiter(input.at, input.end, dialect.quote);
		this.names = this.settings.columns;
		if (!this.settings.header) {
			for (let i = 0; i < this.names.length; i++) this.addColumn(this.names[i]);
			return true;
		}
		if (!this.nextRow()) return this.problem == '';
		this.readHeader();
		return this.isReadable();
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
	private addColumn(name: string): void {
		let unique = name;
		for (let n = 2; this.hasColumn(unique); n++) unique = `${name}_${n}`;
		const column = new Column(unique, this.columns.length == 0);
		column.type = this.settings.infer ? AUTO : STRING;
		const types = this.settings.types;
		if (types !== null) {
			const type = types.get(unique);
			if (type !== null) column.type = typeNames.indexOf(type.text);
		}
		this.columns.push(column);
	}

	private hasColumn(name: string): bool {
		for (let i = 0; i < this.columns.length; i++) if (this.columns[i].name == name) return true;
		return false;
	}

	/** The next row that is not blank; false at the end or after setting `problem`. */
	private nextRow(): bool {
		const input = this.input;
		while (true) {
			if (input.pending == 0 && input.ended) return false;
			if (this.rows.next(input.at, input.end, input.ended) == INCOMPLETE) {
				if (input.pending > this.settings.maxRecordBytes) {
					return this.fails(
						`the record that begins on line ${this.line} of ${this.settings.path} is longer than ${this.settings.maxRecordBytes} bytes; a quote may never be closed, or raise config.max_record_bytes`,
					);
				}
				if (!this.more()) return false;
				continue;
			}
			this.rowAt = input.at;
			input.take(this.rows.after);
			if (this.rows.unclosed) logWarn(`line ${this.line}: a quoted field is never closed`);
			this.line += this.rows.lines;
			if (!this.rows.isBlank) return true;
		}
	}

	private more(): bool {
		return this.input.more() ? true : this.fails(this.input.problem());
	}

	private fails(problem: string): bool {
		this.problem = problem;
		return false;
	}

	/** Appends a batch as NDJSON; nothing at the end, or after setting `problem`. */
	read(out: Bytes): void {
		if (this.problem != '') return;
		out.reserve(this.settings.batchSize * 64);
		for (let i = 0; i < this.settings.batchSize && out.length < BATCH_BYTES; i++) {
			if (!this.nextRow()) return;
			const before = out.length;
			this.writeRow(out);
			if (this.isReadable()) continue;
			out.length = before;
			return;
		}
	}

	/** Whether the row that was written is UTF-8, or need not be; else false after setting `problem`. */
	private isReadable(): bool {
		if (this.writer.repaired == 0 || this.settings.replaceInvalid) return true;
		const bad = firstInvalid(this.rowAt, this.rows.after);
		let line = this.line - this.rows.lines;
		for (let p = this.rowAt; p < bad; p++) if (load<u8>(p) == 0x0a) line++;
		const path = this.settings.path;
		return this.fails(
			`line ${line} of ${path} is not UTF-8, at byte ${this.input.offsetOf(bad)} of the file; set config.encoding to "latin1" if it is that, or config.invalid_utf8 to "replace"`,
		);
	}

	private writeRow(out: Bytes): void {
		const count = this.rows.count;
		// Without a header and names, the first row says how many columns there are.
		if (this.columns.length == 0) for (let i = 0; i < count; i++) this.addColumn(`col${i + 1}`);
		const expected = this.columns.length;
		for (let i = 0; i < expected; i++) {
			const column = this.columns[i];
			out.append(column.label);
			if (i < count) this.writer.write(out, this.rows, i, column.type);
			else out.text('null');
		}
		if (count != expected) this.writeRagged(out, count, expected);
		out.byte(CLOSE_OBJECT);
		out.byte(0x0a);
	}

	private writeRagged(out: Bytes, count: i32, expected: i32): void {
		if (++this.ragged <= REPORTED) {
			const fate = count < expected ? 'the missing ones are null' : 'the others are in "_extra"';
			logWarn(`line ${this.line - this.rows.lines}: ${count} fields instead of ${expected}; ${fate}`);
		}
		if (count < expected) return;
		out.byte(expected == 0 ? OPEN_OBJECT : COMMA);
		out.text('"_extra":[');
		for (let i = expected; i < count; i++) {
			if (i > expected) out.byte(COMMA);
			this.writer.write(out, this.rows, i, this.settings.infer ? AUTO : STRING);
		}
		out.byte(CLOSE_ARRAY);
	}

	/** Says at the end what was said too seldom before. */
	summarise(): void {
		if (this.ragged > REPORTED) logWarn(`${this.ragged} rows do not have the number of fields that the header has`);
		if (this.writer.repaired > 0) {
			logWarn(
				`${this.writer.repaired} fields are not UTF-8; their bad bytes became U+FFFD (config.encoding "latin1" may be right)`,
			);
		}
	}
}

/** The text of a JSON string. */
function plainText(json: Bytes): string {
	const decoded = new Bytes();
	const at = decoded.reserve(json.length);
	decoded.length = unescape(json.ptr + 1, json.ptr + json.length - 1, at);
	const text = decoded.toString();
	decoded.release();
	return text;
}
