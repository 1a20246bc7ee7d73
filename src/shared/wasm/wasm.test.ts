import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wat } from '../../../test/support/guests/wat.ts';
import { DataFlareError } from '../errors/errors.ts';
import { clampMemory } from './clamp-memory.ts';
import { requireModestCode } from './compile-cost.ts';
import { inferAbi, inferType } from './describe-abi.ts';
import { parseModule } from './parse-module.ts';
import { reportModule } from './report-module.ts';

const module = await wat(`(module (import "env" "host_log" (func (param i32 i32 i32 i32)))
	(memory (export "memory") 1 100) (global (export "g") i32 (i32.const 1)) (table (export "t") 2 funcref)
	(func (export "filter_data") (param i32 i32) (result i32) (i32.const 1)))`);

describe('reading a module', () => {
	it('agrees with the engine about imports and exports', () => {
		const outline = parseModule(module);
		const compiled = new WebAssembly.Module(Uint8Array.from(module));
		expect(outline.imports.map(({ module: from, name, kind }) => ({ module: from, name, kind }))).toEqual(
			WebAssembly.Module.imports(compiled),
		);
		expect(outline.exports.map(({ name, kind }) => ({ name, kind }))).toEqual(WebAssembly.Module.exports(compiled));
		expect(outline.memories).toEqual([{ minPages: 1, maxPages: 100, imported: false, shared: false, memory64: false }]);
		expect(inferType(outline)).toBe('filter');
		expect(inferAbi(outline)).toEqual({ abi: 'dataflare/1', problems: [] });
	});

	it('gives an outline or a plugin_load that names a byte, whatever the bytes', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat({ max: module.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
				fc.nat({ max: module.length }),
				(changes, length) => {
					const bytes = Uint8Array.from(module);
					for (const [at, value] of changes) bytes[at] = value;
					try {
						inferAbi(parseModule(bytes.subarray(0, length)));
					} catch (thrown) {
						expect(thrown).toBeInstanceOf(DataFlareError);
						expect((thrown as DataFlareError).code).toBe('plugin_load');
					}
				},
			),
			{ numRuns: 3000, seed: 1 },
		);
	});

	it('reports on anything, and never throws', async () => {
		const loops = Array.from({ length: 60 }, () => '(loop $l (br_if $l (local.get 0)) (br_table 0 0 (local.get 1)))');
		const source = await wat(`(module (type $many (func (param i32 i64) (result i32 i32)))
			(memory (export "memory") 1) (func $f (type $many) (i32.const 1) (i32.const 2))
			(func (export "process_data") (param i32 i32) (result i32) (local i64 f64)
				${loops.join(' ')} (call $f (i32.const 0) (i64.const 0)) (drop)))`);
		const change = fc.tuple(fc.nat({ max: source.length - 1 }), fc.nat({ max: 255 }));
		fc.assert(
			fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
				const bytes = Uint8Array.from(source);
				for (const [at, value] of changes) bytes[at] = value;
				const { problems, exports } = reportModule(bytes, () => null);
				expect(exports.length).toBeLessThan(source.length);
				for (const { code, message } of problems) {
					expect(['plugin_load', 'memory_limit']).toContain(code);
					expect(message.length).toBeLessThan(1_000);
				}
				try {
					requireModestCode(bytes, parseModule(bytes));
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(DataFlareError);
				}
			}),
			{ numRuns: 3_000, seed: 3 },
		);
	});

	it.each([
		['PK\u0003\u0004', 'ZIP'],
		['(module)', 'WebAssembly text'],
		['{"a":1}', 'JSON'],
		['\n\t (module)', 'WebAssembly text'],
		[';; a comment\n(; and another ;)\n(module)', 'WebAssembly text'],
		['\ufeff(module)', 'WebAssembly text'],
		['!<arch>\nfoo.o', 'linked first'],
		['// made by hand\nexport default 1;', 'JavaScript'],
		['const a = 1;', 'JavaScript'],
		['#!/bin/sh', 'a script'],
		['<!DOCTYPE html>', 'an HTML page'],
		['AGFzbQEAAAA=', 'base64'],
		[`${';; x\n'.repeat(5000)}(module)`, '00 61 73 6d'],
	])('says what %j looks like', (text, words) => {
		expect(() => parseModule(new TextEncoder().encode(text))).toThrow(words);
	});

	it.each([
		[[0x42, 0x43, 0xc0, 0xde, 0x35], 'LLVM bitcode'],
		[[0xcf, 0xfa, 0xed, 0xfe, 7], 'macOS'],
		[[0xff, 0xfe, 0x28, 0], 'UTF-16'],
		[[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 'xz'],
		[[0xff, 0xff, 0xff], 'starts with ff ff ff, not'],
	])('says what the bytes %j look like', (bytes, words) => {
		expect(() => parseModule(Uint8Array.from(bytes))).toThrow(words);
	});
});

describe('lowering the memory', () => {
	it('gives a module that exports the same and never grows past the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 5 }),
				fc.option(fc.integer({ min: 5, max: 300 }), { nil: null }),
				fc.boolean(),
				fc.integer({ min: 5, max: 200 }),
				async (minimum, maximum, imported, limitPages) => {
					const limits = `${minimum} ${maximum ?? ''}`;
					const text = imported
						? `(module (import "env" "f" (func)) (import "env" "memory" (memory ${limits})) (func (export "size") (result i32) (memory.grow (i32.const 1))))`
						: `(module (memory (export "memory") ${limits}) (func (export "size") (result i32) (memory.grow (i32.const 1))))`;
					const clamped = clampMemory(await wat(text), limitPages * 65_536 + 1234);
					const compiled = new WebAssembly.Module(Uint8Array.from(clamped));
					const most = Math.min(maximum ?? limitPages, limitPages);
					const memory = new WebAssembly.Memory({ initial: minimum, maximum: most });
					const { exports } = new WebAssembly.Instance(compiled, { env: { memory, f: () => {} } });
					const grow = exports['size'] as () => number;
					let pages = minimum;
					while (grow() !== -1) pages++;
					expect(pages).toBe(most);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('refuses a module that starts above the limit, with both numbers', () => {
		expect(() => clampMemory(module, 1000)).toThrow(
			expect.objectContaining({
				code: 'memory_limit',
				details: { reason: 'memory_minimum', minimumBytes: 65_536, limitBytes: 1000 },
			}),
		);
	});
});
