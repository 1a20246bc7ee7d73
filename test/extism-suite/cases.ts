import type { ExtismUse } from '../../src/shared/plugin/extism-use.ts';

/** What a fixture is called with and what its own project's tests expect of it. */
export interface SuiteCase {
	/** Of which project, and the file in its `wasm` folder; or WebAssembly text that stands in its tests. */
	readonly from: 'js-sdk' | 'extism';
	readonly file: string;
	readonly wat?: string;
	/** Modules that it is linked with: files of the same folder, or text. */
	readonly linked?: Readonly<Record<string, string>>;
	readonly calls: readonly (readonly [fn: string, input: string | Uint8Array, expected: Expected])[];
	readonly config?: Readonly<Record<string, string>>;
	readonly use?: Partial<ExtismUse>;
	readonly pages?: number;
	readonly timeoutMs?: number;
	/** Whether the loopback server may be asked. */
	readonly network?: boolean;
	readonly logs?: readonly string[];
	/** A folder that is granted, with one file of the project's in it; the guest finds it as `guest`. */
	readonly folder?: { readonly guest: string; readonly file: string; readonly readOnly?: boolean };
}

/** The output as text or numbers, or a piece of a failure. */
export type Expected =
	| { readonly text: string | RegExp }
	| { readonly json: unknown }
	| { readonly u64: bigint }
	| { readonly fails: RegExp }
	| { readonly notLoaded: RegExp }
	| { readonly nothing: true };

/** A host function of the tests that answers what it is given, or a text: a module of its own stands for it. */
const answering = (name: string, module = 'extism:host/env'): string =>
	`(module (import "${module}" "length" (func (param i64) (result i64))) (func (export "${name}") (param i64) (result i64) (local.get 0)))`;
const answeringText = (name: string, text: string): string => `(module
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/env" "store_u8" (func $store (param i64 i32)))
	(memory 1) (data (i32.const 0) "${text}")
	(func (export "${name}") (param i64) (result i64) (local $p i64) (local $i i32)
		(local.set $p (call $alloc (i64.const ${text.length})))
		(loop $next
			(call $store (i64.add (local.get $p) (i64.extend_i32_u (local.get $i))) (i32.load8_u (local.get $i)))
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(br_if $next (i32.lt_u (local.get $i) (i32.const ${text.length}))))
		(local.get $p)))`;
/** Sets the error TEST and answers its argument, as a host function of the runtime's tests does; \`bail\`: and traps. */
const failing = (name: string, bail: boolean): string => `(module
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/env" "store_u64" (func $store (param i64 i64)))
	(import "extism:host/env" "store_u8" (func $store8 (param i64 i32)))
	(import "extism:host/env" "error_set" (func $error (param i64)))
	(func (export "${name}") (param $x i64) (result i64) (local $p i64)
		(local.set $p (call $alloc (i64.const 4)))
		(call $store8 (local.get $p) (i32.const 84))
		(call $store8 (i64.add (local.get $p) (i64.const 1)) (i32.const 69))
		(call $store8 (i64.add (local.get $p) (i64.const 2)) (i32.const 83))
		(call $store8 (i64.add (local.get $p) (i64.const 3)) (i32.const 84))
		(call $error (local.get $p))
		${bail ? '(unreachable)' : ''} (local.get $x)))`;

const vowels = (count: number, total = count) => ({ json: { count, total, vowels: 'aeiouAEIOU' } });
const counts = (count: number) => ({ text: `{"count": ${count}}` });
const todo = { userId: 1, id: 1, title: 'delectus aut autem', completed: false };
const noVars = `(module (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
	(import "extism:host/env" "input_offset" (func $input_offset (result i64)))
	(func (export "test") (result i32) (call $input_offset) (call $input_offset) (call $var_set) (i32.const 0)))`;
const commander = `(module
	(import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/user" "hello" (func $hello))
	(global $counter (mut i32) (i32.const 0))
	(func $start (export "_start") (global.set $counter (i32.add (global.get $counter) (i32.const 1))))
	(func (export "read_counter") (result i32) (global.get $counter)) (start $start))`;
const commanded = `(module
	(import "commander" "_start" (func $commander_start))
	(import "commander" "read_counter" (func $commander_read_counter (result i32)))
	(import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/user" "hello" (func $hello))
	(import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
	(func (export "run") (result i32) (local $output i64)
		(local.set $output (call $alloc (i64.const 8)))
		(call $commander_start) (call $commander_start) (call $commander_start) (call $commander_start)
		(call $hello)
		(call $store_u64 (local.get $output) (i64.extend_i32_u (call $commander_read_counter)))
		(call $output_set (local.get $output) (i64.const 8))
		i32.const 0))`;
