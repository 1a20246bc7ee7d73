// Turns a CSV file into NDJSON, batch by batch.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_OBJECT } from '../../../sdk/assemblyscript/assembly/json/scan';
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { AUTO, CODES, Column, EXACT, STRING } from './columns';
import { CsvFile, REPORTED } from './file';
import { Input } from './input';
import { Place } from './place';

/** A batch is given away when it has grown to this, bytes. */
const BATCH_BYTES: i32 = 1_048_576;

export class CsvReader extends CsvFile {
	private ragged: i64 = 0;
	private lateCodes: i64 = 0;
	/** `"_extra":[`, under a name that no column has; empty until it is wanted. */
	private extra: Bytes = new Bytes();
	/** Before the row that was read last. */
	private before: Place = new Place();
	/** Whether that row cannot be given away. */
	private isLost: bool = false;

	/** Where the next record begins that is to be given away. */
	get place(): Place {
		if (this.isLost) return this.before;
		this.note(this.before);
		return this.before;
	}

	private note(place: Place): void {
		place.offset = this.input.offsetOf(this.input.at);
		place.line = this.line;
		place.isOpen = this.isOpen;
		place.ragged = this.ragged;
		place.untidy = this.untidy;
		place.lateCodes = this.lateCodes;
		place.repaired = this.writer.repaired;
	}

	/** Goes on from a place in the file. */
	resume(place: Place): void {
		this.input = new Input(this.settings.path, place.offset);
		this.line = place.line;
		this.isOpen = place.isOpen;
		this.ragged = place.ragged;
		this.untidy = place.untidy;
		this.lateCodes = place.lateCodes;
		this.writer.repaired = place.repaired;
		this.problem = '';
		this.isLost = false;
	}

	/** Appends a batch as NDJSON; nothing at the end, or after setting `problem`. */
	read(out: Bytes): void {
		if (this.problem != '') return;
		out.reserve(this.settings.batchSize * 64);
		for (let i = 0; i < this.settings.batchSize && out.length < BATCH_BYTES; i++) {
			this.note(this.before);
			if (!this.nextRow()) return;
			const before = out.length;
			this.writeRow(out);
			if (this.isReadable()) continue;
			out.length = before;
			// Blank lines before it stay passed over.
			this.before.offset = this.input.offsetOf(this.rowAt);
			this.before.line = this.line - this.rows.lines;
			this.before.isOpen = false;
			this.isLost = true;
			return;
		}
	}

	private writeRow(out: Bytes): void {
		const count = this.rows.count;
		// Without a header and names, the first row says how many columns there are.
		if (this.columns.length == 0) {
			for (let i = 0; i < count; i++) this.addColumn(`col${i + 1}`);
			this.markCodes();
		}
		const expected = this.columns.length;
		for (let i = 0; i < expected; i++) {
			const column = this.columns[i];
			out.append(column.label);
			if (i >= count) {
				out.text('null');
				continue;
			}
			this.writer.write(out, this.rows, i, column.type);
			if (this.writer.wroteCode && column.type == AUTO) this.turnToCodes(column);
		}
		if (count != expected) this.writeRagged(out, count, expected);
		out.byte(CLOSE_OBJECT);
		out.byte(0x0a);
	}

	/** One whole number of the column has to stay text: so do those that follow. */
	private turnToCodes(column: Column): void {
		column.type = CODES;
		if (++this.lateCodes > REPORTED) return;
		const line = this.line - this.rows.lines;
		logWarn(
			`line ${line}: "${column.name}" holds digits that stay text; from here on all whole numbers of it do (config.types says it of all)`,
		);
	}

	private writeRagged(out: Bytes, count: i32, expected: i32): void {
		if (++this.ragged <= REPORTED) {
			const fate = count < expected ? 'the missing ones are null' : `the others are in "${this.extraName()}"`;
			logWarn(`line ${this.line - this.rows.lines}: ${count} fields instead of ${expected}; ${fate}`);
		}
		if (count < expected) return;
		if (this.extra.length == 0) {
			writeText(this.extra, this.extraName());
			this.extra.text(':[');
		}
		out.byte(expected == 0 ? OPEN_OBJECT : COMMA);
		out.append(this.extra);
		for (let i = expected; i < count; i++) {
			if (i > expected) out.byte(COMMA);
			this.writer.write(out, this.rows, i, this.settings.exact ? EXACT : this.settings.infer ? AUTO : STRING);
		}
		out.byte(CLOSE_ARRAY);
	}

	/** A name that no column has. */
	private extraName(): string {
		let name = '_extra';
		for (let n = 2; this.hasColumn(name); n++) name = `_extra_${n}`;
		return name;
	}

	/** Says at the end what was said too seldom before. */
	summarise(): void {
		if (this.ragged > REPORTED) logWarn(`${this.ragged} rows do not have the number of fields that the header has`);
		if (this.untidy > REPORTED) logWarn(`${this.untidy} rows have text behind the closing quote of a field`);
		if (this.writer.repaired > 0) {
			logWarn(
				`${this.writer.repaired} fields are not UTF-8; their bad bytes became U+FFFD (config.encoding "latin1" may be right)`,
			);
		}
	}
}
