// An aggregator: groups records by fields and computes counts, sums, means, extremes and quantiles for each group.
import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { readConfig } from '../../../sdk/assemblyscript/assembly/config';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { fail } from '../../../sdk/assemblyscript/assembly/host';
import { Records } from '../../../sdk/assemblyscript/assembly/json/records';
import { CLOSE_OBJECT, COLON, COMMA, OPEN_OBJECT } from '../../../sdk/assemblyscript/assembly/json/scan';
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { parseTree } from '../../../sdk/assemblyscript/assembly/json/tree';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { Row } from '../../../sdk/assemblyscript/assembly/row';
import { Value } from '../../../sdk/assemblyscript/assembly/value';
import { Aggregate, SLOT } from './aggregate';
import { writeCanonical } from './canonical';
import { Groups } from './groups';
import { readAggregates } from './read-aggregates';
import { save, takeUp } from './state';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const records = new Records();
const row = new Row();
const arena = new Arena();
const key = new Bytes();
const shown = new Bytes();
const out = new Bytes();
/** `"name":` of each group field, and its number in the row. */
const labels: Bytes[] = [];
const columns: i32[] = [];
let aggregates: Aggregate[] = [];
let groups: Groups = new Groups(0);
let maxGroups: i32 = 0;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['group_by', 'aggregates', 'exact_values', 'max_groups']);
	const fields = config.list('group_by');
	for (let i = 0; i < fields.length; i++) {
		if (fields.indexOf(fields[i]) < i) config.refuse(`config.group_by names "${fields[i]}" twice`);
		const label = new Bytes();
		writeText(label, fields[i]);
		label.byte(COLON);
		labels.push(label);
		columns.push(row.column(fields[i]));
	}
	maxGroups = config.integer('max_groups', 100_000, 1, 10_000_000);
	aggregates = readAggregates(config, row, fields);
	groups = new Groups(max(aggregates.length, 1) * SLOT);
	return config.finish();
}

export function aggregate_data(ptr: usize, length: i32): i32 {
	return collect(aggregate(ptr, length));
}

function aggregate(ptr: usize, length: i32): i32 {
	if (maxGroups == 0) return fail('plugin_init was not called');
	records.open(ptr, length);
	while (records.next()) {
		arena.reset();
		row.open(records.fields);
		const group = currentGroup();
		if (group < 0) return fail(`there are more than ${maxGroups} groups; raise config.max_groups or group by less`);
		const slots = groups.slots(group);
		for (let i = 0; i < aggregates.length; i++) {
			const each = aggregates[i];
			each.add(slots + <usize>(i * SLOT), each.column < 0 ? null : row.value(each.column, arena));
		}
	}
	return records.broken ? records.failure() : 0;
}

/** The group of the record under way, made where it is new; -1: there are too many. */
function currentGroup(): i32 {
	key.clear();
	for (let i = 0; i < columns.length; i++) writeCanonical(key, row.value(columns[i], arena));
	const hash = hashBytes(key.ptr, key.length);
	const found = groups.find(key.ptr, key.length, hash);
	if (found >= 0) return found;
	if (groups.count == maxGroups) return -1;
	shown.clear();
	for (let i = 0; i < columns.length; i++) {
		const at = shown.length;
		shown.reserve(4);
		shown.length += 4;
		row.value(columns[i], arena).write(shown);
		store<u32>(shown.ptr + at, shown.length - at - 4);
	}
	return groups.add(key.ptr, key.length, hash, shown.ptr, shown.length);
}

export function aggregate_result(): i32 {
	return collect(result());
}

/** One record for each group, sorted by the group fields. What was taken in is forgotten. */
function result(): i32 {
	if (maxGroups == 0) return fail('plugin_init was not called');
	if (columns.length == 0 && groups.count == 0) groups.add(0, 0, hashBytes(0, 0), 0, 0);
	const order = new StaticArray<i32>(groups.count);
	for (let i = 0; i < order.length; i++) order[i] = i;
	order.sort(byKey);
	out.clear();
	for (let i = 0; i < order.length; i++) writeGroup(order[i]);
	for (let i = 0; i < groups.count; i++) {
		const slots = groups.slots(i);
		for (let k = 0; k < aggregates.length; k++) aggregates[k].free(slots + <usize>(k * SLOT));
	}
	groups.clear();
	return out.length == 0 ? 0 : out.toResult();
}

function writeGroup(group: i32): void {
	const first = out.length;
	let value = groups.shown(group);
	out.byte(OPEN_OBJECT);
	for (let i = 0; i < labels.length; i++) {
		const length = load<i32>(value);
		out.append(labels[i]);
		out.copy(value + 4, length);
		out.byte(COMMA);
		value += 4 + length;
	}
	const slots = groups.slots(group);
	for (let i = 0; i < aggregates.length; i++) {
		aggregates[i].write(out, slots, i);
		out.byte(COMMA);
	}
	if (out.length == first + 1) out.byte(CLOSE_OBJECT);
	else store<u8>(out.ptr + out.length - 1, CLOSE_OBJECT);
	out.byte(0x0a);
}

const left = new Value();
const right = new Value();

function byKey(a: i32, b: i32): i32 {
	let p = groups.shown(a);
	let q = groups.shown(b);
	for (let i = 0; i < columns.length; i++) {
		const pLength = load<i32>(p);
		const qLength = load<i32>(q);
		arena.reset();
		left.read(p + 4, p + 4 + pLength, arena);
		right.read(q + 4, q + 4 + qLength, arena);
		const order = left.compare(right);
		if (order != 0) return order;
		p += 4 + pLength;
		q += 4 + qLength;
	}
	return 0;
}

export function save_state(): i32 {
	return collect(saved());
}

function saved(): i32 {
	if (maxGroups == 0) return fail('plugin_init was not called');
	out.clear();
	save(groups, labels, aggregates, out);
	return out.toResult();
}

export function load_state(ptr: usize, length: i32): i32 {
	return collect(taken(ptr, length));
}

function taken(ptr: usize, length: i32): i32 {
	if (maxGroups == 0) return fail('plugin_init was not called');
	if (groups.count > 0) return fail('a state is taken up before the first record');
	const state = parseTree(ptr, length);
	if (state === null) return fail('the saved state is not JSON');
	const wrong = takeUp(groups, labels, aggregates, state);
	return wrong == '' ? 0 : fail(wrong);
}

export function plugin_cleanup(): i32 {
	for (let i = 0; i < aggregates.length; i++) aggregates[i].complain();
	return collect(0);
}
