import { DataFlareError } from '../../shared/errors/errors.ts';
import { hostStatus } from '../../shared/host/abi.ts';
import { brokerRequests } from '../imports/host-calls.ts';
import { decodeLenient, decodeStrict, encode } from '../memory/utf8.ts';
import { type ExtismContext, fail, given, owned } from './context.ts';

interface Asked {
	readonly url: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
}

/**
 * `http_request`: the request and its body as the broker takes them, and its answer as Extism gives it. A host that is
 * not granted ends the call with a sentence, as in Extism's own runtime; the status of an answer never does.
 */
export async function httpRequest(context: ExtismContext, request: bigint, body: bigint): Promise<bigint> {
	context.http = { status: 0, headers: null };
	const asked = readRequest(context, owned(context, 'http_request', request));
	const content = owned(context, 'http_request, body', body);
	const document = {
		...asked,
		...(content.length === 0 ? {} : { body_base64: Buffer.from(content).toString('base64') }),
	};
	const { status, data } = await context.host.ask(brokerRequests.http(encode(JSON.stringify(document))));
	if (status < 0 || data === null) fail(context, refusal(asked.url, status));
	const answer = JSON.parse(decodeLenient(data)) as {
		readonly status: number;
		readonly headers: Readonly<Record<string, string>>;
		readonly body?: string;
		readonly body_base64?: string;
	};
	const bytes =
		answer.body_base64 === undefined ? encode(answer.body ?? '') : Buffer.from(answer.body_base64, 'base64');
	if (bytes.length > context.maxResponseBytes) {
		const most = context.maxResponseBytes;
		fail(
			context,
			new DataFlareError('plugin_execution', `HTTP response exceeds the configured maximum of ${most} bytes`),
		);
	}
	const headers = Object.fromEntries(
		Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	context.http = { status: answer.status, headers: encode(JSON.stringify(headers)) };
	return given(context, bytes);
}

function readRequest(context: ExtismContext, bytes: Uint8Array): Asked {
	const wrong = (why: string): never =>
		fail(context, new DataFlareError('plugin_execution', `http_request: the request ${why}`));
	const text = decodeStrict(bytes);
	if (text === null) return wrong('is not UTF-8');
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return wrong('is not JSON');
	}
	if (typeof parsed !== 'object' || parsed === null) return wrong('is no JSON object');
	const { url, method, headers, header } = parsed as Record<string, unknown>;
	if (typeof url !== 'string') return wrong('has no URL');
	const named = headers ?? header ?? {};
	if (typeof named !== 'object' || named === null) return wrong('has headers that are no JSON object');
	return {
		url,
		method: typeof method === 'string' && method !== '' ? method.toUpperCase() : 'GET',
		headers: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, String(value)])),
	};
}

function refusal(url: string, status: number): DataFlareError {
	const shown = url.slice(0, 500);
	if (status === hostStatus.permissionDenied) {
		return new DataFlareError('permission_denied', `HTTP request to ${shown} is not allowed`, {
			hint: 'Its grant does not allow this host.',
		});
	}
	const why =
		status === hostStatus.timedOut ? 'took too long' : status === hostStatus.tooLarge ? 'is too large' : 'failed';
	return new DataFlareError('plugin_execution', `HTTP request to ${shown} ${why}`);
}
