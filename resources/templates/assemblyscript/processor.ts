// A processor: any number of records for each. Of `every` records this one passes on the first.
import { Bytes } from '../sdk/bytes';
import { readConfig } from '../sdk/config';
import { Records } from '../sdk/json/records';
import { collect } from '../sdk/memory';

export { alloc, dealloc } from '../sdk/memory';

const records = new Records();
const out = new Bytes();
let every: i32 = 2;
let seen: i32 = 0;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['every']);
	every = config.integer('every', 2, 1, 1_000_000);
	return config.finish();
}

export function process_data(ptr: usize, length: i32): i32 {
	return collect(process(ptr, length));
}

/** A batch comes in with one record on each line, and leaves the same way. */
function process(ptr: usize, length: i32): i32 {
	out.clear();
	records.open(ptr, length);
	while (records.next()) {
		if (seen == 0) {
			out.span(records.start, records.end);
			out.byte(0x0a);
		}
		seen = (seen + 1) % every;
	}
	return records.broken ? records.failure() : out.toResult();
}
