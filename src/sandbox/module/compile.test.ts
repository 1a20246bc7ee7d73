import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { wat } from '../../../test/support/guests/in-process-guest.ts';
import { compileBytes } from './compile.ts';

setFlagsFromString('--allow-natives-syntax');
/** Whether V8 has yet to compile a function of a module. */
const isUncompiled = new Function('exported', 'return %IsUncompiledWasmFunction(exported)') as (
	exported: unknown,
) => boolean;
setFlagsFromString('--no-allow-natives-syntax');

/** V8 shares the code of equal modules: each of these is another one. */
let others = 0;
function functionOf(text: string, eager?: boolean): unknown {
	others += 1;
	const module = wat(`(module (func (export "f") (result i32) (i32.const ${others})) ${text})`);
	return new WebAssembly.Instance(compileBytes(module, eager)).exports['f'];
}

describe('the functions of a module', () => {
	it('are compiled as they are called first, unless all are wanted at once', () => {
		expect(isUncompiled(functionOf(''))).toBe(true);
		expect(isUncompiled(functionOf('', true))).toBe(false);
		// And nothing stays of that for the next module.
		expect(isUncompiled(functionOf('', false))).toBe(true);
	});

	it('are so as well where a module could not be compiled before', () => {
		expect(() => compileBytes(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1), true)).toThrow();
		expect(isUncompiled(functionOf(''))).toBe(true);
	});

	it('of a large module are never compiled all at once', () => {
		const large = `(data (i32.const 0) "${'x'.repeat(1024 * 1024)}") (memory 17)`;
		expect(isUncompiled(functionOf(large, true))).toBe(true);
	});
});
