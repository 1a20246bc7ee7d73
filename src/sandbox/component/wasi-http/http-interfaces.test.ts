import { describe, expect, it } from 'vitest';
import { RecordingHost } from '../../../../test/support/guests/in-process-guest.ts';
import { LogStreams } from '../../imports/wasi/streams.ts';
import { componentImports } from '../component-imports.ts';
import type { Outcome } from '../outcome.ts';
import type { Fields, FieldsClass } from './fields.ts';
import type { OutgoingBody, OutgoingRequest, RequestOptions } from './requests.ts';
import type { FutureIncomingResponse, IncomingBody } from './responses.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (from: Uint8Array): string => new TextDecoder().decode(from);

interface Types {
	readonly Fields: FieldsClass;
	readonly OutgoingRequest: new (headers: Fields) => OutgoingRequest;
	readonly RequestOptions: new () => RequestOptions;
	readonly OutgoingBody: typeof OutgoingBody;
	readonly IncomingBody: typeof IncomingBody;
	readonly handle: (request: OutgoingRequest, options?: RequestOptions) => Outcome<FutureIncomingResponse, unknown>;
}

function wired() {
	const host = new RecordingHost();
	const imports = componentImports(['wasi:http/types', 'wasi:http/outgoing-handler'], {
		host,
		config: new Map(),
		args: [],
		env: [],
		preopens: [],
		streams: new LogStreams(() => undefined),
	});
	const { object } = imports;
	const types = { ...object['wasi:http/types'], ...object['wasi:http/outgoing-handler'] } as unknown as Types;
	return { ...types, host, imports };
}

function good<Value>(outcome: Outcome<Value, unknown>): Value {
	if (outcome.tag === 'err') throw new Error(`failed: ${JSON.stringify(outcome.val)}`);
	return outcome.val;
}

async function answerOf(future: FutureIncomingResponse) {
	await future.subscribe().block();
	const answer = future.get();
	if (answer === undefined) throw new Error('nothing came');
	return good(answer);
}

describe('requests of a component over wasi:http', () => {
	it('are sent as a whole, through the broker, and answered', async () => {
		const { Fields, OutgoingRequest, RequestOptions, OutgoingBody, IncomingBody, handle, host, imports } = wired();
		const answer = {
			...{ status: 201, url: 'https://example.com/', body: 'made' },
			headers: { 'Content-Type': 'text/plain', 'set-cookie': 'a=1\nb=2' },
		};
		host.answer = () => ({ status: 0, data: bytes(JSON.stringify(answer)) });
		const headers = good(Fields.fromList([['X-Kind', bytes('a')]]));
		good(headers.append('x-kind', bytes('b')));
		good(headers.append('content-length', bytes('7')));
		const request = new OutgoingRequest(headers);
		good(request.setMethod({ tag: 'post' }));
		good(request.setScheme({ tag: 'HTTPS' }));
		good(request.setAuthority('example.com'));
		good(request.setPathWithQuery('/things?new'));
		const body = good(request.body());
		expect(request.body().tag).toBe('err');
		const out = good(body.write());
		for (const piece of ['{"a"', ':1}']) good(await out.blockingWriteAndFlush(bytes(piece)));
		out[Symbol.dispose]();
		const future = good(handle(request, new RequestOptions()));
		expect(future.get()).toBeUndefined();
		expect(host.requests).toEqual([]);
		good(OutgoingBody.finish(body));
		const response = good(await answerOf(future));
		const [asked] = host.requests as unknown as readonly { readonly op: string; readonly request: Uint8Array }[];
		expect(JSON.parse(text(asked?.request ?? bytes('')))).toEqual({
			method: 'POST',
			url: 'https://example.com/things?new',
			headers: { 'x-kind': 'a, b' },
			body_base64: Buffer.from('{"a":1}').toString('base64'),
		});
		expect(response.status()).toBe(201);
		const told = response.headers();
		expect(told.get('Set-Cookie').map(text)).toEqual(['a=1', 'b=2']);
		expect(told.append('more', bytes('x'))).toEqual({ tag: 'err', val: { tag: 'immutable' } });
		const content = good(response.consume());
		expect(response.consume().tag).toBe('err');
		const stream = good(content.stream());
		expect(text(good(await stream.blockingRead(2n)))).toBe('ma');
		expect(text(good(await stream.read(100n)))).toBe('de');
		expect(await stream.read(1n)).toEqual({ tag: 'err', val: { tag: 'closed' } });
		for (const one of [stream, told, response]) one[Symbol.dispose]();
		const trailers = IncomingBody.finish(content);
		expect(trailers.get()).toEqual({ tag: 'ok', val: { tag: 'ok', val: undefined } });
		expect(trailers.get()).toEqual({ tag: 'err', val: undefined });
		expect(future.get()).toEqual({ tag: 'err', val: undefined });
		for (const one of [trailers, future]) one[Symbol.dispose]();
		// One pollable is held still.
		expect(imports.handles).toBe(1);
	});

	it.each([
		[-13, { tag: 'HTTP-request-denied' }],
		[-110, { tag: 'HTTP-response-timeout' }],
		[-5, { tag: 'connection-terminated' }],
		[-999, { tag: 'connection-terminated' }],
	])('that the broker answers with %i fail in the words of WASI', async (status, val) => {
		const { Fields, OutgoingRequest, handle, host } = wired();
		host.answer = () => ({ status, data: null });
		const request = new OutgoingRequest(new Fields());
		good(request.setAuthority('example.com'));
		expect(await answerOf(good(handle(request)))).toEqual({ tag: 'err', val });
	});

	it('go nowhere without an address, a whole body, or with one that is too large', async () => {
		const { Fields, OutgoingRequest, handle, host } = wired();
		expect(handle(new OutgoingRequest(new Fields()))).toMatchObject({ val: { tag: 'HTTP-request-URI-invalid' } });
		const unfinished = new OutgoingRequest(new Fields());
		good(unfinished.setAuthority('example.com'));
		const body = good(unfinished.body());
		const large = good(body.write());
		const piece = new Uint8Array(8 << 20);
		let written = await large.write(piece);
		for (let times = 0; times < 4 && written.tag === 'ok'; times++) written = await large.write(piece);
		expect(written).toMatchObject({ tag: 'err', val: { val: { code: 'HTTP-request-body-size' } } });
		body[Symbol.dispose]();
		expect(await answerOf(good(handle(unfinished)))).toMatchObject({ tag: 'err', val: { tag: 'internal-error' } });
		expect(host.requests).toEqual([]);
	});

	it('have headers that are such, and none that the host sets', () => {
		const { Fields } = wired();
		const fields = new Fields();
		for (const [name, value, tag] of [
			['host', 'evil', 'forbidden'],
			['Transfer-Encoding', 'chunked', 'forbidden'],
			['proxy-x', '1', 'forbidden'],
			['a b', '1', 'invalid-syntax'],
			['', '1', 'invalid-syntax'],
			['a', '1\r\nb: 2', 'invalid-syntax'],
		] as const) {
			expect([name, fields.append(name, bytes(value))]).toEqual([name, { tag: 'err', val: { tag } }]);
			expect(Fields.fromList([[name, bytes(value)]]).tag).toBe('err');
		}
		good(fields.set('A', [bytes('1'), bytes('2')]));
		const copy = fields.clone();
		good(fields.delete('a'));
		expect([fields.has('a'), copy.get('a').map(text), copy.entries().length]).toEqual([false, ['1', '2'], 2]);
		let added = 0;
		while (fields.append('x', bytes('y')).tag === 'ok' && added < 5000) added += 1;
		expect(added).toBeLessThan(5000);
	});
});

