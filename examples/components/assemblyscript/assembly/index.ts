// A filter in AssemblyScript: drops the records that it has met before, also in earlier runs.
import { Arena } from '../../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../../sdk/assemblyscript/assembly/hash';
import { FieldPath } from '../../../../sdk/assemblyscript/assembly/json/field-path';
import { Records } from '../../../../sdk/assemblyscript/assembly/json/records';
import { STRING, Value } from '../../../../sdk/assemblyscript/assembly/value';
import { collected, failed, ok, okList, release } from '../../../../sdk/assemblyscript/component/abi';
import { DONE, getState, logInfo, logWarn, setState } from '../../../../sdk/assemblyscript/component/host';

export { cabi_realloc } from '../../../../sdk/assemblyscript/component/abi';

/** What is kept of each record, in the plugin's state: 8 bytes. So many of the last ones fit. */
const MOST_KEPT = 100_000;
const KEY = 'seen';

const records = new Records();
const arena = new Arena();
const verdicts = new Bytes();
const kept = new Bytes();
const value = new Value();
const seen = new Set<u64>();
let field: FieldPath | null = null;
let dropped: i64 = 0;

export function init(ptr: usize, length: i32): usize {
	const result = start(ptr, length);
	release(ptr, length);
	return collected(result);
}

function start(ptr: usize, length: i32): usize {
	records.open(ptr, length);
	const path = new FieldPath('field');
	if (!records.next() || !records.fields.find(path)) {
		return failed('config.field is missing: name the field that tells records apart, e.g. {"field": "id"}');
	}
	value.read(records.fields.start, records.fields.end, arena);
	if (value.kind != STRING) return failed('config.field must be text');
	field = new FieldPath(String.UTF8.decodeUnsafe(value.ptr, value.length));
	if (getState(KEY, kept) != DONE) return failed('what was met before cannot be read');
	for (let at = 0; at < kept.length; at += 8) seen.add(load<u64>(kept.ptr + at));
	return ok();
}

export function filter(ptr: usize, length: i32): usize {
	const result = judge(ptr, length);
	release(ptr, length);
	return collected(result);
}

/** A byte for each record: 1 keeps it. */
function judge(ptr: usize, length: i32): usize {
	const path = field;
	if (path === null) return failed('init was not called');
	verdicts.clear();
	records.open(ptr, length);
	while (records.next()) {
		if (!records.fields.find(path)) {
			verdicts.byte(1);
			continue;
		}
		const start = records.fields.start;
		const hash = hashBytes(start, <i32>(records.fields.end - start));
		const met = seen.has(hash);
		if (met) dropped++;
		else seen.add(hash);
		verdicts.byte(u8(!met));
	}
	return records.broken ? failed(`record ${records.number} is not JSON`) : okList(verdicts);
}

export function cleanup(): usize {
	const all = seen.values();
	kept.clear();
	for (let i = max(0, all.length - MOST_KEPT); i < all.length; i++) {
		store<u64>(kept.reserve(8), all[i]);
		kept.length += 8;
	}
	if (setState(KEY, kept) != DONE) logWarn('what was met cannot be kept for the next run');
	if (dropped > 0) logInfo(`dropped ${dropped} records that were met before`);
	return collected(ok());
}
