// A filter: keeps the records for which the condition `where` holds.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { readConfig } from '../../../sdk/assemblyscript/assembly/config';
import { fail, logInfo } from '../../../sdk/assemblyscript/assembly/host';
import { Records } from '../../../sdk/assemblyscript/assembly/json/records';
import { OPEN_ARRAY } from '../../../sdk/assemblyscript/assembly/json/scan';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { Condition } from './condition';
import { problem, readCondition } from './read-condition';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const records = new Records();
const arena = new Arena();
const verdicts = new Bytes();
const answer = new Bytes();
let where: Condition | null = null;
let seen: i64 = 0;
let kept: i64 = 0;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['where']);
	const json = config.get('where');
	if (json === null) {
		return fail('config.where is missing: name the records to keep, e.g. {"field": "delay", "op": "gt", "value": 15}');
	}
	where = readCondition(json, 'config.where');
	if (problem != '') config.refuse(problem);
	return config.finish();
}

export function filter_data(ptr: usize, length: i32): i32 {
	return collect(filter(ptr, length));
}

/** 1: keep all, 0: drop all, else a JSON array with true or false for each record. */
function filter(ptr: usize, length: i32): i32 {
	const condition = where;
	if (condition === null) return fail('plugin_init was not called');
	verdicts.clear();
	let count = 0;
	records.open(ptr, length);
	while (records.next()) {
		arena.reset();
		const keep = condition.holds(records.fields, arena);
		count += i32(keep);
		verdicts.byte(u8(keep));
	}
	if (records.broken) return records.failure();
	seen += verdicts.length;
	kept += count;
	if (count == verdicts.length) return 1;
	if (count == 0) return 0;
	// Records that are arrays make an array of verdicts ambiguous: then each verdict has a line of its own.
	return load<u8>(ptr) == OPEN_ARRAY ? write(0x0a, false) : write(0x2c, true);
}

function write(separator: u8, brackets: bool): i32 {
	const count = verdicts.length;
	answer.clear();
	answer.reserve(count * 6 + 2);
	if (brackets) answer.byte(OPEN_ARRAY);
	for (let i = 0; i < count; i++) {
		if (i > 0) answer.byte(separator);
		const at = answer.reserve(5);
		const keep = load<u8>(verdicts.ptr + i) != 0;
		store<u32>(at, keep ? 0x65757274 : 0x736c6166);
		if (!keep) store<u8>(at + 4, 0x65);
		answer.length += keep ? 4 : 5;
	}
	if (brackets) answer.byte(0x5d);
	return answer.toResult();
}

export function plugin_cleanup(): i32 {
	if (seen > 0) logInfo(`kept ${kept} of ${seen} records`);
	return collect(0);
}
