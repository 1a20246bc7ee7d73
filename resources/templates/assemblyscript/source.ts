// A source: counts up to `count` of its configuration, a record for each number.
import { Bytes } from '../sdk/bytes';
import { readConfig } from '../sdk/config';
import { writeInteger } from '../sdk/json/number';
import { collect } from '../sdk/memory';

export { alloc, dealloc } from '../sdk/memory';

/** Records handed over together. */
const BATCH: i32 = 1000;

const out = new Bytes();
let count: i32 = 3;
let next: i32 = 1;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['count']);
	count = config.integer('count', 3, 0, 1_000_000_000);
	return config.finish();
}

/** The next records, one on each line; 0 at the end. */
export function read_data(): i32 {
	if (next > count) return 0;
	out.clear();
	for (let i = 0; i < BATCH && next <= count; i++, next++) {
		out.text('{"n":');
		writeInteger(out, next);
		out.text('}\n');
	}
	return collect(out.toResult());
}
