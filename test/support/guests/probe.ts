import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostCallRecord } from '../../../src/core/broker/broker.ts';
import { type BrokerDeps, createBroker } from '../../../src/core/broker/create-broker.ts';
import { createRuntime } from '../../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../../src/core/runtime/process/fork-adapter.ts';
import type { GuestLease } from '../../../src/core/runtime/runtime.ts';
import { DataFlareError } from '../../../src/shared/errors/errors.ts';
import { type SecurityPolicyInput, securityPolicySchema } from '../../../src/shared/policy/security-policy.ts';
import { reaperEntry, sandboxEntry } from '../built.ts';
import { guestSpec } from './guest-spec.ts';
import { wat } from './wat.ts';

/** Asks the host for what its input says: the first byte chooses the function, the rest is the name as it stands. */
const source = `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(import "env" "host_list_dir" (func $list (param i32 i32) (result i32)))
	(import "env" "host_write_file" (func $write (param i32 i32 i32 i32 i32) (result i32)))
	(import "env" "host_http" (func $http (param i32 i32) (result i32)))
	(import "env" "host_get_env" (func $env (param i32 i32) (result i32)))
	(memory (export "memory") 32)
	(data (i32.const 16) "written")
	(func (export "alloc") (param $n i32) (result i32) (i32.const 1024))
	(func (export "process_data") (param $at i32) (param $n i32) (result i32)
		(local $op i32)
		(local.set $op (i32.load8_u (local.get $at)))
		(local.set $at (i32.add (local.get $at) (i32.const 1)))
		(local.set $n (i32.sub (local.get $n) (i32.const 1)))
		(if (i32.eq (local.get $op) (i32.const 114))
			(then (return (call $read (local.get $at) (local.get $n) (i64.const 0) (i32.const 65536)))))
		(if (i32.eq (local.get $op) (i32.const 108)) (then (return (call $list (local.get $at) (local.get $n)))))
		(if (i32.eq (local.get $op) (i32.const 119))
			(then (return (call $write (local.get $at) (local.get $n) (i32.const 16) (i32.const 7) (i32.const 0)))))
		(if (i32.eq (local.get $op) (i32.const 97))
			(then (return (call $write (local.get $at) (local.get $n) (i32.const 16) (i32.const 7) (i32.const 1)))))
		(if (i32.eq (local.get $op) (i32.const 104)) (then (return (call $http (local.get $at) (local.get $n)))))
		(call $env (local.get $at) (local.get $n))))`;

const letters = { read: 'r', list: 'l', write: 'w', append: 'a', http: 'h', env: 'e' } as const;
export type ProbeOp = keyof typeof letters;

/** A real guest in a real sandbox process that does what it is told, before a real broker. */
export interface Probe {
	/** Without links; holds `home`, the guest's data folder. */
	readonly root: string;
	readonly home: string;
	readonly calls: HostCallRecord[];
	grant: SecurityPolicyInput;
	/** What the host answered: a negative status, or the bytes as text; '' where it answers with nothing. */
	ask(op: ProbeOp, name: string | Uint8Array): Promise<number | string>;
	dispose(): Promise<void>;
}

export async function startProbe(
	deps: Partial<BrokerDeps> = {},
	memoryWay: 'flag' | 'rewrite' = 'flag',
	/** Files in the guest's home that a person chose for its run. */
	chosen: readonly string[] = [],
): Promise<Probe> {
	const root = realpathSync(mkdtempSync(join(tmpdir(), 'dataflare-probe-')));
	const home = join(root, 'home');
	mkdirSync(home);
	const state = { get: () => null, set: () => false, clear: () => undefined };
	const broker = createBroker({ state, env: {}, ...deps });
	const runtime = createRuntime({
		adapter: forkAdapter({ entry: sandboxEntry, reaperEntry, memoryWay }),
		broker,
		spares: 0,
	});
	const calls: HostCallRecord[] = [];
	const module = await wat(source);
	const spec = guestSpec({
		memoryLimitBytes: 4 * 1024 * 1024,
		timeoutMs: 10_000,
		dataFolder: home,
		extraPaths: chosen.map((name) => join(home, name)),
	});
	let lease: GuestLease | null = null;
	const probe: Probe = {
		root,
		home,
		calls,
		grant: {},
		async ask(op, name) {
			const bytes = typeof name === 'string' ? Buffer.from(name) : name;
			const data = Uint8Array.from([letters[op].charCodeAt(0), ...bytes]);
			lease ??= await runtime.lease({
				...spec,
				module,
				guest: { ...spec.guest, type: 'processor', encoding: 'bytes' },
				policy: () => securityPolicySchema.parse(probe.grant),
			});
			try {
				const sink = { onHostCall: (call: HostCallRecord) => void calls.push(call) };
				const { output } = await lease.call({ fn: 'process_data', input: { kind: 'value', data }, sink });
				return output.kind === 'value' && output.data !== null ? Buffer.from(output.data).toString() : '';
			} catch (thrown) {
				if (!(thrown instanceof DataFlareError)) throw thrown;
				const { status } = (thrown.details ?? {}) as { status?: number };
				if (status === undefined) throw thrown;
				return status;
			}
		},
		async dispose() {
			await runtime.dispose(2_000);
			rmSync(root, { recursive: true, force: true });
		},
	};
	return probe;
}
