// Which columns a CSV file gets, and when they are settled: by the configuration, by the header of a file that rows are
// added to, or by the first records, which wait until then.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { shorten } from '../../../sdk/assemblyscript/assembly/config';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import { Records } from '../../../sdk/assemblyscript/assembly/json/records';
import { headerOf, MOST_COLUMNS, namesOf } from './columns';
import { CsvFormat } from './csv-format';
import { FirstRow } from './existing-file';
import { OutputFile } from './output-file';

/** So many bytes of records wait, so that fields which come later have their columns. */
const WAITING: i32 = 2_097_152;

export class CsvOutput {
	readonly format: CsvFormat = new CsvFormat();
	headerDue: bool = true;
	byteOrderMark: bool = false;
	/** Whether fields without a column are left out instead of refused. */
	dropUnknown: bool = false;
	/** Whether the configuration says which delimiter it is. */
	isDelimiterNamed: bool = false;
	/** Why the last record cannot be written. */
	problem: string = '';
	/** The header of the file that rows are added to; null: there is none to hold to. */
	private existing: FirstRow | null = null;
	/** What the header may be as well, until the first record says which; null: nothing else. */
	private doubtful: FirstRow | null = null;
	/** Records that wait for the columns to be settled; null: they are. */
	private waiting: Bytes | null = null;
	/** Whether the columns are plain; -1: not looked at yet. */
	private plain: i32 = -1;
	private knownBefore: i32 = 0;
	private waitingBefore: i32 = 0;
	private headerBefore: bool = true;
	private markBefore: bool = false;
	private tellingBefore: i32 = 0;
	/** Records with fields that no column has. */
	private surplus: i64 = 0;

	/** Comes last of the settings. */
	begin(): void {
		if (this.format.columns.count == 0) this.waiting = new Bytes();
	}

	/** Holds to the first row of the file. False: rows of other columns would come below it (`problem`). */
	continueAfter(row: FirstRow, path: string, hasHeader: bool): bool {
		const format = this.format;
		this.headerDue = false;
		this.byteOrderMark = false;
		const columns = format.columns;
		this.adopt(row);
		if (!hasHeader) return columns.count == 0 || this.fits(path, row);
		if (columns.count == 0) {
			this.doubtful = row.other;
			this.useNames(row);
			return true;
		}
		const given = columns.list.slice(0);
		if (this.useGiven(given, row)) return true;
		const other = row.other;
		if (other !== null && this.useGiven(given, other)) {
			this.adopt(other);
			return true;
		}
		return this.refuse(
			`cannot append to ${path}: its header is ${headerOf(row.names)}, the columns are ${headerOf(given.map<string>((column) => column.text))}; name the same columns in config.columns${this.orDelimiter(row)}, or write another file`,
		);
	}

	private adopt(row: FirstRow): void {
		const format = this.format;
		this.existing = row;
		format.delimiter = row.delimiter;
		const isOne = row.names.length == 1;
		format.telling = isOne ? 1 : 0;
		// One column tells no delimiter: whoever reads the file may take any for it, in whichever row.
		format.telltale = isOne && !this.isDelimiterNamed;
	}

	private useNames(row: FirstRow): void {
		const columns = this.format.columns;
		columns.cut(0);
		for (let i = 0; i < row.names.length; i++) columns.list.push(new FieldPath(this.fieldOf(row.names[i])));
	}

	/** Puts the columns that are given into the order of a header. False where they are not the same. */
	private useGiven(given: FieldPath[], row: FirstRow): bool {
		const format = this.format;
		const left = given.slice(0);
		format.columns.cut(0);
		for (let i = 0; i < row.names.length; i++) {
			for (let k = 0; k < left.length; k++) {
				if (format.nameInHeader(left[k].text) != row.names[i] && left[k].text != row.names[i]) continue;
				format.columns.list.push(left[k]);
				left.splice(k, 1);
				break;
			}
		}
		return left.length == 0 && format.columns.count == row.names.length;
	}

	/** `user:id` is one column, or two that a colon parts: what the first record has. */
	private settleHeader(fields: Fields): void {
		const other = this.doubtful;
		const row = this.existing;
		if (other === null || row === null) return;
		this.doubtful = null;
		const columns = this.format.columns;
		if (this.dropUnknown ? fields.find(columns.list[0]) : columns.unknown(fields) < 0) return;
		this.useNames(other);
		let found = columns.unknown(fields) < 0;
		for (let i = 0; this.dropUnknown && !found && i < columns.count; i++) found = fields.find(columns.list[i]);
		if (found) this.adopt(other);
		else this.useNames(row);
	}

	/** What else to do where a row of one field may be several that nobody can tell. */
	private orDelimiter(row: FirstRow): string {
		return row.names.length > 1 || this.isDelimiterNamed ? '' : ', or its delimiter in config.delimiter';
	}

	/** Whether the first row of a file without a header has as many fields as there are columns. */
	private fits(path: string, row: FirstRow): bool {
		const columns = this.format.columns;
		if (row.names.length == columns.count) return true;
		const other = row.other;
		if (other !== null && other.names.length == columns.count) {
			this.adopt(other);
			return true;
		}
		return this.refuse(
			`cannot append to ${path}: its first row has ${row.names.length} fields, ${headerOf(row.names)}, the columns are ${columns.count}, ${columns.toString()}${row.names.length > 1 || this.isDelimiterNamed ? '' : '; name its delimiter in config.delimiter where there is another'}`,
		);
	}

