// A destination: writes records to a file, as NDJSON or CSV.
import { Config, readConfig, shorten } from '../../../sdk/assemblyscript/assembly/config';
import { fail, logInfo, logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Records } from '../../../sdk/assemblyscript/assembly/json/records';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { CsvFormat } from './csv-format';
import { OutputFile } from './output-file';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const records = new Records();
const csv = new CsvFormat();
let output: OutputFile | null = null;
let asCsv: bool = false;
let headerDue: bool = false;
let byteOrderMark: bool = false;
let count: i64 = 0;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['path', 'format', 'mode', 'columns', 'header', 'delimiter', 'line_end', 'guard_formulas', 'bom']);
	const path = config.text('path');
	if (path == '') config.refuse('config.path is missing: name the file to write');
	const format = config.choice('format', ['auto', 'ndjson', 'csv'], 'auto');
	asCsv = format == 'csv' || (format == 'auto' && (path.endsWith('.csv') || path.endsWith('.tsv')));
	csv.delimiter = delimiterOf(config, path);
	csv.crlf = config.choice('line_end', ['lf', 'crlf'], 'lf') == 'crlf';
	csv.guardFormulas = config.flag('guard_formulas', false);
	const columns = config.list('columns');
	for (let i = 0; i < columns.length; i++) csv.columns.push(new FieldPath(columns[i]));
	headerDue = asCsv && config.flag('header', true);
	byteOrderMark = asCsv && config.flag('bom', false);
	const append = config.choice('mode', ['replace', 'append'], 'replace') == 'append';
	if (config.problem != '') return config.finish();
	const file = new OutputFile(path, append);
	if (append && file.inspect()) {
		// The file has its header already.
		headerDue = false;
		byteOrderMark = false;
	}
	if (file.problem != '') return fail(file.problem);
	output = file;
	return 0;
}

function delimiterOf(config: Config, path: string): u8 {
	const text = config.text('delimiter', path.endsWith('.tsv') ? 'tab' : ',');
	if (text == 'tab' || text == '\t') return 0x09;
	const code = text.length == 1 ? text.charCodeAt(0) : 0x80;
	if (code > 0x20 && code < 0x80 && code != 0x22) return <u8>code;
	config.refuse(`config.delimiter must be one ASCII character or "tab", found "${shorten(text)}"`);
	return 0x2c;
}

export function write_data(ptr: usize, length: i32): i32 {
	return collect(write(ptr, length));
}

function write(ptr: usize, length: i32): i32 {
	const file = output;
	if (file === null) return fail('plugin_init was not called');
	if (file.problem != '') return fail(file.problem);
	const pending = file.pending;
	const before = pending.length;
	const countBefore = count;
	records.open(ptr, length);
	while (records.next()) {
		count++;
		if (asCsv) {
			if (!records.fields.isObject) {
				pending.length = before;
				return fail(`record ${count} is not an object; CSV has rows of named fields`);
			}
			csv.learnColumns(records.fields);
			beginCsv(file);
			csv.writeRecord(pending, records.fields);
		} else {
			pending.span(records.start, records.end);
			pending.byte(0x0a);
		}
	}
	if (records.broken) {
		pending.length = before;
		count = countBefore;
		return records.failure();
	}
	return file.advance() ? 0 : fail(file.problem);
}

function beginCsv(file: OutputFile): void {
	if (byteOrderMark) file.pending.text('\uFEFF');
	byteOrderMark = false;
	if (headerDue) csv.writeHeader(file.pending);
	headerDue = false;
}

/** Writes what is left. Returns a negative status where that fails: the file is not complete then. */
export function plugin_cleanup(): i32 {
	return collect(finish());
}

function finish(): i32 {
	const file = output;
	if (file === null) return 0;
	if (asCsv && csv.columns.length > 0) beginCsv(file);
	if (!file.flush()) return fail(file.problem);
	if (csv.surplus > 1) logWarn(`${csv.surplus} records have fields for which there is no column`);
	logInfo(`wrote ${count} records, ${file.written} bytes to ${file.path}`);
	return 0;
}
