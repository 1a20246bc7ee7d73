/**
 * Numbers in JSON text that a program does not hand on as they are written: a double has room for 15 to 17 digits, ends
 * at 1.8e308, and is written without its sign when it is 0.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

/** Digits, a point, an exponent and its sign. */
function isPart(code: number): boolean {
	return isDigit(code) || code === 0x2e || code === 0x2b || code === MINUS || (code | 0x20) === 0x65;
}

/**
 * The first number of a JSON or NDJSON text that would be another one after it was read and written again, as it is
 * written there; null: none. One pass, without recursion. Of what is no JSON it says something, too, and never fails.
 */
export function findUnheldNumber(json: string): string | null {
	for (let at = 0; at < json.length; at++) {
		const code = json.charCodeAt(at);
		if (code === QUOTE) {
			at = endOfString(json, at + 1);
		} else if (code === MINUS || isDigit(code)) {
			const start = at;
			while (at + 1 < json.length && isPart(json.charCodeAt(at + 1))) at++;
			const isSmall = code !== MINUS && at - start < 15 && isWhole(json, start, at);
			if (isSmall) continue;
			const text = json.slice(start, at + 1);
			if (!holdsNumber(text)) return text;
		}
	}
	return null;
}

/** The place of the closing quote. */
function endOfString(json: string, from: number): number {
	for (let at = from; at < json.length; at++) {
		const code = json.charCodeAt(at);
		if (code === BACKSLASH) at++;
		else if (code === QUOTE) return at;
	}
	return json.length;
}

function isWhole(json: string, start: number, end: number): boolean {
	for (let at = start; at <= end; at++) if (!isDigit(json.charCodeAt(at))) return false;
	return true;
}

/** Whether a number, as JSON writes it, is the same number after it was read and written again. */
export function holdsNumber(text: string): boolean {
	const value = Number(text);
	if (!Number.isFinite(value)) return false;
	if (value === 0) return !Object.is(value, -0) && !/^[0.]*[1-9]/.test(text);
	return sameForm(text) === sameForm(String(value));
}

/** Equal for equal numbers: sign, digits without zeros at either end, exponent of the last one. */
function sameForm(text: string): string {
	const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
	const digits = `${whole}${fraction}`.replace(/^0+/, '');
	const kept = digits.replace(/0+$/, '');
	const scale = Number(exponent) - fraction.length + (digits.length - kept.length);
	return `${mantissa.startsWith('-') ? '-' : ''}${kept}e${scale}`;
}
