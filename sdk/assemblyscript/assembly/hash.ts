/** A 64-bit hash of some bytes, for tables inside a plugin. Not for secrets: whoever knows it can make values collide. */
export function hashBytes(ptr: usize, length: i32): u64 {
	let hash: u64 = 0x9e3779b97f4a7c15 ^ <u64>length;
	let p = ptr;
	const end = ptr + length;
	while (p + 8 <= end) {
		hash = (hash ^ load<u64>(p)) * 0xff51afd7ed558ccd;
		hash ^= hash >> 32;
		p += 8;
	}
	let rest: u64 = 0;
	for (let shift: u64 = 0; p < end; p++, shift += 8) rest |= (<u64>load<u8>(p)) << shift;
	hash = (hash ^ rest) * 0xc4ceb9fe1a85ec53;
	hash ^= hash >> 29;
	hash *= 0xff51afd7ed558ccd;
	return hash ^ (hash >> 32);
}
