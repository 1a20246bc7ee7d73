import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';

/** Compiles WebAssembly text with whatever proposals it uses; what is not valid is made as well. */
export function assemble(source: string): Promise<Uint8Array> {
	return parse(source);
}
