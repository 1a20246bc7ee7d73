import {
	body,
	bytesOf,
	header,
	leb,
	moduleOf,
	named,
	repeated,
	section,
	types,
} from '../../support/guests/wasm-bytes.ts';

/** A module that can never start. Expected: the code, and words of the sentence that says why. */
export interface UnloadableCase {
	readonly what: string;
	readonly module: () => Uint8Array;
	readonly code: 'plugin_load' | 'memory_limit';
	readonly words: string;
	/** Why, as the window says it in its language. */
	readonly reason?: string;
}

const own = (name: string, kind: number, index: number): Uint8Array => bytesOf(named(name), [kind, index]);
const exported = (...entries: readonly Uint8Array[]): Uint8Array =>
	section(7, [entries.length + 2], own('process_data', 0, 0), own('memory', 2, 0), ...entries);
const imported = (...entries: readonly (readonly [string, string, readonly number[]])[]): Uint8Array =>
	section(2, [entries.length], ...entries.map(([module, name, kind]) => bytesOf(named(module), named(name), kind)));
const code = (...bytes: readonly number[]): Uint8Array => section(10, [1], body([0], bytes));
const none = new Uint8Array(0);
const two = (type: readonly number[], name: string): Uint8Array =>
	moduleOf({
		types: section(1, [2, 0x60, 2, 0x7f, 0x7f, 1, 0x7f], [0x60, ...type]),
		functions: section(3, [2, 0, 1]),
		exports: exported(own(name, 0, 1)),
		code: section(10, [2], body([0], [0x41, 0, 0x0b]), body([0], [0x00, 0x0b])),
	});

