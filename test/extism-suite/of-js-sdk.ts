import { answeringText, type SuiteCase, user, vowels } from './suite-case.ts';

const todo = { userId: 1, id: 1, title: 'delectus aut autem', completed: false };
const spanning = '9:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ'.repeat(18428 / 34);

/** From src/mod.test.ts of js-sdk. */
export const jsSdkCases: readonly SuiteCase[] = [
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
];
