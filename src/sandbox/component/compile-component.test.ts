import { expect, it } from 'vitest';
import { wat } from '../../../test/support/guests/wat.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import { packBundle } from '../../shared/wasm/component/bundle.ts';
import { GENERATED_FILE, IMPORTS_FILE } from '../../shared/wasm/component/transpiler.ts';
import { createMemoryLimit } from '../memory/memory-limit.ts';
import { type CompiledComponent, compileComponent } from './compile-component.ts';

const guest: GuestDescription = {
	plugin: 'p',
	type: 'transformer',
	abi: 'component',
	encoding: 'ndjson',
	batch: true,
	config: '{}',
	env: [],
	args: [],
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** As the transpiler might hand them over, each under a limit of so many pages together. */
async function compiled(texts: readonly string[], pages: number): Promise<CompiledComponent> {
	const modules = await Promise.all(texts.map(async (text, index) => ({ name: `m${index}`, bytes: await wat(text) })));
	const files = [{ name: GENERATED_FILE, bytes: bytes('') }, { name: IMPORTS_FILE, bytes: bytes('[]') }, ...modules];
	const load = async () => ({ instantiate: () => ({}) });
	return compileComponent(packBundle(files), guest, pages * WASM_PAGE_BYTES, createMemoryLimit('rewrite'), load);
}

/** Each memory, grown as far as it goes, pages. */
function grown({ modules }: CompiledComponent): readonly number[] {
	return [...modules.values()].map(({ module }) => {
		const { exports } = new WebAssembly.Instance(module);
		const memory = Object.values(exports).find((one) => one instanceof WebAssembly.Memory);
		if (memory === undefined) throw new Error('its memory cannot be seen');
		try {
			for (;;) memory.grow(1);
		} catch {
			return memory.buffer.byteLength / WASM_PAGE_BYTES;
		}
	});
}

it('what a component was made into shares its limit, also where memories are kept to their modules', async () => {
	const component = await compiled(['(module (memory 128))', '(module (memory (export "m") 0))'], 256);
	expect(grown(component)).toEqual([192, 64]);
	const reserved = [...component.modules.values()].map(({ reservedPages }) => reservedPages);
	expect(reserved).toEqual([192, 64]);
});

it.each([
	['several memories', '(module (memory 128) (memory 0) (memory 0))'],
	['a shared memory', '(module (memory 1 2 shared))'],
	['a memory of 64 bits', '(module (memory i64 1))'],
])('a module with %s is refused as where it was looked at, whoever made it', async (_, text) => {
	await expect(compiled(['(module (memory 1))', text], 256)).rejects.toMatchObject({
		code: 'plugin_load',
		details: { reason: 'memory_kind' },
	});
});
