import type { JsonValue, WireError } from '../../../../shared/errors/errors.ts';

/** What is kept of why one record was set aside, however much a plugin says: there may be a million of them. bytes */
export const MAX_ERROR_BYTES = 1024;
/** Characters that texts are cut to, until all of it is short enough. */
const lengths = [400, 200, 100, 40];

/** The error with its texts cut where they are long; its code and its reason stay. */
export function shortError(error: WireError): WireError {
	if (isShort(error)) return error;
	for (const length of lengths) {
		const cut = cutTo(error, length);
		if (isShort(cut)) return cut;
	}
	const { code, message, details, origin } = cutTo(error, 40);
	const reason = details?.['reason'];
	return {
		code,
		message,
		...(reason === undefined ? {} : { details: { reason } }),
		...(origin === undefined ? {} : { origin }),
	};
}

function isShort(error: WireError): boolean {
	return Buffer.byteLength(JSON.stringify(error)) <= MAX_ERROR_BYTES;
}

function cutTo({ message, hint, details, ...rest }: WireError, length: number): WireError {
	const cut = (text: string): string => (text.length <= length ? text : `${text.slice(0, length).toWellFormed()}…`);
	const kept = Object.entries(details ?? {}).flatMap(([key, value]): [string, JsonValue][] => {
		if (typeof value === 'string') return [[key, cut(value)]];
		return typeof value === 'object' && value !== null ? [] : [[key, value]];
	});
	return {
		...rest,
		message: cut(message),
		...(hint === undefined ? {} : { hint: cut(hint) }),
		...(details === undefined ? {} : { details: Object.fromEntries(kept) }),
	};
}
