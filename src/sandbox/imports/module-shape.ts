import type { WasmSignature } from '../../shared/host/abi.ts';
import type { WasmExternKind } from '../../shared/plugin/plugin-record.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import type { ModuleOutline } from '../../shared/wasm/parse-module.ts';

/** What the sandbox has to know of a module before it compiles it. */
export interface ModuleShape {
	readonly imports: ModuleOutline['imports'];
	/** Exported functions by name. */
	readonly functions: ReadonlyMap<string, WasmSignature>;
	readonly exportKinds: ReadonlyMap<string, WasmExternKind>;
	readonly memories: readonly MemoryShape[];
}

interface MemoryShape {
	readonly minimumBytes: number;
	/** null: none declared. */
	readonly maximumBytes: number | null;
	readonly imported: boolean;
}

export function shapeOf(outline: ModuleOutline): ModuleShape {
	return {
		imports: outline.imports,
		functions: new Map(
			outline.exports.flatMap(({ name, signature }) => (signature === null ? [] : [[name, signature] as const])),
		),
		exportKinds: new Map(outline.exports.map(({ name, kind }) => [name, kind])),
		memories: outline.memories.map(({ minPages, maxPages, imported }) => ({
			minimumBytes: minPages * WASM_PAGE_BYTES,
			maximumBytes: maxPages === null ? null : maxPages * WASM_PAGE_BYTES,
			imported,
		})),
	};
}
