// Where the local part of an address begins. RFC 5322 allows much that in texts stands around addresses: `to=bob@…`,
// `**bob@…**`, `/home/bob@…`. Those are told apart by what is on the other side.
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import {
	beginsWith,
	classOf,
	code,
	endsWith,
	isLetter,
	isWord,
	LATIN,
	MARK,
	NONE,
	OTHER,
	readBefore,
	separatorOf,
	size,
	UNSEEN,
} from './characters';
import { isBehindCoded, isEscape } from './context';

/** Longer ones are cut, so that a text of nothing but marks is not read again and again. */
const MOST: usize = 1024;
/** Of the longest local part in quotes, bytes. */
const MOST_QUOTED: usize = 256;
const LEAST_MARKS: usize = 5;
const QUOTE: u8 = 0x22;
const EQUALS: u8 = 0x3d;
const tops: string[] = ['com', 'org', 'net', 'edu', 'gov', 'info', 'example'];

/** Where the local part that ends at `at` begins, not before `floor`; `at` where there is none. `stop`: end of the address. */
export function localStart(at: usize, floor: usize, stop: usize, end: usize): usize {
	if (at == floor) return at;
	if (load<u8>(at - 1) == QUOTE) return quotedStart(at, floor);
	if (isSeparating(load<u8>(at - 1))) return at;
	const plain = simpleStart(at, floor);
	if (plain != 0) return plain;
	const start = atomStart(at, max(floor, characterFrom(at - min(at, MOST), at)));
	const next: u8 = stop < end ? load<u8>(stop) : 0;
	const trimmed = trim(start, at, floor, next);
	if (trimmed < at) return trimmed;
	// An address of nothing but marks is one by the standard; a quote before a name with an @ is none.
	return at - start >= LEAST_MARKS ? start : at;
}

/** The first place from `p` on at which a character begins: one that is cut in two is no UTF-8. */
function characterFrom(p: usize, end: usize): usize {
	while (p < end && (load<u8>(p) & 0xc0) == 0x80) p++;
	return p;
}

/** 1 for letters, digits, underscores, dots and dashes. */
const simple: usize = memory.data(256);
for (let c = 0; c < 128; c++) if (isWord(<u8>c) || c == 0x2e || c == 0x2d) store<u8>(simple + c, 1);

/** The beginning of a local part of letters, digits, dots and dashes with nothing doubtful before it; 0: of another one. */
function simpleStart(at: usize, floor: usize): usize {
	let p = at;
	while (p > floor) {
		if (load<u8>(simple + load<u8>(p - 1)) == 0) break;
		p--;
	}
	if (p == at || !isWord(load<u8>(p)) || load<u8>(p) == 0x5f) return 0;
	if (p == floor) return p;
	const before = load<u8>(p - 1);
	return before < 0x80 && classOf(before) == NONE && before != 0x5c ? p : 0;
}

function isSeparating(c: u8): bool {
	return c == 0x2f || c == EQUALS || c == 0x7c || c == 0x3f || c == 0x26;
}

/** `"john doe"@…`. */
function quotedStart(at: usize, floor: usize): usize {
	const least = max(floor, at - min(at, MOST_QUOTED));
	for (let p = at - 1; p > least; ) {
		p--;
		const c = load<u8>(p);
		if (c < 0x20) return at;
		if (c == QUOTE && (p == least || load<u8>(p - 1) != 0x5c)) return p + 2 < at ? p : at;
	}
	return at;
}

/**
 * Letters, digits and marks before `p`. Words of a script without Latin letters that are glued to Latin ones do not
 * belong to them: in `请联系bob@example.com` the address is Bob's.
 */
function atomStart(p: usize, floor: usize): usize {
	let script = NONE;
	let first = p;
	while (p > floor) {
		readBefore(p, floor);
		if (separatorOf(code) == UNSEEN) {
			p -= size;
			continue;
		}
		const kind = classOf(code);
		if (kind == NONE || (kind == OTHER && script == LATIN)) break;
		if (script == NONE && kind != MARK) script = kind;
		p -= size;
		first = p;
	}
	return first;
}

