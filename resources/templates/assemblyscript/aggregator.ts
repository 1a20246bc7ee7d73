// An aggregator: few records for many. This one counts them, under the name `as` of its configuration.
import { Bytes } from '../sdk/bytes';
import { readConfig } from '../sdk/config';
import { writeInteger } from '../sdk/json/number';
import { Records } from '../sdk/json/records';
import { writeText } from '../sdk/json/text';
import { collect } from '../sdk/memory';

export { alloc, dealloc } from '../sdk/memory';

const records = new Records();
const out = new Bytes();
let name: string = 'records';
let count: i64 = 0;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['as']);
	name = config.text('as', 'records');
	return config.finish();
}

export function aggregate_data(ptr: usize, length: i32): i32 {
	return collect(take(ptr, length));
}

function take(ptr: usize, length: i32): i32 {
	records.open(ptr, length);
	while (records.next()) count++;
	return records.broken ? records.failure() : 0;
}

/** Called once, after the last record. */
export function aggregate_result(): i32 {
	out.clear();
	out.byte(0x7b);
	writeText(out, name);
	out.byte(0x3a);
	writeInteger(out, count);
	out.byte(0x7d);
	return collect(out.toResult());
}
