// What another instance needs to go on behind the last record that was given away.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { readFile } from '../../../sdk/assemblyscript/assembly/host';
import { writeInteger } from '../../../sdk/assemblyscript/assembly/json/number';
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { ARRAY, BOOLEAN, Json, NUMBER, OBJECT, STRING } from '../../../sdk/assemblyscript/assembly/json/tree';
import { hexOf } from '../../../sdk/assemblyscript/assembly/packed';
import { Column, types } from './columns';
import { BEGINNING } from './file';
import { unreadable } from './input';
import { Place } from './place';
import { CsvReader } from './reader';

const VERSION: i64 = 1;
/** Bytes before the place that are looked at again. */
const TAIL: i64 = 256;
/** What an f64 holds exactly. */
const MAX_EXACT: f64 = 9_007_199_254_740_991;
const MALFORMED: string = 'the saved state is none of csv-source';

/** Appends the state. Gives what went wrong; empty: nothing. */
export function save(reader: CsvReader, out: Bytes): string {
	out.text('{"version":');
	writeInteger(out, VERSION);
	// Not so much as a header was found yet: whoever goes on begins.
	if (reader.input.isDenied || (reader.settings.header && reader.columns.length == 0)) {
		out.text(',"begun":false}');
		return '';
	}
	const place = reader.place;
	const length = min(place.offset, TAIL);
	const tail = new Bytes();
	const problem = read(reader.settings.path, place.offset - length, <i32>length, tail);
	if (problem != '') return problem;
	out.text(',"begun":true');
	count(out, 'offset', place.offset);
	count(out, 'line', place.line);
	out.text(`,"open":${place.isOpen ? 'true' : 'false'}`);
	out.text(',"head":{"bytes":');
	writeInteger(out, reader.headLength);
	out.text(`,"hash":"${hexOf(reader.headHash)}"},"tail":"${hexOf(hashBytes(tail.ptr, tail.length))}"`);
	tail.release();
	count(out, 'delimiter', reader.rows.dialect.delimiter);
	out.text(`,"latin1":${reader.writer.latin1 ? 'true' : 'false'},"columns":[`);
	for (let i = 0; i < reader.columns.length; i++) {
		out.text(i == 0 ? '{"name":' : ',{"name":');
		writeText(out, reader.columns[i].name);
		out.text(`,"type":"${types[reader.columns[i].type]}"}`);
	}
	out.text(']');
	count(out, 'ragged', place.ragged);
	count(out, 'untidy', place.untidy);
	count(out, 'late_codes', place.lateCodes);
	count(out, 'repaired', place.repaired);
	out.text('}');
	return '';
}

function count(out: Bytes, key: string, value: i64): void {
	out.text(`,"${key}":`);
	writeInteger(out, value);
}

/** Takes up what `save` wrote, if the file is still the one that was read. Gives what went wrong; empty: nothing. */
export function takeUp(reader: CsvReader, state: Json): string {
	wrong = false;
	if (number(state, 'version') != VERSION) return MALFORMED;
	const begun = flag(state, 'begun');
	if (wrong) return MALFORMED;
	if (!begun) return '';
	const place = new Place();
	place.offset = number(state, 'offset');
	place.line = number(state, 'line');
	place.isOpen = flag(state, 'open');
	place.ragged = number(state, 'ragged');
	place.untidy = number(state, 'untidy');
	place.lateCodes = number(state, 'late_codes');
	place.repaired = number(state, 'repaired');
	const head = member(state, 'head', OBJECT);
	const headLength = number(head, 'bytes');
	const headHash = member(head, 'hash', STRING).text;
	const tailHash = member(state, 'tail', STRING).text;
	const delimiter = number(state, 'delimiter');
	const latin1 = flag(state, 'latin1');
	const columns = columnsOf(state);
	if (wrong || delimiter > 0xff || headLength > BEGINNING) return MALFORMED;

	const refusal = `cannot go on in ${reader.settings.path}: `;
	const bytes = new Bytes();
	let problem = read(reader.settings.path, 0, <i32>headLength, bytes);
	if (problem != '') return problem;
	if (hexOf(hashBytes(bytes.ptr, bytes.length)) != headHash) {
		return `${refusal}it does not begin as the file did that was read before`;
	}
	const length = <i32>min(place.offset, TAIL);
	bytes.clear();
	problem = read(reader.settings.path, place.offset - length, length + 2, bytes);
	if (problem != '') return problem;
	if (bytes.length < length) {
		return `${refusal}it is shorter than the ${place.offset} bytes of it that were read before`;
	}
	if (hexOf(hashBytes(bytes.ptr, length)) != tailHash) {
		return `${refusal}what stands before byte ${place.offset}, up to where it was read, has changed`;
	}
	const passed = lineEndAt(bytes, length, place.isOpen);
	if (passed < 0) return `${refusal}its last record was given away, and goes on since`;
	place.offset += passed;
	if (place.isOpen && passed > 0) {
		place.line++;
		place.isOpen = false;
	}
	bytes.release();
	reader.resume(place);
	reader.writer.latin1 = latin1;
	reader.rows.dialect.delimiter = <u8>delimiter;
	// Without any, those of the first row are still to be found; what the beginning says of them is known already.
	reader.columns = columns;
	return '';
}

/**
 * Length of a line end, or of the rest of one, that was written behind the last record since. -1: something else was, and
 * the record had none.
 */
function lineEndAt(bytes: Bytes, at: i32, isOpen: bool): i32 {
	if (bytes.length == at) return 0;
	const next = load<u8>(bytes.ptr + at);
	const isFeed = next == 0x0a;
	if (!isOpen) return isFeed && at > 0 && load<u8>(bytes.ptr + at - 1) == 0x0d ? 1 : 0;
	if (next != 0x0d) return isFeed ? 1 : -1;
	return bytes.length > at + 1 && load<u8>(bytes.ptr + at + 1) == 0x0a ? 2 : 1;
}

/** Whether the state that is being read is none. */
let wrong: bool = false;

function member(json: Json, key: string, kind: i32): Json {
	const found = json.get(key);
	if (found !== null && found.kind == kind) return found;
	wrong = true;
	return new Json();
}

function number(json: Json, key: string): i64 {
	const found = member(json, key, NUMBER).number;
	if (found >= 0 && found <= MAX_EXACT && trunc(found) == found) return <i64>found;
	wrong = true;
	return 0;
}

function flag(json: Json, key: string): bool {
	return member(json, key, BOOLEAN).isTrue;
}

function columnsOf(state: Json): Column[] {
	const items = member(state, 'columns', ARRAY).items;
	const columns: Column[] = [];
	for (let i = 0; i < items.length; i++) {
		const column = new Column(member(items[i], 'name', STRING).text, i == 0);
		column.type = types.indexOf(member(items[i], 'type', STRING).text);
		if (column.type < 0) wrong = true;
		columns.push(column);
	}
	return columns;
}

/** Appends bytes of the file, fewer where it ends. Gives what went wrong; empty: nothing. */
function read(path: string, offset: i64, length: i32, bytes: Bytes): string {
	while (bytes.length < length) {
		const answer = readFile(path, offset + bytes.length, length - bytes.length);
		if (answer.status < 0) return unreadable(path, answer.status);
		const found = answer.length;
		bytes.copy(answer.ptr, found);
		answer.free();
		if (found == 0) break;
	}
	return '';
}
