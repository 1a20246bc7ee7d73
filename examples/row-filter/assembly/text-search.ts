import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { writeFolded } from '../../../sdk/assemblyscript/assembly/letter-case';
import { Value } from '../../../sdk/assemblyscript/assembly/value';

export function startsWith(ptr: usize, length: i32, part: usize, partLength: i32): bool {
	return partLength <= length && memory.compare(ptr, part, partLength) == 0;
}

export function endsWith(ptr: usize, length: i32, part: usize, partLength: i32): bool {
	return partLength <= length && memory.compare(ptr + (length - partLength), part, partLength) == 0;
}

export function contains(ptr: usize, length: i32, part: usize, partLength: i32): bool {
	if (partLength == 0) return true;
	const first = load<u8>(part);
	const last = ptr + length - partLength;
	if (partLength > length) return false;
	for (let p = ptr; p <= last; p++) {
		if (load<u8>(p) == first && memory.compare(p, part, partLength) == 0) return true;
	}
	return false;
}

const folded = new Bytes();

/** Text in a form in which texts are equal that differ in case alone. */
export function foldCase(value: Value, arena: Arena): void {
	const at = arena.take(value.length);
	let isAscii = true;
	for (let i = 0; i < value.length; i++) {
		const c = load<u8>(value.ptr + i);
		if (c >= 0x80) isAscii = false;
		store<u8>(at + i, <u8>(c - 0x41) < 26 ? c | 0x20 : c);
	}
	if (isAscii) {
		value.ptr = at;
		return;
	}
	folded.clear();
	writeFolded(folded, value.ptr, value.length);
	value.setString(arena.keep(folded.ptr, folded.length), folded.length);
}
