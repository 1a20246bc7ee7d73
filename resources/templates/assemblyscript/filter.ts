// A filter: keeps the records whose JSON contains the text `contains` of its configuration.
import { Bytes } from '../sdk/bytes';
import { readConfig } from '../sdk/config';
import { Records } from '../sdk/json/records';
import { collect } from '../sdk/memory';

export { alloc, dealloc } from '../sdk/memory';

const records = new Records();
const wanted = new Bytes();
const verdicts = new Bytes();

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['contains']);
	wanted.clear();
	wanted.text(config.text('contains'));
	return config.finish();
}

export function filter_data(ptr: usize, length: i32): i32 {
	return collect(filter(ptr, length));
}

/** For a batch of records, true or false on a line for each. */
function filter(ptr: usize, length: i32): i32 {
	verdicts.clear();
	records.open(ptr, length);
	while (records.next()) verdicts.text(contains(records.start, records.end) ? 'true\n' : 'false\n');
	return records.broken ? records.failure() : verdicts.toResult();
}

function contains(start: usize, end: usize): bool {
	for (let at = start; at + wanted.length <= end; at++) {
		if (memory.compare(at, wanted.ptr, wanted.length) == 0) return true;
	}
	return false;
}
