import { Arena } from '../../../sdk/assemblyscript/assembly/arena';

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

/** A copy with the letters A to Z in lower case. Other letters stay as they are. */
export function lowered(ptr: usize, length: i32, arena: Arena): usize {
	const at = arena.take(length);
	for (let i = 0; i < length; i++) {
		const c = load<u8>(ptr + i);
		store<u8>(at + i, <u8>(c - 0x41) < 26 ? c | 0x20 : c);
	}
	return at;
}
