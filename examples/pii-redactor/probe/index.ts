// Lets the tests compare what looks at sixteen bytes at once with what looks at each: exports in the shape of the ABI.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { shortRunEnd, shortRunEndSingly } from '../assembly/number-run';
import { marks, mayHold, mayHoldSingly, nextMark } from '../assembly/quick-look';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

/** Digits that `shortRunEnd` is asked for. */
const LEAST: i32 = 9;

/** Whether the text could hold anything. Two bytes: looked at in blocks, and singly. */
export function may_hold(ptr: usize, length: i32): i32 {
	const out = new Bytes();
	out.byte(u8(mayHold(ptr, length)));
	out.byte(u8(mayHoldSingly(ptr, ptr + length, 0)));
	return collect(out.toResult());
}

/** For each place of the text the offset of what `nextMark` finds from there on, 4 bytes each. */
export function next_marks(ptr: usize, length: i32): i32 {
	const out = new Bytes();
	const end = ptr + length;
	for (let p = ptr; p < end; p++) {
		store<u32>(out.reserve(4), <u32>(nextMark(p, end) - ptr));
		out.length += 4;
	}
	return collect(out.toResult());
}

/** The mark of each byte of the text. */
export function marks_of(ptr: usize, length: i32): i32 {
	const out = new Bytes();
	for (let p = ptr; p < ptr + length; p++) out.byte(load<u8>(marks + load<u8>(p)));
	return collect(out.toResult());
}

/** For each digit of the text the offsets of the end of its run, 4 bytes each: in blocks, and singly; 0 where there is none. */
export function short_runs(ptr: usize, length: i32): i32 {
	const out = new Bytes();
	const end = ptr + length;
	for (let p = ptr; p < end; p++) {
		if (!isDigit(load<u8>(p))) continue;
		const blocks = shortRunEnd(p, end, LEAST);
		const single = shortRunEndSingly(p, end, LEAST);
		const at = out.reserve(8);
		store<u32>(at, blocks == 0 ? 0 : <u32>(blocks - ptr));
		store<u32>(at, single == 0 ? 0 : <u32>(single - ptr), 4);
		out.length += 8;
	}
	return collect(out.toResult());
}
