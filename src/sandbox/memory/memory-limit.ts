import { setFlagsFromString } from 'node:v8';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import type { MemoryWay } from '../../shared/sandbox/frames.ts';
import { clampMemory } from '../../shared/wasm/clamp-memory.ts';

/** `(module (memory (export "m") 1))`: what the proofs grow. */
const tinyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 0x6d, 2, 0);

/** Enforces how large a guest's memory may grow, and shows that the enforcement works before a guest relies on it. */
export interface MemoryLimit {
	readonly way: MemoryWay;
	/** Whether a memory limited to two pages can be grown to two pages and not to three. Runs no guest code. */
	proveAtBoot(): boolean;
	/** Puts the limit in force and proves it anew; returns the bytes to compile. Throws `runtime` where it does not hold. */
	enforce(module: Uint8Array, limitBytes: number): Uint8Array;
}

export function createMemoryLimit(way: MemoryWay): MemoryLimit {
	return way === 'flag' ? flagLimit : rewriteLimit;
}

/** Whole pages that fit in the limit: V8 counts in pages. */
export function pagesWithin(limitBytes: number): number {
	return Math.floor(limitBytes / WASM_PAGE_BYTES);
}

function tinyMemory(module: Uint8Array): WebAssembly.Memory {
	return new WebAssembly.Instance(new WebAssembly.Module(module)).exports['m'] as WebAssembly.Memory;
}

function grows(memory: WebAssembly.Memory, pages: number): boolean {
	try {
		memory.grow(pages);
		return true;
	} catch {
		return false;
	}
}

function doesNotHold(limitBytes: number): DataFlareError {
	return new DataFlareError('runtime', `a test memory grew past the limit of ${limitBytes} bytes: no plugin is run`, {
		hint: 'The memory limit cannot be enforced in this environment; report it with the version of the program.',
	});
}

/** V8 reads the flag whenever a memory is created or grown, so that it can be set again once the real limit is known. */
const flagLimit: MemoryLimit = {
	way: 'flag',
	proveAtBoot() {
		setFlagsFromString('--wasm-max-mem-pages=2');
		const memory = tinyMemory(tinyModule);
		return grows(memory, 1) && !grows(memory, 1);
	},
	enforce(module, limitBytes) {
		const pages = pagesWithin(limitBytes);
		setFlagsFromString(`--wasm-max-mem-pages=${pages}`);
		if (grows(new WebAssembly.Memory({ initial: 0 }), pages + 1)) throw doesNotHold(limitBytes);
		return module;
	},
};

/** The maximum in the module's own memory section (and of the memory handed to its import) is lowered. */
const rewriteLimit: MemoryLimit = {
	way: 'rewrite',
	proveAtBoot() {
		const memory = tinyMemory(clampMemory(tinyModule, 2 * WASM_PAGE_BYTES));
		return grows(memory, 1) && !grows(memory, 1);
	},
	enforce(module, limitBytes) {
		const memory = tinyMemory(clampMemory(tinyModule, limitBytes));
		if (grows(memory, pagesWithin(limitBytes))) throw doesNotHold(limitBytes);
		return clampMemory(module, limitBytes);
	},
};