const user = 'extism:host/user';
const repeated = 'aeiouAEIOU____________________________________&smtms_y?'.repeat(1182);
const spanning = '9:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ'.repeat(18428 / 34);

/** From src/mod.test.ts of js-sdk and runtime/src/tests of extism. */
export const cases: readonly SuiteCase[] = [
	{
		from: 'js-sdk',
		file: 'code.wasm',
		calls: [
			['count_vowels', 'hello world', vowels(3)],
			['reticulate_splines', 'hello world', { fails: /no function `reticulate_splines`/ }],
		],
	},
	{
		from: 'js-sdk',
		file: 'reflect.wasm',
		linked: { [user]: 'upper.wasm' },
		calls: [
			['reflect', 'Hello, world!', { text: 'HELLO, WORLD!' }],
			['reflect', 'Hello world!', { text: 'HELLO WORLD!' }],
		],
	},
	{
		from: 'js-sdk',
		file: 'circular.wasm',
		linked: { lhs: 'circular-lhs.wasm', rhs: 'circular-rhs.wasm' },
		calls: [['encalculate', 'Hello, world!', { u64: 127n }]],
	},
	{
		from: 'js-sdk',
		file: 'circular.wasm',
		linked: { lhs: 'circular-lhs.wasm' },
		calls: [['encalculate', '', { notLoaded: /rhs\.add_one/ }]],
	},
	{ from: 'js-sdk', file: 'alloc.wasm', calls: [['run_test', '', { text: /^/ }]] },
	{
		from: 'js-sdk',
		file: 'memory.wasm',
		pages: 19,
		calls: [['alloc_memory', '{"bytes":327680}', { fails: /memory/ }]],
	},
	{ from: 'js-sdk', file: 'memory.wasm', pages: 32, calls: [['alloc_memory', '{"bytes":327680}', { text: /^/ }]] },
	{
		from: 'js-sdk',
		file: 'memory.wasm',
		use: { max_var_bytes: 100 },
		calls: [['alloc_var', '{"bytes":1024}', { fails: /variable store is full/ }]],
	},
	{
		from: 'js-sdk',
		file: 'memory.wasm',
		use: { max_var_bytes: 1100 },
		calls: [['alloc_var', '{"bytes":1024}', { text: /^/ }]],
	},
	{ from: 'js-sdk', file: 'input_offset.wasm', calls: [['input_offset_length', 'hello world', { u64: 11n }]] },
	{ from: 'js-sdk', file: 'fail.wasm', calls: [['run_test', '', { fails: /^Some error message$/ }]] },
	{ from: 'js-sdk', file: 'hello.wasm', calls: [['run_test', '', { text: /^Hello/ }]] },
	{
		from: 'js-sdk',
		file: 'consume.wasm',
		calls: [['consume', 'aa bb cc dd ee ff gg hh! '.repeat(100), { text: /^/ }]],
	},
	{
		from: 'js-sdk',
		file: 'log.wasm',
		calls: [['run_test', '', { text: /^/ }]],
		logs: [
			'trace: this is a trace log',
			'debug: this is a debug log',
			'info: this is an info log',
			'warn: this is a warning log',
			'error: this is an error log',
		],
	},
	{
		from: 'js-sdk',
		file: 'code-functions.wasm',
		linked: { [user]: answeringText('hello_world', 'wow okay then') },
		calls: [
			['count_vowels', 'hello world', { text: 'wow okay then' }],
			['count_vowels', 'hello world', { text: 'wow okay then' }],
		],
	},
	{
		from: 'js-sdk',
		file: 'code-functions.wasm',
		linked: { [user]: answeringText('hello_world', spanning) },
		calls: [
			['count_vowels', 'hello world', { text: spanning }],
			['count_vowels', 'hello world', { text: spanning }],
		],
	},
	{ from: 'js-sdk', file: 'var.wasm', calls: [['run_test', '', { text: 'a: 0' }]] },
	{
		from: 'js-sdk',
		file: '02-var-reflected.wasm',
		linked: {
			user: '(module (import "extism:host/env" "length" (func (param i64) (result i64))) (import "extism:host/env" "output_set" (func $out (param i64 i64))) (import "extism:host/env" "length" (func $length (param i64) (result i64))) (func (export "test") (param i64) (call $out (local.get 0) (call $length (local.get 0)))))',
		},
		calls: [['test', '', { text: 'hi there' }]],
	},
	{ from: 'js-sdk', file: 'config.wasm', config: { 'last-names': 'x' }, calls: [['run_test', '', { text: /^/ }]] },
	{
		from: 'js-sdk',
		file: 'hello_haskell.wasm',
		config: { greeting: 'Howdy' },
		calls: [
			['testing', 'John', { text: 'Howdy, John' }],
			['testing', 'Ben', { text: 'Howdy, Ben' }],
		],
	},
	{ from: 'js-sdk', file: 'wasistdout.wasm', calls: [['say_hello', '', { text: /^/ }]] },
	{
		from: 'js-sdk',
		file: 'loop-forever.wasm',
		timeoutMs: 1000,
		calls: [['loop', 'hello world', { fails: /time|did not/i }]],
	},
	{
		from: 'js-sdk',
		file: 'loop-forever-init.wasm',
		timeoutMs: 1000,
		calls: [['loop', '', { notLoaded: /time|did not/i }]],
	},
	{
		from: 'js-sdk',
		file: 'http.wasm',
		calls: [['http_get', '{"url": "SERVER/todos/1"}', { fails: /^HTTP request to .* is not allowed/ }]],
	},
	{
		from: 'js-sdk',
		file: 'http.wasm',
		network: true,
		calls: [['http_get', '{"url": "SERVER/todos/1"}', { json: todo }]],
	},
	{
		from: 'js-sdk',
		file: 'http.wasm',
		network: true,
		use: { max_http_response_bytes: 1 },
		calls: [['http_get', '{"url": "SERVER/todos/1"}', { fails: /exceeds the configured maximum/ }]],
	},
	{
		from: 'js-sdk',
		file: 'http_headers.wasm',
		network: true,
		calls: [['http_get', '{"url": "SERVER/page"}', { text: /"content-type":"text\/html; charset=utf-8"/ }]],
	},
	{
		from: 'js-sdk',
		file: 'fs.wasm',
		folder: { guest: '/mnt', file: 'tests/data/test.txt' },
		calls: [['run_test', '', { text: 'hello world!' }]],
	},
	{
		from: 'js-sdk',
		file: 'fs.wasm',
		// It writes what it read.
		folder: { guest: '/mnt', file: 'tests/data/test.txt', readOnly: true },
		calls: [['run_test', '', { fails: /exit code 1/ }]],
	},
	{ from: 'js-sdk', file: 'fs.wasm', calls: [['run_test', '', { fails: /^/ }]] },
	{
		from: 'js-sdk',
		file: 'fs-link.wasm',
		linked: { side: 'fs.wasm' },
		folder: { guest: '/mnt', file: 'tests/data/test.txt' },
		calls: [['run_test', '', { text: 'hello world!' }]],
	},
	{
		from: 'extism',
		file: 'read_write.wasm',
		config: { path: '/data/data.txt' },
		folder: { guest: '/data', file: 'runtime/src/tests/data/data.txt', readOnly: true },
		calls: [
			['try_read', '', { text: 'hello world!' }],
			['try_write', 'hello world 2', { fails: /^/ }],
			['try_read', '', { text: 'hello world!' }],
		],
	},
	{
		from: 'extism',
		file: 'read_write.wasm',
		config: { path: '/data/data.txt' },
		folder: { guest: '/data', file: 'runtime/src/tests/data/data.txt' },
		calls: [
			['try_write', 'hello world 2', { text: /^/ }],
			['try_read', '', { text: /hello world 2/ }],
		],
	},
	{
		from: 'extism',
		file: 'code-functions.wasm',
		linked: { [user]: answering('hello_world') },
		calls: [
			['count_vowels', repeated, counts(11820)],
			['count_vowels', 'this is a test aaa', counts(7)],
			['count_vowels', 'abc123', counts(1)],
		],
	},
	{
		from: 'extism',
		file: 'code-functions.wasm',
		linked: { [user]: failing('hello_world', false) },
		calls: [['count_vowels', 'a'.repeat(1024), { fails: /^TEST$/ }]],
	},
	{
		from: 'extism',
		file: 'code-functions.wasm',
		linked: { [user]: failing('hello_world', true) },
		calls: [['count_vowels', 'a'.repeat(1024), { fails: /^TEST$/ }]],
	},
	{
		from: 'extism',
		file: 'code-functions.wasm',
		calls: [['count_vowels', '', { notLoaded: /extism:host\/user\.hello_world/ }]],
	},
	{
		from: 'extism',
		file: 'loop.wasm',
		timeoutMs: 1000,
		calls: [['loop_forever', 'abc123', { fails: /time|did not/i }]],
	},
	{
		from: 'extism',
		file: 'globals.wasm',
		calls: Array.from({ length: 1000 }, (_, n) => ['globals', '', { json: { count: n } }] as const),
	},
	{ from: 'extism', file: 'code.wasm', calls: [['count_vowels', 'abc123', vowels(1)]] },
	{ from: 'extism', file: 'code.wasm', pages: 16, calls: [['count_vowels', '', { notLoaded: /memory/ }]] },
	{ from: 'extism', file: 'code.wasm', pages: 64, calls: [['count_vowels', 'a'.repeat(131_072), vowels(131_072)]] },
	{
		from: 'extism',
		file: 'reflect.wasm',
		linked: { [user]: answering('host_reflect') },
		calls: [1, 2, 63, 64, 4096, 65_535, 65_536, 65_539].map(
			(n) => ['reflect', 'a'.repeat(n), { text: 'a'.repeat(n) }] as const,
		),
	},
	{
		from: 'extism',
		file: 'reflect.wasm',
		linked: { [user]: answeringText('host_reflect', 'hello world') },
		calls: [['reflect', 'anything, really', { text: 'hello world' }]],
	},
	{
		from: 'extism',
		file: 'no-vars',
		wat: noVars,
		use: { max_var_bytes: 1 },
		calls: [['test', 'A'.repeat(1024), { fails: /variable store is full/ }]],
	},
	{ from: 'extism', file: 'no-vars', wat: noVars, use: { max_var_bytes: 1 }, calls: [['test', '', { nothing: true }]] },
	{
		from: 'extism',
		file: 'linking',
		wat: commanded,
		linked: { commander, [user]: '(module (func (export "hello")))' },
		calls: Array.from({ length: 5 }, () => ['run', 'Hello, world!', { u64: 1n }] as const),
	},
	{ from: 'extism', file: 'http.wasm', calls: [['http_request', '{"url": "SERVER/page"}', { fails: /not allowed/ }]] },
	{
		from: 'extism',
		file: 'http.wasm',
		network: true,
		calls: [
			['http_request', '{"url": "SERVER/page"}', { text: /<\/html>/ }],
			['http_request', '{"url": "SERVER/page"}', { text: /<\/html>/ }],
		],
	},
	{
		from: 'extism',
		file: 'http.wasm',
		network: true,
		calls: [
			[
				'http_request',
				'{"url": "SERVER/post", "method": "POST", "data": "testing 123..."}',
				{ text: /"data":"testing 123..."/ },
			],
			[
				'http_request',
				JSON.stringify({ url: 'SERVER/post', method: 'POST', data: 'a'.repeat(10_000) }),
				{ text: /a{10000}/ },
			],
		],
	},
	{
		from: 'extism',
		file: 'http.wasm',
		network: true,
		timeoutMs: 1000,
		calls: [['http_request', '{"url": "SERVER/never"}', { fails: /time|did not/i }]],
	},
	{
		from: 'extism',
		file: 'http_headers.wasm',
		network: true,
		calls: [
			['http_get', '{"url": "SERVER/page", "headers": {}}', { text: /"content-type":"text\/html; charset=utf-8"/ }],
		],
	},
	{ from: 'extism', file: 'echo.wasm', calls: [['echo', 'a'.repeat(65_536), { text: 'a'.repeat(65_536) }]] },
	{ from: 'extism', file: 'empty.wasm', calls: [['test', '', { nothing: true }]] },
	{ from: 'extism', file: 'unreachable.wasm', calls: [['do_unreachable', '', { fails: /`unreachable` instruction/ }]] },
	{ from: 'extism', file: 'allocations.wasm', calls: [['allocations', '', { text: /^/ }]] },
	{ from: 'extism', file: 'consume.wasm', calls: [['consume', 'a'.repeat(10_000), { text: /^/ }]] },
];

/** What is not run, and why. */
export const left: readonly (readonly [what: string, why: string])[] = [
	['js-sdk sleep.wasm', 'measures JavaScript host functions of the SDK'],
	['js-sdk exit.wasm', 'is used by no test of the SDK'],
	['extism kitchensink.wasm', 'is not in the stored snapshot'],
	['fuel', 'a call is bounded by time, not by instructions'],
	[
		'allocation of 6 pages at most, memory.wasm',
		'js-sdk counts its own blocks alone; Extism’s runtime refuses the module, which starts with 17',
	],
	[
		'code.wasm under 17 pages',
		'Extism’s runtime begins to count anew once the module was started; here all of it counts, so it takes 20',
	],
	['cancel handles, caches, core dumps, typed plugins, host contexts', 'are of the SDKs, not of plugins'],
];
