// A destination: writes records to the file `path` of its configuration, one on each line.
import { Bytes } from '../sdk/bytes';
import { readConfig } from '../sdk/config';
import { appendFile, explain, fail, replaceFile } from '../sdk/host';
import { Records } from '../sdk/json/records';
import { collect } from '../sdk/memory';

export { alloc, dealloc } from '../sdk/memory';

const records = new Records();
const out = new Bytes();
let path: string = '';
let begun: bool = false;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['path']);
	path = config.text('path', 'out/records.ndjson');
	return config.finish();
}

export function write_data(ptr: usize, length: i32): i32 {
	return collect(write(ptr, length));
}

/** The first batch replaces the file, those after it are added. */
function write(ptr: usize, length: i32): i32 {
	out.clear();
	records.open(ptr, length);
	while (records.next()) {
		out.span(records.start, records.end);
		out.byte(0x0a);
	}
	if (records.broken) return records.failure();
	const status = begun ? appendFile(path, out) : replaceFile(path, out);
	if (status < 0) return fail(`cannot write ${path}: ${explain(status)}`, status);
	begun = true;
	return 0;
}
