import { MAX_HTTP_REQUEST_BYTES } from '../../shared/policy/limits.ts';
import { decodeLenient, encode } from '../memory/utf8.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/** `dataflare:plugin/http.request`. */
export interface HttpRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: Headers;
	readonly body?: Uint8Array | undefined;
	readonly text: boolean;
	/** ms */
	readonly waitMs: number;
}

/** `dataflare:plugin/http.response`. */
export interface HttpAnswer {
	readonly status: number;
	readonly url: string;
	readonly headers: Headers;
	readonly body: Uint8Array;
}

/** A request as the broker takes it; null: it is larger than one call may carry. */
export function requestDocument({ method, url, headers, body, text, waitMs }: HttpRequest): Uint8Array | null {
	if ((body?.length ?? 0) > MAX_HTTP_REQUEST_BYTES) return null;
	const document = {
		method,
		url,
		headers: joined(headers),
		...(text ? { text } : {}),
		...(waitMs > 0 ? { wait_ms: waitMs } : {}),
		...(body === undefined ? {} : { body_base64: Buffer.from(body).toString('base64') }),
	};
	const bytes = encode(JSON.stringify(document));
	return bytes.length > MAX_HTTP_REQUEST_BYTES ? null : bytes;
}

/** A name that is given several times, once, as HTTP has it. */
function joined(headers: Headers): Readonly<Record<string, string>> {
	const byName = new Map<string, string>();
	for (const [given, value] of headers) {
		const name = given.toLowerCase();
		const before = byName.get(name);
		byName.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
	}
	return Object.fromEntries(byName);
}

/** The broker's answer. Several cookies are several headers again. */
export function responseIn(data: Uint8Array): HttpAnswer {
	const { status, url, headers, body, body_base64 } = JSON.parse(decodeLenient(data)) as {
		readonly status: number;
		readonly url?: string;
		readonly headers: Readonly<Record<string, string>>;
		readonly body?: string;
		readonly body_base64?: string;
	};
	const list = Object.entries(headers).flatMap(([given, value]) => {
		const name = given.toLowerCase();
		return (name === 'set-cookie' ? value.split('\n') : [value]).map((one) => [name, one] as const);
	});
	const bytes = body_base64 === undefined ? encode(body ?? '') : Buffer.from(body_base64, 'base64');
	return { status, url: url ?? '', headers: list, body: bytes };
}
