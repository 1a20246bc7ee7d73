// What parts the fields of a row.
import { isDigit } from '../../../sdk/assemblyscript/assembly/json/scan';

/** Comma, semicolon, tab and bar: those that readers look for. */
export function isKnown(c: u8): bool {
	return c == 0x2c || c == 0x3b || c == 0x09 || c == 0x7c;
}

/** Whether a delimiter can be: a tab, or a mark of ASCII that no number, true, false and quoting has. */
export function mayDelimit(c: u8): bool {
	if (c == 0x09) return true;
	if (c <= 0x20 || c >= 0x7f || c == 0x22 || c == 0x2b || c == 0x2d || c == 0x2e) return false;
	return !isDigit(c) && (c | 0x20) - 0x61 >= 26;
}
