import { describe, expect, it } from 'vitest';
import { wat } from '../../../test/support/guests/wat.ts';
import { clampMemories } from './clamp-memory.ts';
import { exportMemory } from './component/export-memory.ts';
import { parseModule } from './parse-module.ts';

const memoriesOf = (module: Uint8Array): unknown =>
	parseModule(module).memories.map(({ minPages, maxPages }) => [minPages, maxPages]);

describe('a limit for each memory', () => {
	it('is each one’s own, in their order, and what others limit stays as it is declared', async () => {
		const module = await wat(`(module (import "a" "m" (memory 1 90)) (import "a" "f" (func)) (import "a" "n" (memory 2))
			(memory 128) (memory 0 7) (memory 0 200))`);
		const clamped = clampMemories(module, [null, null, 130, 60, 60]);
		expect(memoriesOf(clamped)).toEqual([
			[1, 90],
			[2, null],
			[128, 130],
			[0, 7],
			[0, 60],
		]);
		expect(WebAssembly.validate(Uint8Array.from(clamped))).toBe(true);
	});

	it('that is met already changes no byte', async () => {
		const module = await wat('(module (import "a" "m" (memory 1)) (memory 1 2))');
		expect(clampMemories(module, [null, 2])).toBe(module);
	});
});

describe('the size of a memory that a module keeps to itself', () => {
	it.each([
		['with other exports', '(module (memory 3) (func (export "f") (result i32) (memory.size)))'],
		['with no exports, and code behind them', '(module (memory 3) (func $f) (start $f))'],
		['with data', '(module (memory 3) (data (i32.const 0) "x"))'],
		['with a table behind', '(module (table 1 funcref) (memory 3) (func $f) (elem (i32.const 0) $f))'],
		['with nothing else', '(module (memory 3))'],
		['with another export of the name', '(module (memory 3) (global (export "(memory)") i32 (i32.const 0)))'],
	])('can be told from outside: %s', async (_, text) => {
		const module = Uint8Array.from(exportMemory(await wat(text)));
		const before = WebAssembly.Module.exports(new WebAssembly.Module(Uint8Array.from(await wat(text))));
		const compiled = new WebAssembly.Module(module);
		expect(WebAssembly.Module.exports(compiled)).toMatchObject([...before, { kind: 'memory' }]);
		const { exports } = new WebAssembly.Instance(compiled);
		const [memory] = Object.values(exports).filter((one) => one instanceof WebAssembly.Memory);
		expect(memory?.buffer.byteLength).toBe(3 * 65_536);
	});

	it.each([
		['exports it', '(module (memory (export "x") 1))'],
		['has another’s', '(module (import "a" "m" (memory 1)))'],
		['has none', '(module (func (export "f")))'],
	])('changes nothing of a module that %s', async (_, text) => {
		const module = await wat(text);
		expect(exportMemory(module)).toBe(module);
	});
});
