import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBroker } from '../../src/core/broker/create-broker.ts';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import type { GuestLease, Runtime } from '../../src/core/runtime/runtime.ts';
import { securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { guestSpec } from '../support/guests/guest-spec.ts';
import { wat } from '../support/guests/wat.ts';

/** Asks the same of the host so often as its input says; 0: until it is killed. */
const asking = (name: string, call: string): string => `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(import "env" "host_list_dir" (func $list (param i32 i32) (result i32)))
	(import "env" "host_get_env" (func $env (param i32 i32) (result i32)))
	(import "env" "host_http" (func $http (param i32 i32) (result i32)))
	(memory (export "memory") 40)
	(data (i32.const 16) "${name}")
	(func (export "alloc") (param i32) (result i32) (i32.const 65536))
	(func (export "process_data") (param i32 i32) (result i32) (local $left i32)
		(local.set $left (i32.load (local.get 0)))
		(loop $again
			(drop (call ${call}))
			(local.set $left (i32.sub (local.get $left) (i32.const 1)))
			(br_if $again (i32.ne (local.get $left) (i32.const 0))))
		(i32.const 0)))`;

const floods = {
	'reads of a small file': ['./data/small', '$read (i32.const 16) (i32.const 12) (i64.const 0) (i32.const 64)'],
	'reads that are refused': ['/etc/passwd', '$read (i32.const 16) (i32.const 11) (i64.const 0) (i32.const 64)'],
	'variables that are refused': ['HOME', '$env (i32.const 16) (i32.const 4)'],
	'requests that make no sense': ['{', '$http (i32.const 16) (i32.const 1)'],
	'reads of a file that is not there': [
		'./data/none',
		'$read (i32.const 16) (i32.const 11) (i64.const 0) (i32.const 64)',
	],
	'lists of a large folder': ['./data/many/', '$list (i32.const 16) (i32.const 12)'],
} as const;

let runtime: Runtime;
let root: string;
beforeAll(() => {
	root = realpathSync(mkdtempSync(join(tmpdir(), 'dataflare-floods-')));
	mkdirSync(join(root, 'data/many'), { recursive: true });
	writeFileSync(join(root, 'data/small'), 'x'.repeat(64));
	for (let file = 0; file < 5_000; file++) writeFileSync(join(root, `data/many/${file}`), '');
	runtime = createRuntime({
		adapter: forkAdapter({ entry: sandboxEntry, reaperEntry }),
		broker: createBroker({ state: { get: () => null, set: () => false, clear: () => undefined }, env: {} }),
		spares: 0,
	});
});
afterAll(async () => {
	await runtime.dispose(1_000);
	rmSync(root, { recursive: true, force: true });
});

async function lease(plugin: string, [name, call]: readonly [string, string]): Promise<GuestLease> {
	const spec = guestSpec({ plugin, memoryLimitBytes: 4 * 1024 * 1024, timeoutMs: 60_000, dataFolder: root });
	const policy = securityPolicySchema.parse({ allow_file_system: true, allowed_paths: ['./data/:ro'] });
	const guest = { ...spec.guest, plugin, type: 'processor', encoding: 'bytes' } as const;
	return runtime.lease({ ...spec, guest, module: await wat(asking(name, call)), policy: () => policy });
}

function ask(guest: GuestLease, times: number, signal?: AbortSignal): Promise<unknown> {
	const data = new Uint8Array(Uint32Array.of(times).buffer);
	return guest.call({ fn: 'process_data', input: { kind: 'value', data }, signal });
}

/** Median of one call that reads one file, ms. */
async function latency(guest: GuestLease): Promise<number> {
	const times: number[] = [];
	for (let call = 0; call < 41; call++) {
		const began = performance.now();
		await ask(guest, 1);
		times.push(performance.now() - began);
	}
	return times.toSorted((left, right) => left - right)[20] ?? Number.POSITIVE_INFINITY;
}

it.each(Object.entries(floods))('another plugin goes on while one floods the program with %s', async (_, flood) => {
	const victim = await lease('victim', floods['reads of a small file']);
	const quiet = await latency(victim);
	const abort = new AbortController();
	const hogs = await Promise.all([lease('hog', flood), lease('hog', flood)]);
	const flooding = hogs.map((hog) => ask(hog, 0, abort.signal).catch(() => 'ended'));
	expect(await latency(victim)).toBeLessThan(30 * quiet + 50);
	abort.abort();
	expect(await Promise.all(flooding)).toEqual(['ended', 'ended']);
	await victim.close();
});
