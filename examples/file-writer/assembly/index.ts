// A destination: writes records to a file, as NDJSON or CSV.
import { Config, readConfig, shorten } from '../../../sdk/assemblyscript/assembly/config';
import { fail, logInfo } from '../../../sdk/assemblyscript/assembly/host';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Records } from '../../../sdk/assemblyscript/assembly/json/records';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { CsvOutput } from './csv-output';
import { isKnown, mayDelimit } from './delimiters';
import { readFirstRow } from './existing-file';
import { OutputFile } from './output-file';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

/** How far a first row is looked for. */
const HEAD: i32 = 262_144;

const records = new Records();
let output: OutputFile | null = null;
/** Null: NDJSON is written. */
let csv: CsvOutput | null = null;
let count: i64 = 0;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only([
		'path',
		'file_path',
		'format',
		'mode',
		'columns',
		'header',
		'delimiter',
		'line_end',
		'guard_formulas',
		'bom',
		'unknown_fields',
	]);
	const path = config.textOf('path', 'file_path');
	if (path == '') config.refuse('config.path is missing: name the file to write');
	const format = config.choice('format', ['auto', 'ndjson', 'csv'], 'auto');
	const append = config.choice('mode', ['replace', 'append'], 'replace') == 'append';
	const name = path.toLowerCase();
	const asCsv = format == 'csv' || (format == 'auto' && (name.endsWith('.csv') || name.endsWith('.tsv')));
	const table = new CsvOutput();
	const usual: u8 = name.endsWith('.tsv') ? 0x09 : 0x2c;
	const delimiter = delimiterOf(config);
	table.format.delimiter = delimiter == 0 ? usual : delimiter;
	table.isDelimiterNamed = delimiter != 0;
	table.format.telltale = !isKnown(table.format.delimiter);
	const lineEnd = config.choice('line_end', ['auto', 'lf', 'crlf'], 'auto');
	table.format.crlf = lineEnd == 'crlf';
	table.format.guardFormulas = config.flag('guard_formulas', false);
	const columns = config.list('columns');
	for (let i = 0; i < columns.length; i++) table.format.columns.list.push(new FieldPath(columns[i]));
	const hasHeader = config.flag('header', true);
	table.headerDue = hasHeader;
	table.byteOrderMark = config.flag('bom', false);
	// Who names columns has chosen; who does not must not lose what comes later.
	const otherwise = columns.length > 0 ? 'drop' : 'refuse';
	table.dropUnknown = config.choice('unknown_fields', ['refuse', 'drop'], otherwise) == 'drop';
	if (config.problem != '') return config.finish();
	const file = new OutputFile(path, append);
	const size = append ? file.inspect() : 0;
	if (file.problem != '') return fail(file.problem);
	if (asCsv && size > 0) {
		const head = file.head(HEAD);
		const row = readFirstRow(head.ptr, head.length, size <= <i64>head.length, delimiter, usual);
		head.free();
		if (row.problem != '') return fail(`cannot append to ${path}: ${row.problem}`);
		if (row.names.length > 0) {
			if (lineEnd == 'auto') table.format.crlf = row.crlf;
			if (!table.continueAfter(row, path, hasHeader)) return fail(table.problem);
		} else {
			table.byteOrderMark = false;
		}
		// A last line that was never ended is ended as the others are.
		if (table.format.crlf && file.pending.length > 0) {
			file.pending.clear();
			file.pending.text('\r\n');
		}
		if (row.names.length == 0) file.pending.clear();
	}
	table.begin();
	if (asCsv) csv = table;
	output = file;
	return 0;
}

/** 0: none is named. */
function delimiterOf(config: Config): u8 {
	if (config.get('delimiter') === null) return 0;
	const text = config.text('delimiter');
	if (text == 'tab' || text == '\t') return 0x09;
	const code = text.length == 1 ? text.charCodeAt(0) : 0x80;
	if (code < 0x80 && mayDelimit(<u8>code)) return <u8>code;
	config.refuse(
		`config.delimiter must be one ASCII character that no word and no number has, or "tab", found "${shorten(text)}"`,
	);
	return 0;
}

export function write_data(ptr: usize, length: i32): i32 {
	return collect(write(ptr, length));
}

function write(ptr: usize, length: i32): i32 {
	const file = output;
	if (file === null) return fail('plugin_init was not called');
	if (file.problem != '') return fail(file.problem);
	const table = csv;
	const pending = file.pending;
	const before = pending.length;
	const countBefore = count;
	if (table !== null) table.mark();
	records.open(ptr, length);
	let good = true;
	while (good && records.next()) {
		count++;
		if (table !== null) {
			good = table.add(records, count, file);
		} else {
			pending.span(records.start, records.end);
			pending.byte(0x0a);
		}
	}
	if (!good || records.broken) {
		// Of a batch all is written or nothing.
		pending.length = before;
		count = countBefore;
		if (table !== null) table.undo();
		return records.broken ? records.failure() : fail(table!.problem);
	}
	if (table !== null && !table.settle(file, false)) return fail(file.problem);
	return file.advance() ? 0 : fail(file.problem);
}

/** Writes what is left. Returns a negative status where that fails: the file is not complete then. */
export function plugin_cleanup(): i32 {
	return collect(finish());
}

function finish(): i32 {
	const file = output;
	if (file === null) return 0;
	const table = csv;
	if (table !== null && file.problem == '') table.settle(file, true);
	if (!file.flush()) return fail(file.problem);
	if (table !== null) table.report();
	logInfo(`wrote ${count} records, ${file.written} bytes to ${file.path}`);
	return 0;
}
