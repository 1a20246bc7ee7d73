// The address around an @: a local part by RFC 5322 and RFC 6531, and a domain with a top level of letters, an address
// literal, or a host of one label that is certainly one.
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import {
	beginsWith,
	classOf,
	code,
	isDigitCode,
	isLetter,
	LATIN,
	OTHER,
	readAt,
	separatorOf,
	size,
	UNSEEN,
} from './characters';

/** Where the part of a domain begins that is shown; the end where none is. Set by `domainEnd`. */
export let topStart: usize = 0;
/** Whether hosts of one label count, as `admin@mailhost`. */
let bareHosts: bool = false;

export function allowBareHosts(allowed: bool): void {
	bareHosts = allowed;
}

const pictures: string[] = ['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg', 'avif', 'ico'];

/** Top levels that end a domain for certain, so that what follows a dot behind them begins a sentence. */
function isCommonTop(start: usize, end: usize): bool {
	if (end - start == 2) return true;
	if (end - start != 3) return false;
	const top = load<u16>(start) | 0x2020 | ((<u32>(load<u8>(start + 2) | 0x20)) << 16);
	// com, org, net, edu, gov
	return top == 0x6d6f63 || top == 0x67726f || top == 0x74656e || top == 0x756465 || top == 0x766f67;
}

let labelEnd: usize = 0;
/** Behind the letters that a label begins with. */
let lettersEnd: usize = 0;
let isForeign: bool = false;

/** Reads one label. What is written without spaces behind one in Latin letters does not belong to it. */
function readLabel(p: usize, end: usize, isFirst: bool): void {
	const start = p;
	isForeign = false;
	while (p < end && isLetter(load<u8>(p))) p++;
	labelEnd = lettersEnd = p;
	// Most labels are letters alone.
	if (p == end) return;
	const behind = load<u8>(p);
	if (behind < 0x80 && !isDigit(behind) && behind != 0x2d && behind != 0x5f) return;
	let last = p;
	let isLetters = true;
	while (p < end) {
		const c = load<u8>(p);
		if (isLetter(c) || c == 0x2d || isDigit(c)) {
			if (!isLetter(c) || isForeign) isLetters = false;
			p++;
			if (c != 0x2d) last = p;
			if (isLetters) lettersEnd = p;
			continue;
		}
		if (c < 0x80 && c != 0x5f) break;
		readAt(p, end);
		const width = size;
		if (separatorOf(code) == UNSEEN) {
			p += width;
			continue;
		}
		const kind = classOf(code);
		const isJoint = code == 0x2d || code == 0x5f;
		const isDigitOrJoint = isJoint || isDigitCode(code);
		if (kind != LATIN && kind != OTHER && !isJoint) break;
		if (kind == OTHER && last == start) isForeign = true;
		if (kind == OTHER && !isForeign && !(isFirst && goesOn(p, end))) break;
		if (isDigitOrJoint || (isForeign && kind == LATIN)) isLetters = false;
		p += width;
		if (!isJoint) last = p;
		if (isLetters) lettersEnd = p;
	}
	labelEnd = last;
}

/** Whether the letters from `p` on belong to a label that another one follows: `my例子.com`. */
function goesOn(p: usize, end: usize): bool {
	while (p < end) {
		readAt(p, end);
		const kind = classOf(code);
		if (kind != OTHER && kind != LATIN) break;
		p += size;
	}
	const isDot = p < end && code == 0x2e;
	const width = size;
	let follows = false;
	if (isDot && p + width < end) {
		readAt(p + width, end);
		follows = classOf(code) == LATIN && !isDigitCode(code);
	}
	return follows;
}

/** `lodash@4.17.21-beta.rc`, `icon@2x.png`: what stands behind the @ is a version or a size. */
function isVersion(p: usize, end: usize): bool {
	if (p < end && (load<u8>(p) | 0x20) == 0x76) p++;
	const digits = p;
	while (p < end && isDigit(load<u8>(p))) p++;
	if (p == digits || p + 1 >= end) return false;
	if (load<u8>(p) == 0x2e) return isDigit(load<u8>(p + 1));
	return load<u8>(p) == 0x78 && load<u8>(p + 1) == 0x2e && isPicture(p + 2, end);
}

function isPicture(p: usize, end: usize): bool {
	for (let i = 0; i < pictures.length; i++) if (beginsWith(p, end, pictures[i])) return true;
	return false;
}

/** `[10.0.0.5]`, `[IPv6:2001:db8::1]`. */
function literalEnd(p: usize, end: usize): usize {
	let digits = 0;
	if (beginsWith(++p, end, 'ipv6:')) p += 5;
	for (const limit = min(end, p + 46); p < limit; p++) {
		const c = load<u8>(p);
		if (c == 0x5d) return digits > 0 ? p + 1 : 0;
		if (c != 0x2e && c != 0x3a && !isDigit(c) && !(isLetter(c) && (c | 0x20) <= 0x66)) return 0;
		digits++;
	}
	return 0;
}

function behindUnseen(p: usize, end: usize): usize {
	while (p < end && load<u8>(p) >= 0x80) {
		readAt(p, end);
		if (separatorOf(code) != UNSEEN) break;
		p += size;
	}
	return p;
}

/** Where the domain that begins at `p` ends; 0 where none does. */
export function domainEnd(p: usize, end: usize): usize {
	let found: usize = 0;
	let isSure = false;
	topStart = 0;
	if (p >= end) return 0;
	if (load<u8>(p) == 0x5b) return (topStart = literalEnd(p, end));
	if (isVersion(p, end)) return 0;
	for (let labels = 1; p < end; labels++) {
		const label = p;
		readLabel(p, end, labels == 1);
		const stop = labelEnd;
		const letters = lettersEnd;
		const c = load<u8>(label);
		if (stop == label || c == 0x2d || c == 0x5f) break;
		if (isForeign && isSure) break;
		const isCoded = (c | 0x20) == 0x78 && beginsWith(label, stop, 'xn--');
		if (labels > 1 && (isCoded || (isForeign ? letters > label : letters >= label + 2))) {
			topStart = label;
			found = isCoded ? stop : letters;
			isSure = found == stop && isCommonTop(label, stop);
		} else if (
			labels == 1 &&
			letters == stop &&
			(bareHosts || (stop - label == 9 && beginsWith(label, end, 'localhost')))
		) {
			topStart = found = stop;
		}
		p = behindUnseen(stop, end);
		if (p >= end) break;
		if (load<u8>(p) == 0x2e) {
			p++;
			continue;
		}
		readAt(p, end);
		if (code != 0x2e) break;
		p += size;
	}
	return found;
}