	/** A name that was guarded when it was written stands for the field without the guard. */
	private fieldOf(name: string): string {
		if (!name.startsWith("'")) return name;
		const bare = name.substring(1);
		return this.format.nameInHeader(bare) == name ? bare : name;
	}

	/** Before a batch, of which all or nothing is taken. */
	mark(): void {
		const waiting = this.waiting;
		this.knownBefore = this.format.columns.count;
		this.headerBefore = this.headerDue;
		this.markBefore = this.byteOrderMark;
		this.tellingBefore = this.format.telling;
		this.waitingBefore = waiting === null ? 0 : waiting.length;
	}

	/** Takes back what came since `mark` and is not handed on. */
	undo(): void {
		this.headerDue = this.headerBefore;
		this.byteOrderMark = this.markBefore;
		this.format.telling = this.tellingBefore;
		const waiting = this.waiting;
		if (waiting === null) return;
		waiting.length = this.waitingBefore;
		this.format.columns.cut(this.knownBefore);
	}

	/** Takes one record. False: it cannot be written (`problem`). */
	add(records: Records, number: i64, file: OutputFile): bool {
		const fields = records.fields;
		if (!fields.isObject) return this.refuse(`record ${number} is not an object; CSV has rows of named fields`);
		const waiting = this.waiting;
		if (waiting === null) return this.write(fields, number, file);
		if (!this.format.columns.learn(fields)) {
			return this.refuse(
				`record ${number} is the first by which there are more than ${MOST_COLUMNS} columns; name those that are wanted in config.columns`,
			);
		}
		waiting.span(records.start, records.end);
		waiting.byte(0x0a);
		return true;
	}

	private write(fields: Fields, number: i64, file: OutputFile): bool {
		const columns = this.format.columns;
		if (this.doubtful !== null) this.settleHeader(fields);
		if (!this.dropUnknown) {
			const unknown = columns.unknown(fields);
			if (unknown >= 0) return this.refuse(this.unknownField(fields, unknown, number, file.path));
		}
		this.writeHead(file.pending);
		if (this.plain < 0) this.plain = columns.isPlain ? 1 : 0;
		const isCounted = this.dropUnknown && this.plain == 1;
		if (isCounted) columns.inOrder = false;
		const hasUnknown = this.dropUnknown && !isCounted && columns.unknown(fields) >= 0;
		const found = this.format.writeRecord(file.pending, fields);
		// Where each column holds a whole field, those that were not found tell how many are left.
		if ((hasUnknown || (isCounted && found < fields.count)) && ++this.surplus == 1) {
			logWarn('a record has fields for which there is no column; name all of them in config.columns');
		}
		return true;
	}

	private unknownField(fields: Fields, index: i32, number: i64, path: string): string {
		const row = this.existing;
		if (row !== null) {
			return `cannot append to ${path}: its header is ${this.format.columns.toString()}, record ${number} has ${headerOf(namesOf(fields))}; write another file${this.orDelimiter(row)}, or set config.unknown_fields to "drop"`;
		}
		const name = shorten(String.UTF8.decodeUnsafe(fields.name(index), fields.nameLength(index)));
		return `record ${number} has the field "${name}", and the header is written: ${this.format.columns.toString()}; name all columns in config.columns, or set config.unknown_fields to "drop"`;
	}

	private refuse(problem: string): bool {
		this.problem = problem;
		return false;
	}

	private writeHead(out: Bytes): void {
		if (this.byteOrderMark) out.text('\uFEFF');
		this.byteOrderMark = false;
		if (this.headerDue) this.format.writeHeader(out);
		this.headerDue = false;
	}

	/** Settles the columns where enough waits, or `now`, and writes what waited. False after a failure of the file. */
	settle(file: OutputFile, now: bool): bool {
		const waiting = this.waiting;
		if (waiting === null) {
			if (now && this.format.columns.count > 0) this.writeHead(file.pending);
			return true;
		}
		if (!now && waiting.length < WAITING) return true;
		this.waiting = null;
		const columns = this.format.columns;
		if (columns.count == 0) {
			if (waiting.length > 0) logWarn('no record has a field, so there is no column and no row');
			waiting.release();
			return true;
		}
		const row = this.existing;
		if (row !== null && !this.fits(file.path, row)) {
			file.problem = this.problem;
			return false;
		}
		// At once, since what grows by halves needs room twice.
		file.pending.reserve(waiting.length);
		this.writeHead(file.pending);
		const records = new Records();
		records.open(waiting.ptr, waiting.length);
		while (records.next()) {
			columns.unknown(records.fields);
			this.format.writeRecord(file.pending, records.fields);
			if (!file.advance()) return false;
		}
		waiting.release();
		return true;
	}

	/** Says what was left out. */
	report(): void {
		if (this.surplus > 1) logWarn(`${this.surplus} records have fields for which there is no column`);
	}
}
