import { answeringText, type SuiteCase, user, vowels } from './suite-case.ts';

/** A host function of the tests that answers what it is given, or a text: a module of its own stands for it. */
const answering = (name: string, module = 'extism:host/env'): string =>
	`(module (import "${module}" "length" (func (param i64) (result i64))) (func (export "${name}") (param i64) (result i64) (local.get 0)))`;
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
const counts = (count: number) => ({ text: `{"count": ${count}}` });
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
const repeated = 'aeiouAEIOU____________________________________&smtms_y?'.repeat(1182);

/** From runtime/src/tests of extism. */
export const runtimeCases: readonly SuiteCase[] = [
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
