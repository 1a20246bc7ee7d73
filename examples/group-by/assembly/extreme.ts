// Least and greatest values, kept as they are written.
// A slot: kind, length, address of the text, room there, f64 of a short number (NaN of all else).
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Packed, packF64, packI32, packSpan } from '../../../sdk/assemblyscript/assembly/packed';
import { NULL, NUMBER, Value } from '../../../sdk/assemblyscript/assembly/value';

const LENGTH: usize = 4;
const TEXT: usize = 8;
const ROOM: usize = 12;
/** Of a short number its f64, which spares reading its text. */
const SHORT: usize = 16;

const kept = new Value();

function read(slot: usize): void {
	const kind = load<i32>(slot);
	const text = load<usize>(slot, TEXT);
	if (kind == NUMBER) kept.setWritten(text, text + load<i32>(slot, LENGTH));
	else if (kind == NULL) kept.setNull();
	else kept.setString(text, load<i32>(slot, LENGTH));
}

/** Takes a number or a text in; `sign` 1 for the greatest, -1 for the least. */
export function addToExtreme(slot: usize, value: Value, sign: i32): void {
	if (load<i32>(slot) == NUMBER && value.kind == NUMBER && value.isShort) {
		// NaN stands for a number that is not short.
		const short = load<f64>(slot, SHORT);
		if (sign > 0 ? value.number <= short : value.number >= short) return;
	}
	read(slot);
	if (kept.kind != NULL && value.compare(kept) * sign <= 0) return;
	keep(slot, value);
}

function keep(slot: usize, value: Value): void {
	let text = load<usize>(slot, TEXT);
	if (load<i32>(slot, ROOM) < value.length) {
		if (text != 0) heap.free(text);
		text = heap.alloc(value.length);
		store<usize>(slot, text, TEXT);
		store<i32>(slot, value.length, ROOM);
	}
	memory.copy(text, value.ptr, value.length);
	store<i32>(slot, value.kind);
	store<i32>(slot, value.length, LENGTH);
	store<f64>(slot, value.kind == NUMBER && value.isShort ? value.number : NaN, SHORT);
}

/** Appends the value, or null. */
export function writeExtreme(out: Bytes, slot: usize): void {
	read(slot);
	kept.write(out);
}

export function packExtreme(out: Bytes, slot: usize): void {
	packI32(out, load<i32>(slot));
	packF64(out, load<f64>(slot, SHORT));
	packSpan(out, load<usize>(slot, TEXT), load<i32>(slot, LENGTH));
}

export function unpackExtreme(from: Packed, slot: usize): void {
	store<i32>(slot, from.i32());
	store<f64>(slot, from.f64(), SHORT);
	const text = from.span();
	const length = from.length;
	store<i32>(slot, length, LENGTH);
	store<i32>(slot, length, ROOM);
	if (length == 0) return;
	const copy = heap.alloc(length);
	memory.copy(copy, text, length);
	store<usize>(slot, copy, TEXT);
}

export function freeExtreme(slot: usize): void {
	if (load<i32>(slot, ROOM) > 0) heap.free(load<usize>(slot, TEXT));
}