export const unloadableCases: readonly UnloadableCase[] = [
	{
		what: 'has two memories',
		module: () => moduleOf({ memory: section(5, [2, 0, 1, 0, 1]) }),
		code: 'plugin_load',
		words: 'has 2 memories',
		reason: 'memory_kind',
	},
	{
		what: 'imports a memory and has another',
		module: () => moduleOf({ imports: imported(['env', 'memory', [2, 0, 1]]) }),
		code: 'plugin_load',
		words: 'has 2 memories',
		reason: 'memory_kind',
	},
	{
		what: 'imports the same memory by both names',
		module: () =>
			moduleOf({ imports: imported(['env', 'memory', [2, 0, 1]], ['dataflare', 'memory', [2, 0, 1]]), memory: none }),
		code: 'plugin_load',
		words: 'has 2 memories',
	},
	{
		what: 'has a memory of 64 bits',
		module: () => moduleOf({ memory: section(5, [1, 4, 1]) }),
		code: 'plugin_load',
		words: 'uses 64-bit memory',
		reason: 'memory_kind',
	},
	{
		what: 'has a shared memory',
		module: () => moduleOf({ memory: section(5, [1, 3, 1, 2]) }),
		code: 'plugin_load',
		words: 'shared between threads',
		reason: 'memory_kind',
	},
	{
		what: 'has pages of one byte',
		module: () => moduleOf({ memory: section(5, [1, 8, 1, 0]) }),
		code: 'plugin_load',
		words: 'custom page sizes',
		reason: 'engine_lacks',
	},
	{
		what: 'starts above the limit that it asks for',
		module: () => moduleOf({ memory: section(5, [1, 0], leb(1_024)) }),
		code: 'memory_limit',
		words: 'starts with 67,108,864 bytes of memory; its limit is 16,777,216',
		reason: 'memory_minimum',
	},
	{
		what: 'imports a memory that starts above the limit',
		module: () =>
			moduleOf({
				imports: imported(['env', 'memory', [2, 0, ...leb(257)]]),
				memory: none,
				exports: section(7, [1], own('process_data', 0, 0)),
			}),
		code: 'memory_limit',
		words: 'its limit is 16,777,216',
		reason: 'memory_minimum',
	},
	{
		what: 'starts beyond four gigabytes',
		module: () => moduleOf({ memory: section(5, [1, 0], leb(65_537)) }),
		code: 'memory_limit',
		words: '32 bits address 4,294,967,296',
		reason: 'memory_minimum',
	},
	{
		what: 'has a maximum below its minimum',
		module: () => moduleOf({ memory: section(5, [1, 1, 3, 2]) }),
		code: 'plugin_load',
		words: 'starts with 3 pages and may have 2 at most',
		reason: 'damaged',
	},
	{
		what: 'exports a name twice',
		module: () => moduleOf({ exports: exported(own('memory', 2, 0)) }),
		code: 'plugin_load',
		words: 'exports "memory" twice',
		reason: 'damaged',
	},
	{
		what: 'has a section twice',
		module: () => moduleOf({ types: bytesOf(types, types) }),
		code: 'plugin_load',
		words: 'section 1 appears twice',
		reason: 'damaged',
	},
	{
		what: 'has its sections in the wrong order',
		module: () => bytesOf(header, section(5, [1, 0, 1]), moduleOf({ memory: none }).subarray(8)),
		code: 'plugin_load',
		words: 'section 1 is in the wrong place',
		reason: 'damaged',
	},
	{
		what: 'has a function of a type that does not exist',
		module: () => moduleOf({ functions: section(3, [1, 9]) }),
		code: 'plugin_load',
		words: 'a type that does not exist',
		reason: 'damaged',
	},
	{
		what: 'exports a global that there is not',
		module: () => moduleOf({ exports: exported(own('g', 3, 0)) }),
		code: 'plugin_load',
		words: 'exports a global that does not exist',
		reason: 'damaged',
	},
	{
		what: 'exports a table that there is not',
		module: () => moduleOf({ exports: exported(own('t', 1, 0)) }),
		code: 'plugin_load',
		words: 'exports a table that does not exist',
		reason: 'damaged',
	},
	{
		what: 'answers with a value of the wrong type',
		module: () => moduleOf({ code: code(0x42, 0, 0x0b) }),
		code: 'plugin_load',
		words: 'The module is invalid: Compiling function #0',
		reason: 'invalid_code',
	},
	{
		what: 'has an instruction that there is not',
		module: () => moduleOf({ code: code(0x41, 0, 0xff, 0x0b) }),
		code: 'plugin_load',
		words: 'The module is invalid',
		reason: 'invalid_code',
	},
	{
		what: 'calls a function that there is not',
		module: () => moduleOf({ code: code(0x10, 7, 0x0b) }),
		code: 'plugin_load',
		words: 'The module is invalid',
		reason: 'invalid_code',
	},
	{
		what: 'starts with a function of the wrong shape',
		module: () => moduleOf({ start: section(8, [0]) }),
		code: 'plugin_load',
		words: 'The module is invalid',
		reason: 'invalid_code',
	},
	{
		what: 'has a global without a value',
		module: () => moduleOf({ globals: section(6, [1, 0x7f, 0, 0x0b]) }),
		code: 'plugin_load',
		words: 'The module is invalid',
		reason: 'invalid_code',
	},
	{
		what: 'has a body fewer than functions',
		module: () => moduleOf({ functions: section(3, [2, 1, 1]) }),
		code: 'plugin_load',
		words: '2 functions and 1 bodies',
		reason: 'damaged',
	},
	{
		what: 'would take gigabytes to compile',
		module: () =>
			moduleOf({
				code: section(
					10,
					[1],
					body(bytesOf([1], leb(49_990), [0x7f]), bytesOf(repeated(900, [0x20, 0, 4, 0x40, 0x0b]), [0x41, 0, 0x0b])),
				),
			}),
		code: 'plugin_load',
		words: 'Function 0 of the module has 49992 variables',
		reason: 'code_too_complex',
	},
	{
		what: 'has a malloc of 64 bits',
		module: () => two([1, 0x7e, 1, 0x7e], 'malloc'),
		code: 'plugin_load',
		words: 'exports malloc as (i64) -> i64; the plugin interface defines it as (i32) -> i32',
	},
	{
		what: 'has a free of two parameters',
		module: () => two([2, 0x7f, 0x7f, 0], 'free'),
		code: 'plugin_load',
		words: 'exports free as (i32, i32) -> ()',
	},
	{
		what: 'has an alloc without a result',
		module: () => two([1, 0x7f, 0], 'alloc'),
		code: 'plugin_load',
		words: 'exports alloc as (i32) -> ()',
	},
	{
		what: 'has a dealloc of one parameter',
		module: () => two([1, 0x7f, 0], 'dealloc'),
		code: 'plugin_load',
		words: 'exports dealloc as (i32) -> ()',
	},
	{
		what: 'has names of seventeen megabytes',
		module: () =>
			moduleOf({
				exports: section(
					7,
					leb(182),
					own('process_data', 0, 0),
					own('memory', 2, 0),
					...Array.from({ length: 180 }, (_, index) => own(String(index).padStart(99_000, 'n'), 0, 0)),
				),
			}),
		code: 'plugin_load',
		words: 'the names of what it imports and exports have more than 16777216 bytes',
		reason: 'damaged',
	},
	{
		what: 'has types of two million parameters',
		module: () =>
			moduleOf({
				types: section(
					1,
					leb(2_002),
					[0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f],
					repeated(2_000, bytesOf([0x60], leb(1_000), repeated(1_000, [0x7f]), [0])),
				),
			}),
		code: 'plugin_load',
		words: 'its types have more than 1000000 parameters and results in all',
		reason: 'damaged',
	},
];