/** Moves the beginning behind what only surrounds the address. */
function trim(start: usize, at: usize, floor: usize, next: u8): usize {
	let p = start;
	for (let q = start; q + 3 <= at; q++) if (load<u8>(q) == 0x25 && isBehindCoded(q + 3, q)) p = q + 3;
	if (start > floor && load<u8>(start - 1) == 0x3a && beginsWith(start, at, '//')) p = behindLast(p, at, true);
	if (isEscape(p, floor)) p++;
	p = behindKey(p, at, next);
	p = behindDelimiter(p, at, next);
	while (p < at && opens(load<u8>(p), next)) p++;
	return p;
}

/** Behind the last `/`, `?`, `&` or `#` of a link, or the last `/` of a path. */
function behindLast(start: usize, at: usize, isLink: bool): usize {
	for (let p = at; p > start; p--) {
		const c = load<u8>(p - 1);
		if (c == 0x2f || (isLink && (c == 0x3f || c == 0x26 || c == 0x23))) return p;
	}
	return start;
}

/** Behind `to=`, `a=1&to=`; not within `bounces+7f3-jane=example.org@…` and `prvs=0123=jane@…`. */
function behindKey(start: usize, at: usize, next: u8): usize {
	let key = start;
	for (let p = start; p < at; p++) {
		const c = load<u8>(p);
		if ((c == 0x26 || c == 0x3f) && keyEnd(p + 1, at) != 0) key = p + 1;
	}
	const first = key;
	while (key < at && opens(load<u8>(key), 0)) key++;
	const p = keyEnd(key, at);
	if (p == 0) return first;
	if (load<u8>(p) == 0x27) return p + 1;
	// Between `&` it is a key for certain.
	if (next == 0x26 || first > start) return p;
	return hasEquals(p, at) || isDomain(p, at, isPlain) ? first : p;
}

/** Whether the key that `keyEnd` found is letters alone. */
let isPlain: bool = true;

/** Behind the equals sign of a key that begins at `p`; 0: none does. */
function keyEnd(p: usize, at: usize): usize {
	const start = p;
	isPlain = true;
	while (p < at && (isWord(load<u8>(p)) || load<u8>(p) == 0x2d)) {
		if (load<u8>(p) == 0x2d || isDigit(load<u8>(p))) isPlain = false;
		p++;
	}
	return p > start && p + 1 < at && load<u8>(p) == EQUALS ? p + 1 : 0;
}

function hasEquals(start: usize, at: usize): bool {
	for (let p = start; p < at; p++) if (load<u8>(p) == EQUALS) return true;
	return false;
}

/** Whether what stands behind an equals sign is a domain itself, as in addresses of bounces. */
function isDomain(start: usize, at: usize, generic: bool): bool {
	let dot = at;
	while (dot > start && isLetter(load<u8>(dot - 1))) dot--;
	if (dot <= start + 1 || load<u8>(dot - 1) != 0x2e) return false;
	if (!generic && at - dot == 2) return true;
	for (let i = 0; i < tops.length; i++) {
		if (at - dot == <usize>tops[i].length && endsWith(dot, at, tops[i])) return true;
	}
	return false;
}

/** Behind a `|` between columns, a path before a name, and the quote of `'bob@example.com'`. */
function behindDelimiter(start: usize, at: usize, next: u8): usize {
	const first = load<u8>(start);
	if (first == 0x2f) return behindLast(start, at, false);
	let digits = true;
	for (let p = start; p < at; p++) {
		const c = load<u8>(p);
		if (c == 0x7c && (first == c || next == c || digits)) start = p + 1;
		if (c == 0x27 && next == c) start = p + 1;
		if (!isDigit(c)) digits = false;
	}
	return start;
}

/** Whether a mark at the beginning belongs to the text around an address that is followed by `next`. */
function opens(c: u8, next: u8): bool {
	if (c == 0x2e || c == 0x27 || c == 0x2d || c == 0x60 || c == 0x7b || c == 0x7d || c == 0x7c || c == EQUALS)
		return true;
	if (c == 0x2f || c == 0x2a || c == 0x3f || c == 0x26 || c == 0x5e) return true;
	return c == next && (c == 0x5f || c == 0x7e || c == 0x21 || c == 0x23 || c == 0x24 || c == 0x25);
}
