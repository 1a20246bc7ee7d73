import { errorCodes, type WireError } from '../../../shared/errors/errors.ts';
import { assertFrame } from './malformed-frame.ts';
import { plainJson } from './plain-json.ts';

const MAX_ERROR_CHARS = 16_384;

/** Texts are shortened to `most` characters, details that are no plain JSON of as many are left out. */
export function parseWireError(raw: unknown, most: number = MAX_ERROR_CHARS): WireError {
	assertFrame(typeof raw === 'object' && raw !== null, 'a failure without an error');
	const { code, message, hint, details, origin } = raw as { readonly [key in keyof WireError]?: unknown };
	const known = errorCodes.find((each) => each === code);
	assertFrame(known !== undefined, 'an error of an unknown code');
	assertFrame(typeof message === 'string', 'an error without a message');
	const plain = plainDetails(details, most);
	return {
		code: known,
		message: shortened(message, most),
		...(typeof hint === 'string' ? { hint: shortened(hint, most) } : {}),
		...(plain === undefined ? {} : { details: plain }),
		...(origin === 'guest' || origin === 'host' ? { origin } : {}),
	};
}

/** The beginning of a text as a text of its own: a part of one would keep the whole of it in memory. */
export function shortened(text: string, most: number = MAX_ERROR_CHARS): string {
	if (text.length <= most) return text;
	return Buffer.from(text.slice(0, most), 'utf16le').toString('utf16le');
}

function plainDetails(raw: unknown, most: number): WireError['details'] {
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
	return plainJson(raw, most) as WireError['details'];
}
