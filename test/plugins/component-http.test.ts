import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wit } from '../../scripts/build-plugins/components/make-component.ts';
import { hostStatus } from '../../src/shared/host/abi.ts';
import { securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { growingHeap } from '../support/wasi/component.ts';

/** The part of WASI 0.2 that the component below names. */
const wasi = `
package wasi:io@0.2.1 {
	interface poll { resource pollable { block: func(); } }
}
package wasi:http@0.2.1 {
	interface types {
		use wasi:io/poll@0.2.1.{pollable};
		variant scheme { HTTP, HTTPS, other(string) }
		record DNS-error-payload { rcode: option<string>, info-code: option<u16> }
		record TLS-alert-received-payload { alert-id: option<u8>, alert-message: option<string> }
		record field-size-payload { field-name: option<string>, field-size: option<u32> }
		variant error-code {
			DNS-timeout, DNS-error(DNS-error-payload), destination-not-found, destination-unavailable,
			destination-IP-prohibited, destination-IP-unroutable, connection-refused, connection-terminated,
			connection-timeout, connection-read-timeout, connection-write-timeout, connection-limit-reached,
			TLS-protocol-error, TLS-certificate-error, TLS-alert-received(TLS-alert-received-payload),
			HTTP-request-denied, HTTP-request-length-required, HTTP-request-body-size(option<u64>),
			HTTP-request-method-invalid, HTTP-request-URI-invalid, HTTP-request-URI-too-long,
			HTTP-request-header-section-size(option<u32>), HTTP-request-header-size(option<field-size-payload>),
			HTTP-request-trailer-section-size(option<u32>), HTTP-request-trailer-size(field-size-payload),
			HTTP-response-incomplete, HTTP-response-header-section-size(option<u32>),
			HTTP-response-header-size(field-size-payload), HTTP-response-body-size(option<u64>),
			HTTP-response-trailer-section-size(option<u32>), HTTP-response-trailer-size(field-size-payload),
			HTTP-response-transfer-coding(option<string>), HTTP-response-content-coding(option<string>),
			HTTP-response-timeout, HTTP-upgrade-failed, HTTP-protocol-error, loop-detected, configuration-error,
			internal-error(option<string>),
		}
		resource fields { constructor(); }
		resource request-options { constructor(); }
		resource outgoing-request {
			constructor(headers: fields);
			set-scheme: func(scheme: option<scheme>) -> result;
			set-authority: func(authority: option<string>) -> result;
		}
		resource incoming-response { status: func() -> u16; }
		resource future-incoming-response {
			subscribe: func() -> pollable;
			get: func() -> option<result<result<incoming-response, error-code>>>;
		}
	}
	interface outgoing-handler {
		use types.{outgoing-request, request-options, future-incoming-response, error-code};
		handle: func(request: outgoing-request, options: option<request-options>)
			-> result<future-incoming-response, error-code>;
	}
}
world http-probe {
	import wasi:http/outgoing-handler@0.2.1;
	export processor;
}
`;

/**
 * Asks the authority that it is given, between quotes, over plain HTTP, and answers with the status, of three digits; an
 * error is a hundred and its number. Behind a ! it asks three times, waits for nothing and traps; behind a ? it
 * asks, waits for nothing and answers.
 */
const core = `(module
	(import "wasi:http/types@0.2.1" "[constructor]fields" (func $fields (result i32)))
	(import "wasi:http/types@0.2.1" "[constructor]outgoing-request" (func $request (param i32) (result i32)))
	(import "wasi:http/types@0.2.1" "[method]outgoing-request.set-scheme"
		(func $scheme (param i32 i32 i32 i32 i32) (result i32)))
	(import "wasi:http/types@0.2.1" "[method]outgoing-request.set-authority"
		(func $authority (param i32 i32 i32 i32) (result i32)))
	(import "wasi:http/outgoing-handler@0.2.1" "handle" (func $handle (param i32 i32 i32 i32)))
	(import "wasi:http/types@0.2.1" "[method]future-incoming-response.subscribe" (func $subscribe (param i32) (result i32)))
	(import "wasi:io/poll@0.2.1" "[method]pollable.block" (func $block (param i32)))
	(import "wasi:io/poll@0.2.1" "[resource-drop]pollable" (func $drop-pollable (param i32)))
	(import "wasi:http/types@0.2.1" "[method]future-incoming-response.get" (func $get (param i32 i32)))
	(import "wasi:http/types@0.2.1" "[resource-drop]future-incoming-response" (func $drop-future (param i32)))
	(import "wasi:http/types@0.2.1" "[method]incoming-response.status" (func $status (param i32) (result i32)))
	(import "wasi:http/types@0.2.1" "[resource-drop]incoming-response" (func $drop-response (param i32)))
	(memory (export "memory") 4)
	${growingHeap}
	(func $said (param $number i32) (result i32)
		(i32.store8 (i32.const 32) (i32.add (i32.const 48) (i32.div_u (local.get $number) (i32.const 100))))
		(i32.store8 (i32.const 33)
			(i32.add (i32.const 48) (i32.rem_u (i32.div_u (local.get $number) (i32.const 10)) (i32.const 10))))
		(i32.store8 (i32.const 34) (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
		(i32.store8 (i32.const 160) (i32.const 0))
		(i32.store8 (i32.const 164) (i32.const 1))
		(i32.store (i32.const 168) (i32.const 32))
		(i32.store (i32.const 172) (i32.const 3))
		(i32.const 160))
	(func (export "dataflare:plugin/processor@1.0.0#process") (param $given i32) (param $length i32) (result i32)
		(local $future i32) (local $pollable i32) (local $response i32)
		(if (i32.eq (i32.load8_u offset=1 (local.get $given)) (i32.const 33))
			(then
				(local.set $given (i32.add (local.get $given) (i32.const 1)))
				(call $ask (local.get $given)) (call $ask (local.get $given)) (call $ask (local.get $given))
				unreachable))
		(if (i32.eq (i32.load8_u offset=1 (local.get $given)) (i32.const 63))
			(then
				(call $ask (i32.add (local.get $given) (i32.const 1)))
				(return (call $said (i32.const 111)))))
		(call $ask (local.get $given))
		(if (i32.load8_u (i32.const 256))
			(then (return (call $said (i32.add (i32.const 100) (i32.load8_u (i32.const 264)))))))
		(local.set $future (i32.load (i32.const 264)))
		(local.set $pollable (call $subscribe (local.get $future)))
		(call $block (local.get $pollable))
		(call $drop-pollable (local.get $pollable))
		(call $get (local.get $future) (i32.const 256))
		(if (i32.load8_u (i32.const 272))
			(then
				(call $drop-future (local.get $future))
				(return (call $said (i32.add (i32.const 100) (i32.load8_u (i32.const 280)))))))
		(local.set $response (i32.load (i32.const 280)))
		(call $said (call $status (local.get $response)))
		(call $drop-response (local.get $response))
		(call $drop-future (local.get $future)))
	(func $ask (param $given i32) (local $request i32)
		(local.set $request (call $request (call $fields)))
		(drop (call $scheme (local.get $request) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0)))
		(drop (call $authority (local.get $request) (i32.const 1) (i32.add (local.get $given) (i32.const 1))
			(i32.load (call $end (local.get $given)))))
		(call $handle (local.get $request) (i32.const 0) (i32.const 0) (i32.const 256)))
	;; Where the length of the text between the quotes is put.
	(func $end (param $given i32) (result i32)
		(local $at i32)
		(local.set $at (i32.add (local.get $given) (i32.const 1)))
		(block $found
			(loop $next
				(br_if $found (i32.eq (i32.load8_u (local.get $at)) (i32.const 34)))
				(local.set $at (i32.add (local.get $at) (i32.const 1)))
				(br $next)))
		(i32.store (i32.const 40) (i32.sub (i32.sub (local.get $at) (local.get $given)) (i32.const 1)))
		(i32.const 40)))`;

let scratch: ScratchCore;
const asked: string[] = [];
const server = createServer(({ url, headers }, response) => {
	asked.push(`${url} ${headers['user-agent']?.split('/')[0]}`);
	response.writeHead(418).end('short and stout');
});

beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	scratch = await scratchCore();
	const witSource = `${wit()}\n${wasi}`;
	const embedded = await componentEmbed({ binary: await parse(core), witSource, world: 'http-probe' });
	const path = join(scratch.folder, 'http-probe.wasm');
	writeFileSync(path, await componentNew(embedded, []));
	await scratch.ask('plugins.install', { path });
});
afterAll(async () => {
	await scratch.dispose();
	server.close();
});

