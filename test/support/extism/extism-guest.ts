import { ExtismGuest } from '../../../src/sandbox/guests/extism-guest.ts';
import type { LoadedGuest } from '../../../src/sandbox/guests/loaded-guest.ts';
import { LostMemory } from '../../../src/sandbox/memory/collector.ts';
import { createMemoryLimit } from '../../../src/sandbox/memory/memory-limit.ts';
import type { DataFlareError } from '../../../src/shared/errors/errors.ts';
import { bundleModules } from '../../../src/shared/wasm/linked-modules.ts';
import { aGuest, batch, type InProcessOptions, RecordingHost, wat } from '../guests/in-process-guest.ts';

/** The imports that nearly every Extism guest has, by the names of their functions. */
const pdk = `
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/env" "free" (func $free (param i64)))
	(import "extism:host/env" "length" (func $length (param i64) (result i64)))
	(import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
	(import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
	(import "extism:host/env" "load_u8" (func $load_u8 (param i64) (result i32)))
	(import "extism:host/env" "input_offset" (func $input_offset (result i64)))
	(import "extism:host/env" "input_length" (func $input_length (result i64)))
	(import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
	(import "extism:host/env" "error_set" (func $error_set (param i64)))
	(import "extism:host/env" "config_get" (func $config_get (param i64) (result i64)))
	(import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
	(import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
	(import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
	(import "extism:host/env" "http_status_code" (func $http_status_code (result i32)))
	(import "extism:host/env" "http_headers" (func $http_headers (result i64)))
	(import "extism:host/env" "log_info" (func $log_info (param i64)))
	(import "extism:host/env" "log_error" (func $log_error (param i64)))
	(import "extism:host/env" "get_log_level" (func $get_log_level (result i32)))`;

/** Helpers: a block with a text of the guest's memory, and a block as the output. */
const helpers = `
	(func $block (param $at i32) (param $n i32) (result i64) (local $p i64) (local $i i32)
		(local.set $p (call $alloc (i64.extend_i32_u (local.get $n))))
		(block $done (loop $next
			(br_if $done (i32.ge_u (local.get $i) (local.get $n)))
			(call $store_u8 (i64.add (local.get $p) (i64.extend_i32_u (local.get $i)))
				(i32.load8_u (i32.add (local.get $at) (local.get $i))))
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(br $next)))
		(local.get $p))
	(func $output (param $p i64) (call $output_set (local.get $p) (call $length (local.get $p))))
	(func $output_number (param $x i64) (local $p i64)
		(local.set $p (call $alloc (i64.const 1)))
		(call $store_u8 (local.get $p) (i32.add (i32.wrap_i64 (local.get $x)) (i32.const 48)))
		(call $output (local.get $p)))`;

/** An Extism guest with the imports above, a memory and the helpers. */
export const extismWat = (body: string): string => `(module ${pdk} (memory (export "memory") 1) ${helpers} ${body})`;

export interface ExtismOptions extends InProcessOptions {
	readonly linked?: Readonly<Record<string, string | Uint8Array>>;
}

const bytesOf = (source: string | Uint8Array): Uint8Array => (typeof source === 'string' ? wat(source) : source);

/** Loads an Extism guest into this very process. Only for guests that end by themselves. */
export function loadExtism(source: string | Uint8Array, options: ExtismOptions = {}): Promise<ExtismGuest> {
	const {
		memoryLimitBytes = 4 * 1024 * 1024,
		memoryWay = 'rewrite',
		host = new RecordingHost(),
		linked = {},
		...guest
	} = options;
	const others = Object.entries(linked).map(([name, other]) => ({ name, bytes: bytesOf(other) }));
	return ExtismGuest.load({
		module: bundleModules(bytesOf(source), others),
		memoryLimitBytes,
		memoryLimit: createMemoryLimit(memoryWay),
		host,
		lost: new LostMemory(null),
		guest: aGuest({ abi: 'extism', encoding: 'bytes', ...guest }),
	});
}

/** What keeps a call from succeeding. */
export async function failed(guest: LoadedGuest, fn: string, input = ''): Promise<DataFlareError> {
	const data = new TextEncoder().encode(input);
	const isComponent = fn.endsWith('_data');
	const result = await guest.call({
		fn,
		input: isComponent ? { kind: 'records', batch: batch(input) } : { kind: 'value', data },
		maxOutputBytes: 1_000_000,
	});
	if (result.ok) throw new Error(`${fn} did not fail`);
	return result.error;
}

export const notLoaded = (loading: Promise<unknown>): Promise<DataFlareError> =>
	loading.then(
		() => Promise.reject(new Error('it was loaded')),
		(error: DataFlareError) => error,
	);

/** Answers its input. */
export const echo =
	'(func (export "echo") (result i32) (call $output_set (call $input_offset) (call $input_length)) (i32.const 0))';

/** A host that keeps a plugin's state. */
export const state = (): RecordingHost => {
	const host = new RecordingHost();
	const kept = new Map<string, Uint8Array>();
	host.answer = (request) => {
		if (request.op === 'state_get') return { status: 0, data: kept.get(request.key) ?? null };
		if (request.op === 'state_set') kept.set(request.key, request.value);
		return { status: 0, data: null };
	};
	return host;
};
