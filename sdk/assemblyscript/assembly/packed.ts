// Bytes in a JSON text and back, for what a plugin keeps outside of JSON and has to save: numbers as memory has them, and
// Base64 of all of them together.
import { Bytes } from './bytes';

const letters: string = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function packI32(out: Bytes, value: i32): void {
	store<i32>(out.reserve(4), value);
	out.length += 4;
}

export function packI64(out: Bytes, value: i64): void {
	store<i64>(out.reserve(8), value);
	out.length += 8;
}

export function packF64(out: Bytes, value: f64): void {
	store<f64>(out.reserve(8), value);
	out.length += 8;
}

/** Appends a length, then the bytes. */
export function packSpan(out: Bytes, ptr: usize, length: i32): void {
	packI32(out, length);
	out.copy(ptr, length);
}

/** Takes apart what was packed, in the same order. */
export class Packed {
	/** Whether it ended too early: what was read since is 0. */
	broken: bool = false;
	/** Length of the last span. */
	length: i32 = 0;

	constructor(
		private at: usize,
		private end: usize,
	) {}

	/** Whether all of it was read, and nothing was missing. */
	get isDone(): bool {
		return !this.broken && this.at == this.end;
	}

	/** Whether so many bytes follow. */
	has(length: i64): bool {
		if (length < 0 || length > <i64>(this.end - this.at)) this.broken = true;
		return !this.broken;
	}

	/** Where the next bytes are, of which the caller knows that they follow. */
	take(length: i32): usize {
		const at = this.at;
		this.at += length;
		return at;
	}

	i32(): i32 {
		return this.has(4) ? load<i32>(this.take(4)) : 0;
	}

	i64(): i64 {
		return this.has(8) ? load<i64>(this.take(8)) : 0;
	}

	f64(): f64 {
		return this.has(8) ? load<f64>(this.take(8)) : 0;
	}

	/** Where the next span is; `length` says how long. */
	span(): usize {
		const length = this.i32();
		this.length = this.has(length) ? length : 0;
		return this.take(this.length);
	}
}

/** Appends bytes as Base64, without the = at its end. */
export function writeBase64(out: Bytes, ptr: usize, length: i32): void {
	const end = ptr + length;
	let at = out.reserve(((length + 2) / 3) * 4);
	const first = at;
	for (let p = ptr; p < end; p += 3) {
		const left = <i32>(end - p);
		let bits = (<u32>load<u8>(p)) << 16;
		if (left > 1) bits |= (<u32>load<u8>(p, 1)) << 8;
		if (left > 2) bits |= load<u8>(p, 2);
		const count = min(left, 3) + 1;
		for (let i = 0; i < count; i++) {
			store<u8>(at++, <u8>letters.charCodeAt((bits >> (18 - 6 * i)) & 63));
		}
	}
	out.length += <i32>(at - first);
}

/** Appends what such text stands for; false where it is none. */
export function readBase64(out: Bytes, text: string): bool {
	out.reserve((text.length / 4) * 3 + 3);
	let bits: u32 = 0;
	let held = 0;
	for (let i = 0; i < text.length; i++) {
		const value = valueOf(text.charCodeAt(i));
		if (value < 0) return false;
		bits = (bits << 6) | <u32>value;
		held += 6;
		if (held < 8) continue;
		held -= 8;
		out.byte(<u8>(bits >> held));
	}
	return true;
}

function valueOf(c: i32): i32 {
	if (c >= 0x41 && c <= 0x5a) return c - 0x41;
	if (c >= 0x61 && c <= 0x7a) return c - 0x61 + 26;
	if (c >= 0x30 && c <= 0x39) return c - 0x30 + 52;
	return c == 0x2b ? 62 : c == 0x2f ? 63 : -1;
}

/** A hash as sixteen digits. */
export function hexOf(hash: u64): string {
	let text = '';
	for (let shift = 60; shift >= 0; shift -= 4) text += ((hash >> shift) & 15).toString(16);
	return text;
}
