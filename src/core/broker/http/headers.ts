import { hostStatus } from '../../../shared/host/abi.ts';
import { HostFailure } from '../host-failure.ts';
import type { BrokerLimits } from '../limits.ts';

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Set by the client itself, or able to change where a request goes or where it ends. */
const reserved: ReadonlySet<string> = new Set([
	'host',
	'connection',
	'keep-alive',
	'content-length',
	'transfer-encoding',
	'te',
	'trailer',
	'upgrade',
	'expect',
	'http2-settings',
]);

/**
 * The headers a guest sends, in lower case. Counted before anything is asked of each. Throws `invalid` for reserved and
 * malformed ones, `tooLarge` for too many.
 */
export function guestHeaders(given: unknown, limits: BrokerLimits): HeaderList {
	if (given === undefined || given === null) return [];
	if (typeof given !== 'object' || Array.isArray(given)) throw invalid('The headers are not an object.');
	const entries: readonly (readonly [string, unknown])[] = Object.entries(given);
	if (entries.length > limits.httpHeaders) throw tooMany();
	const list = entries.map(([name, value]) => {
		if (typeof value !== 'string') throw invalid(`The header ${JSON.stringify(name)} is not text.`);
		return [name.toLowerCase(), value] as const;
	});
	const bytes = list.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
	if (bytes > limits.httpHeaderBytes) throw tooMany();
	for (const [name, value] of list) {
		if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) throw invalid(`${JSON.stringify(name)} is no header name.`);
		if (reserved.has(name) || name.startsWith('proxy-')) throw invalid(`The header ${name} cannot be set.`);
		if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw invalid(`The header ${name} contains forbidden characters.`);
	}
	if (new Set(list.map(([name]) => name)).size < list.length) throw invalid('A header is given twice.');
	return list.filter(([name]) => name !== 'accept-encoding');
}

function tooMany(): HostFailure {
	return new HostFailure(hostStatus.tooLarge, 'The request has too many or too long headers.');
}

const secrets: ReadonlySet<string> = new Set(['authorization', 'cookie']);

/** What may follow a redirect: another origin never sees credentials. */
export function headersFor(headers: HeaderList, sameOrigin: boolean, keepsBody: boolean): HeaderList {
	return headers.filter(([name]) => (sameOrigin || !secrets.has(name)) && (keepsBody || !name.startsWith('content-')));
}

/** Response headers as one string each. */
export function responseHeaders(
	headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
	const pairs = Object.entries(headers).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, Array.isArray(value) ? value.join(separator(name)) : value] as const],
	);
	return Object.fromEntries(pairs);
}

/** Cookies contain commas, so a comma cannot part them. */
function separator(name: string): string {
	return name === 'set-cookie' ? '\n' : ', ';
}

function invalid(message: string): HostFailure {
	return new HostFailure(hostStatus.invalid, message);
}
