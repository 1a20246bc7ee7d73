// What stands around a number and says what it is.
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';
import { beginsWith, endsWith, isLetter, isWord } from './characters';

/** Words before a number in one piece that is none of a phone. */
const things: string[] = [
	'order',
	'orders',
	'invoice',
	'ref',
	'reference',
	'ticket',
	'case',
	'item',
	'items',
	'sku',
	'id',
	'batch',
	'serial',
	'article',
	'part',
	'model',
	'tracking',
	'parcel',
	'shipment',
	'lot',
	'code',
	'ean',
	'gtin',
	'isbn',
	'upc',
	'po',
	'transaction',
	'receipt',
	'booking',
	'account',
	'version',
	'build',
	'commit',
	'bestellung',
	'bestellnummer',
	'auftrag',
	'rechnung',
	'rechnungsnummer',
	'kundennummer',
	'commande',
	'facture',
	'pedido',
	'factura',
	'ordine',
];
/** Words between those and the number. */
const fillers: string[] = ['no', 'nr', 'num', 'number', 'nummer', 'n'];
/** The same in scripts without spaces, as UTF-8. */
const glued: ArrayBuffer[] = [
	String.UTF8.encode('订单'),
	String.UTF8.encode('订单号'),
	String.UTF8.encode('单号'),
	String.UTF8.encode('编号'),
	String.UTF8.encode('訂單'),
	String.UTF8.encode('注文番号'),
	String.UTF8.encode('注文'),
	String.UTF8.encode('주문번호'),
];
const callers: string[] = ['tel', 'telefon', 'phone', 'fax', 'mobile', 'mob', 'cell', 'call', 'handy', 'whatsapp'];

function isBetween(c: u8): bool {
	return (
		c == 0x20 || c == 0x23 || c == 0x3a || c == 0x2e || c == 0x3d || c == 0x2f || c == 0x2d || c == 0x5f || c == 0x28
	);
}

/** Whether the letter at `p` is that of an escaped line end or tab, as in JSON within a text. */
export function isEscape(p: usize, start: usize): bool {
	const c = load<u8>(p);
	return p > start && load<u8>(p - 1) == 0x5c && (c == 0x6e || c == 0x72 || c == 0x74);
}

/** Whether `p` is behind a mark that a link has coded, `%3C` or `%20`: what could not be a part of a number or a name. */
export function isBehindCoded(p: usize, start: usize): bool {
	if (p < start + 3 || load<u8>(p - 3) != 0x25) return false;
	const tens = load<u8>(p - 2);
	const ones = load<u8>(p - 1) | 0x20;
	// Space, `"&(),/`, colon to question mark, and line ends. Not `'` and `+`, which names have.
	if (tens == 0x32) {
		const isBracket = ones == 0x38 || ones == 0x39;
		return isBracket || ones == 0x30 || ones == 0x32 || ones == 0x36 || ones == 0x63 || ones == 0x66;
	}
	if (tens == 0x33) return ones >= 0x61 && ones <= 0x66;
	return tens == 0x30 && (ones == 0x61 || ones == 0x64 || ones == 0x39);
}

/** Where the word that ends before `p` begins. */
function wordStart(start: usize, p: usize): usize {
	while (p > start && isLetter(load<u8>(p - 1))) p--;
	return p;
}

function isOneOf(words: string[], start: usize, end: usize): bool {
	for (let i = 0; i < words.length; i++) {
		if (<usize>words[i].length == end - start && endsWith(start, end, words[i])) return true;
	}
	return false;
}

/** Skips the marks that stand between a word and its number; a full-width colon and № among them. */
function skipMarks(start: usize, p: usize): usize {
	while (p > start) {
		if (isBetween(load<u8>(p - 1))) p--;
		else if (p - start >= 3 && load<u8>(p - 3) == 0xef && load<u8>(p - 2) == 0xbc && load<u8>(p - 1) == 0x9a) p -= 3;
		else if (p - start >= 3 && load<u8>(p - 3) == 0xe2 && load<u8>(p - 2) == 0x84 && load<u8>(p - 1) == 0x96) p -= 3;
		else break;
	}
	return p;
}

/** Whether the words before `p` name an order, an invoice and the like: `Order no. 00123456789`. */
export function isNumberOfThing(start: usize, p: usize): bool {
	p = skipMarks(start, p);
	let word = wordStart(start, p);
	if (isOneOf(fillers, word, p)) {
		p = skipMarks(start, word);
		word = wordStart(start, p);
	}
	if (isOneOf(things, word, p)) return true;
	for (let i = 0; i < glued.length; i++) {
		const length = <usize>glued[i].byteLength;
		if (p - start >= length && memory.compare(p - length, changetype<usize>(glued[i]), length) == 0) return true;
	}
	return false;
}

/**
 * Whether the letters directly before `p` say that a phone number follows: `Tel0301234567`, also behind another number,
 * which ends at `found`.
 */
export function isCaller(start: usize, found: usize, p: usize): bool {
	const word = wordStart(start, p);
	return (word == start || word == found || !isWord(load<u8>(word - 1))) && isOneOf(callers, word, p);
}

/** Whether what follows the digits of a phone number lets it be one. `grouped`: it has a form of its own. */
export function mayEndPhone(p: usize, end: usize, grouped: bool): bool {
	if (p >= end) return true;
	const c = load<u8>(p);
	if (c == 0x40 || isDigit(c)) return false;
	if (c == 0x25 && beginsWith(p, end, '%40')) return false;
	if (c == 0xef && p + 2 < end && load<u8>(p + 1) == 0xbc && load<u8>(p + 2) == 0xa0) return false;
	const next: u8 = p + 1 < end ? load<u8>(p + 1) : 0;
	if (c == 0x2e) return !isDigit(next);
	if (c == 0x5f) return grouped;
	if (!isLetter(c)) return true;
	// An extension: x28, ext. 210.
	if ((c | 0x20) == 0x78 && (isDigit(next) || next == 0x20 || next == 0x2e)) return true;
	if (beginsWith(p, end, 'ext')) return true;
	if (!grouped) return false;
	// What is dialled after a pause: p28, w9.
	if (((c | 0x20) == 0x70 || (c | 0x20) == 0x77) && isShortNumber(p + 1, end)) return true;
	// A word that is glued to the number; letters with digits behind them are an identifier, unless another number follows.
	const word = p;
	while (p < end && isLetter(load<u8>(p))) p++;
	if (p == end || isOneOf(callers, word, p)) return true;
	const behind = load<u8>(p);
	return !isWord(behind) && !(behind == 0x2d && p + 1 < end && isWord(load<u8>(p + 1)));
}

/** Whether one to five digits follow, and nothing of a word behind them. */
function isShortNumber(p: usize, end: usize): bool {
	const first = p;
	while (p < end && isDigit(load<u8>(p))) p++;
	return p > first && p - first <= 5 && (p == end || !isWord(load<u8>(p)));
}

/** Whether letters around a card in one piece let it be one: `Visa4111…`, but no digits among them, as in a digest. */
export function mayHoldCard(start: usize, first: usize, last: usize, end: usize, digits: i32): bool {
	let before = first;
	while (before > start && !isBehindCoded(before, start) && isLetter(load<u8>(before - 1))) before--;
	let after = last;
	while (after < end && isLetter(load<u8>(after))) after++;
	if (before == first && after == last) return true;
	if (before > start && isDigit(load<u8>(before - 1))) return false;
	if (after < end && isDigit(load<u8>(after))) return false;
	// 13 and 14 digits behind letters are more often another code than a card.
	return digits >= 15;
}