describe('what a component holds of bodies', () => {
	const MIB = 1024 * 1024;

	it('is bounded over all that it writes, and free again once it is sent or let go of', async () => {
		const { Fields, OutgoingRequest, OutgoingBody, handle, host } = wired();
		host.answer = () => ({ status: 0, data: bytes('{"status":204,"headers":{},"body":""}') });
		const begun = async (size: number) => {
			const request = new OutgoingRequest(new Fields());
			request.setAuthority('example.com');
			const body = good(request.body());
			const stream = good(body.write());
			const written = await stream.write(new Uint8Array(size));
			stream[Symbol.dispose]();
			return { request, body, isWritten: written.tag === 'ok' };
		};
		const first = await begun(15 * MIB);
		const second = await begun(15 * MIB);
		const third = await begun(15 * MIB);
		expect([first, second, third].map(({ isWritten }) => isWritten)).toEqual([true, true, false]);
		good(OutgoingBody.finish(first.body));
		good(await answerOf(good(handle(first.request))));
		const fourth = await begun(15 * MIB);
		expect(fourth.isWritten).toBe(true);
		// One that is finished and never sent goes with its request, one that is not with itself.
		good(OutgoingBody.finish(fourth.body));
		fourth.request[Symbol.dispose]();
		second.body[Symbol.dispose]();
		const last = [await begun(15 * MIB), await begun(15 * MIB)];
		expect(last.map(({ isWritten }) => isWritten)).toEqual([true, true]);
	});

	it('keeps it from asking for more, until it lets go of what came', async () => {
		const { Fields, OutgoingRequest, IncomingBody, handle, host } = wired();
		const answer = bytes(JSON.stringify({ status: 200, headers: {}, body: 'x'.repeat(12 * MIB) }));
		host.answer = () => ({ status: 0, data: answer });
		const ask = async () => {
			const request = new OutgoingRequest(new Fields());
			request.setAuthority('example.com');
			const future = good(handle(request));
			await future.subscribe().block();
			return future;
		};
		const futures = [await ask(), await ask(), await ask()];
		const refused = (await ask()).get();
		expect(refused).toMatchObject({ tag: 'ok', val: { tag: 'err', val: { tag: 'internal-error' } } });
		expect(host.requests).toHaveLength(3);
		// As an answer that nobody took, as a response whose body nobody took, as a body that was not read to its end.
		futures[0]?.[Symbol.dispose]();
		const response = good(good(futures[1]?.get() ?? { tag: 'err', val: 'nothing came' }));
		futures[1]?.[Symbol.dispose]();
		const body = good(response.consume());
		response[Symbol.dispose]();
		IncomingBody.finish(body);
		const unread = good(good(futures[2]?.get() ?? { tag: 'err', val: 'nothing came' }));
		futures[2]?.[Symbol.dispose]();
		unread[Symbol.dispose]();
		for (let time = 0; time < 3; time++) expect((await ask()).get()).toMatchObject({ val: { tag: 'ok' } });
	});
});
