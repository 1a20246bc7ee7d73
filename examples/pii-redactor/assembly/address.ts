// One address as it is compared: what was found around an @, in whatever way it is written, as `local@domain`.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { hexValue, isDigit, QUOTE } from '../../../sdk/assemblyscript/assembly/json/scan';
import { putCodePoint } from '../../../sdk/assemblyscript/assembly/json/text';
import { characterLength } from '../../../sdk/assemblyscript/assembly/utf8';
import { classOf, code, isLetter, LATIN, lower, OTHER, readAt, separatorOf, size, UNSEEN } from './characters';
import { domainEnd, topStart } from './find-email';
import { localStart } from './local-part';
import { atEnd, atStart, dotBefore, dotEnd, LINK_AT, PLAIN_AT, WORD_AT } from './written-at';

/** The place in the text, set by `findAddress`. */
export let addressStart: usize = 0;
export let addressEnd: usize = 0;
/** The address, full-width forms and escapes resolved. */
export const address: Bytes = new Bytes();
/** Where the part that a mask shows begins in it; its length where there is none. */
export let shownFrom: i32 = 0;

/** A domain in words, its dots as dots, and where each of its labels came from. */
const spelled: Bytes = new Bytes();
const MOST_LABELS: i32 = 12;
const spelledAt: usize = memory.data(48);
const writtenAt: usize = memory.data(48);

/** The address around what `findAt` found, not before `floor`. Unless `whole`, only what a mask shows of it is kept. */
export function findAddress(kind: i32, floor: usize, end: usize, whole: bool): bool {
	if (atStart == floor) return false;
	let top: usize = 0;
	let domain = atEnd;
	let stop: usize = 0;
	if (kind == WORD_AT) {
		spell(atEnd, end);
		domain = spelled.ptr;
		stop = domainEnd(domain, domain + spelled.length);
		addressEnd = stop == 0 ? 0 : writtenPlace(<i32>(stop - domain));
	} else {
		stop = domainEnd(domain, end);
		addressEnd = stop;
	}
	if (stop == 0) return false;
	top = topStart;
	addressStart = localStart(atStart, floor, addressEnd, end);
	if (addressStart == atStart) return false;
	address.clear();
	const first = load<u8>(addressStart);
	if (!whole && kind == PLAIN_AT && first < 0x80 && first != QUOTE) {
		address.byte(first);
		shownFrom = 1;
		appendFolded(top, stop);
		return true;
	}
	if (kind == WORD_AT) spellLocal(floor);
	appendLocal(addressStart, kind == LINK_AT);
	address.byte(0x40);
	appendFolded(domain, top);
	shownFrom = address.length;
	appendFolded(top, stop);
	return true;
}

/** Moves the beginning behind earlier parts of `jane [dot] doe` and appends those. */
function spellLocal(floor: usize): void {
	const before = dotBefore(floor, addressStart);
	if (before == 0) return;
	const start = localStart(before, floor, before, before);
	if (start == before) return;
	const rest = addressStart;
	appendFolded(start, before);
	address.byte(0x2e);
	appendFolded(rest, atStart);
	addressStart = start;
	isSpelled = true;
}

let isSpelled: bool = false;

function appendLocal(start: usize, inLink: bool): void {
	if (isSpelled) {
		isSpelled = false;
		return;
	}
	const isQuoted = load<u8>(start) == QUOTE;
	const end = isQuoted ? atStart - 1 : atStart;
	if (!isQuoted && !inLink) {
		appendFolded(start, end);
		return;
	}
	for (let p = start + usize(isQuoted); p < end; ) {
		const c = load<u8>(p);
		const coded = inLink && c == 0x25 ? appendCoded(p, end) : 0;
		if (coded != 0) {
			p += coded;
			continue;
		}
		if (isQuoted && c == 0x5c && p + 1 < end) p++;
		address.byte(load<u8>(p++));
	}
}

/** The byte that a link has coded at `p`, `%2B`; -1: none is. */
function codedAt(p: usize, end: usize): i32 {
	if (p + 3 > end || load<u8>(p) != 0x25) return -1;
	const tens = hexValue(load<u8>(p + 1));
	const ones = hexValue(load<u8>(p + 2));
	return tens < 0 || ones < 0 ? -1 : (tens << 4) | ones;
}

const MOST_BYTES: usize = 4;
const character: usize = memory.data(4);

/**
 * Appends the character that is coded at `p`, byte by byte: `%C3%A9`. Returns how long it is as written; 0 where what is
 * coded is no UTF-8, and nothing is appended: a text of it would be none.
 */
function appendCoded(p: usize, end: usize): usize {
	let count: usize = 0;
	for (; count < MOST_BYTES; count++) {
		const c = codedAt(p + count * 3, end);
		if (c < 0) break;
		store<u8>(character + count, <u8>c);
	}
	if (count == 0) return 0;
	const length = characterLength(character, character + count);
	address.copy(character, length);
	return <usize>length * 3;
}

function appendFolded(start: usize, end: usize): void {
	let at = address.reserve(<i32>(end - start));
	for (let p = start; p < end; ) {
		const c = load<u8>(p);
		if (c < 0x80) {
			store<u8>(at++, c);
			p++;
			continue;
		}
		readAt(p, end);
		if (separatorOf(code) != UNSEEN) at = putCodePoint(at, code);
		p += size;
	}
	address.length = <i32>(at - address.ptr);
}

/** Appends the address in small letters: the form of which a hash is made. */
export function appendLower(out: Bytes): void {
	const end = address.ptr + address.length;
	// A small letter takes no more bytes than its capital, or one more.
	let at = out.reserve(address.length * 2);
	for (let p = address.ptr; p < end; p += size) {
		readAt(p, end);
		at = putCodePoint(at, lower(code));
	}
	out.length = <i32>(at - out.ptr);
}

let labels: i32 = 0;

/** Copies a domain, with a dot for each that is written in words. */
function spell(p: usize, end: usize): void {
	spelled.clear();
	for (labels = 0; labels < MOST_LABELS && p < end; ) {
		store<u32>(spelledAt + (labels << 2), spelled.length);
		store<u32>(writtenAt + (labels++ << 2), <u32>p);
		const start = p;
		while (p < end) {
			readAt(p, end);
			const kind = classOf(code);
			if (kind != LATIN && kind != OTHER && code != 0x2d) break;
			p += size;
		}
		spelled.span(start, p);
		if (p == start || p >= end) return;
		const behind = load<u8>(p) == 0x2e && p + 1 < end && isNameByte(load<u8>(p + 1)) ? p + 1 : dotEnd(p, end);
		if (behind == 0) return;
		spelled.byte(0x2e);
		p = behind;
	}
}

function isNameByte(c: u8): bool {
	return isLetter(c) || isDigit(c) || c >= 0x80;
}

/** Where the end of a label, as it was spelled, is in the text. */
function writtenPlace(offset: i32): usize {
	let label = labels - 1;
	while (label > 0 && <i32>load<u32>(spelledAt + (label << 2)) >= offset) label--;
	return load<u32>(writtenAt + (label << 2)) + <usize>(offset - <i32>load<u32>(spelledAt + (label << 2)));
}
