import { errorCodes, type WireError } from '../../shared/errors.ts';
import { insist } from './malformed-frame.ts';

export const MAX_ERROR_CHARS = 16_384;

/** Texts are shortened, details that are no plain JSON of moderate size are left out. */
export function parseWireError(raw: unknown): WireError {
	insist(typeof raw === 'object' && raw !== null, 'a failure without an error');
	const { code, message, hint, details, origin } = raw as { readonly [key in keyof WireError]?: unknown };
	const known = errorCodes.find((each) => each === code);
	insist(known !== undefined, 'an error of an unknown code');
	insist(typeof message === 'string', 'an error without a message');
	const plain = plainDetails(details);
	return {
		code: known,
		message: message.slice(0, MAX_ERROR_CHARS),
		...(typeof hint === 'string' ? { hint: hint.slice(0, MAX_ERROR_CHARS) } : {}),
		...(plain === undefined ? {} : { details: plain }),
		...(origin === 'guest' || origin === 'host' ? { origin } : {}),
	};
}

function plainDetails(raw: unknown): WireError['details'] {
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
	try {
		const text = JSON.stringify(raw);
		return text.length > MAX_ERROR_CHARS ? undefined : JSON.parse(text);
	} catch {
		// Cyclic, or with values that JSON does not know.
		return undefined;
	}
}
