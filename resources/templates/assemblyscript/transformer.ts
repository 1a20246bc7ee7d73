// A transformer: one record for each, in order. This one numbers them, from `first` of its configuration on.
import { Bytes } from '../sdk/bytes';
import { readConfig } from '../sdk/config';
import { writeInteger } from '../sdk/json/number';
import { Records } from '../sdk/json/records';
import { collect } from '../sdk/memory';

export { alloc, dealloc } from '../sdk/memory';

const records = new Records();
const out = new Bytes();
let number: i32 = 1;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['first']);
	number = config.integer('first', 1, 0, 1_000_000);
	return config.finish();
}

export function transform_data(ptr: usize, length: i32): i32 {
	return collect(transform(ptr, length));
}

/** A batch comes in with one record on each line, and leaves the same way. */
function transform(ptr: usize, length: i32): i32 {
	out.clear();
	records.open(ptr, length);
	while (records.next()) {
		out.text('{"number":');
		writeInteger(out, number++);
		out.text(',"record":');
		out.span(records.start, records.end);
		out.text('}\n');
	}
	return records.broken ? records.failure() : out.toResult();
}