it('asks through the policy and is suspended until there is an answer', async () => {
	const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const call = async () => {
		const input = JSON.stringify(authority);
		return (await scratch.ask('plugins.call', { name: 'http-probe', fn: 'process_data', input })).value;
	};
	// 15: `HTTP-request-denied`.
	expect(await call()).toBe(115);
	expect(asked).toEqual([]);
	const policy = securityPolicySchema.parse({ allow_network: true, allowed_hosts: [`http://${authority}`] });
	await scratch.ask('policy.set', { name: 'http-probe', policy });
	for (let time = 0; time < 5; time++) expect(await call()).toBe(418);
	expect(asked).toHaveLength(5);
	expect(asked[0]).toBe('/ DataFlare');
});

it('leaves nothing under way behind: what a trap left is given up, as part of the run that asked for it', async () => {
	const slow = createServer(() => undefined);
	const connections = () => new Promise((tell) => slow.getConnections((_, count) => tell(count)));
	await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
	const at = (of: typeof slow): string => `127.0.0.1:${(of.address() as AddressInfo).port}`;
	const policy = securityPolicySchema.parse({
		allow_network: true,
		allowed_hosts: [`http://${at(slow)}`, `http://${at(server)}`],
	});
	await scratch.ask('policy.set', { name: 'http-probe', policy });
	const call = { name: 'http-probe', fn: 'process_data' };
	try {
		const error = await scratch.fail('plugins.call', { ...call, input: JSON.stringify(`!${at(slow)}`) });
		expect(error).toMatchObject({ details: { reason: 'unreachable_trap' } });
		const { hostCallList } = await scratch.ask('runs.get', { id: String(error.details?.['runId']) });
		expect(hostCallList.map(({ op, status }) => [op, status])).toEqual([
			['http', hostStatus.cancelled],
			['http', hostStatus.cancelled],
		]);
		// A call that answers before what it asked for came leaves nothing to the next run either.
		const { value, runId } = await scratch.ask('plugins.call', { ...call, input: JSON.stringify(`?${at(slow)}`) });
		expect(value).toBe(111);
		const detail = await scratch.ask('runs.get', { id: String(runId) });
		expect(detail).toMatchObject({ hostCalls: 1, hostCallList: [{ op: 'http', status: hostStatus.cancelled }] });
		// Both turns of HTTP are free again.
		expect((await scratch.ask('plugins.call', { ...call, input: JSON.stringify(at(server)) })).value).toBe(418);
		await expect.poll(connections).toBe(0);
	} finally {
		slow.closeAllConnections();
		slow.close();
	}
});
