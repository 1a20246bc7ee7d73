/** What the thread uses of the WebAssembly JavaScript interface, which Node has and its types do not declare. */
declare namespace WebAssembly {
	class Memory {
		readonly buffer: ArrayBuffer;
	}
	class Module {
		constructor(bytes: Uint8Array);
		static imports(module: Module): { readonly module: string; readonly name: string; readonly kind: string }[];
	}
	class Instance {
		constructor(module: Module, imports?: Record<string, Record<string, unknown>>);
		readonly exports: Readonly<Record<string, unknown>>;
	}
	/** An import that suspends the calling wasm stack until the promise settles. */
	class Suspending {
		constructor(fn: (...args: never[]) => Promise<unknown>);
	}
	/** Wraps an export so that it returns a promise and may be suspended. */
	function promising(fn: (...args: never[]) => unknown): (...args: unknown[]) => Promise<unknown>;
}
