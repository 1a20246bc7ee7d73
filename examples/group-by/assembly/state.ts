// What another instance needs to go on: all groups, with what their aggregates have.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { Json, NUMBER, STRING } from '../../../sdk/assemblyscript/assembly/json/tree';
import { hexOf, Packed, packI32, readBase64, writeBase64 } from '../../../sdk/assemblyscript/assembly/packed';
import { Aggregate, SLOT } from './aggregate';
import { Groups } from './groups';

const VERSION: f64 = 1;
const MALFORMED: string = 'the saved state is none of group-by';

/** What is grouped and how, as a fingerprint. */
function planOf(labels: Bytes[], aggregates: Aggregate[]): string {
	const plan = new Bytes();
	for (let i = 0; i < labels.length; i++) plan.append(labels[i]);
	for (let i = 0; i < aggregates.length; i++) {
		const each = aggregates[i];
		plan.text(`|${each.op} ${each.field} ${each.q} ${each.shared} ${each.exactLimit}`);
	}
	const hash = hashBytes(plan.ptr, plan.length);
	plan.release();
	return hexOf(hash);
}

/** `labels`: of the fields that are grouped by. */
export function save(groups: Groups, labels: Bytes[], aggregates: Aggregate[], out: Bytes): void {
	const packed = new Bytes();
	packI32(packed, groups.count);
	for (let i = 0; i < groups.count; i++) {
		groups.pack(packed, i);
		for (let k = 0; k < aggregates.length; k++) aggregates[k].pack(packed, groups.slots(i) + <usize>(k * SLOT));
	}
	for (let k = 0; k < aggregates.length; k++) aggregates[k].packCounts(packed);
	const hash = hexOf(hashBytes(packed.ptr, packed.length));
	out.text(`{"version":1,"plan":"${planOf(labels, aggregates)}","hash":"${hash}","groups":"`);
	writeBase64(out, packed.ptr, packed.length);
	out.text('"}');
	packed.release();
}

/** Takes up what `save` appended, where there are no groups yet. Gives what is wrong; empty: nothing. */
export function takeUp(groups: Groups, labels: Bytes[], aggregates: Aggregate[], state: Json): string {
	const version = state.get('version');
	if (version === null || version.kind != NUMBER || version.number != VERSION) return MALFORMED;
	if (textOf(state, 'plan') != planOf(labels, aggregates)) {
		return 'the saved state is of other groups or aggregates than the configuration names';
	}
	const packed = new Bytes();
	const isWhole =
		readBase64(packed, textOf(state, 'groups')) &&
		textOf(state, 'hash') == hexOf(hashBytes(packed.ptr, packed.length)) &&
		unpack(groups, aggregates, new Packed(packed.ptr, packed.ptr + packed.length));
	packed.release();
	return isWhole ? '' : MALFORMED;
}

function unpack(groups: Groups, aggregates: Aggregate[], from: Packed): bool {
	const count = from.i32();
	for (let i = 0; i < count && !from.broken; i++) {
		const slots = groups.slots(groups.unpack(from));
		for (let k = 0; k < aggregates.length; k++) aggregates[k].unpack(from, slots + <usize>(k * SLOT));
	}
	for (let k = 0; k < aggregates.length; k++) aggregates[k].unpackCounts(from);
	return from.isDone;
}

function textOf(state: Json, key: string): string {
	const found = state.get(key);
	return found !== null && found.kind == STRING ? found.text : '';
}
