/**
 * The part of the WebAssembly JavaScript interface that the sandbox uses. Node has it, but neither the ES library nor
 * @types/node declares it without the DOM library, which this zone must not see.
 */
declare namespace WebAssembly {
	interface MemoryDescriptor {
		readonly initial: number;
		readonly maximum?: number;
	}
	class Memory {
		constructor(descriptor: MemoryDescriptor);
		readonly buffer: ArrayBuffer;
		/** Grows by `delta` pages; throws a RangeError where it cannot. */
		grow(delta: number): number;
	}
	class Module {
		constructor(bytes: Uint8Array);
		static exports(module: Module): { readonly name: string; readonly kind: string }[];
		static imports(module: Module): { readonly module: string; readonly name: string; readonly kind: string }[];
	}
	class Table {
		constructor(descriptor: { readonly element: 'anyfunc'; readonly initial: number });
		set(index: number, value: unknown): void;
	}
	function validate(bytes: Uint8Array): boolean;
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
	class RuntimeError extends Error {}
	class CompileError extends Error {}
	class LinkError extends Error {}
	class SuspendError extends Error {}
	/** A wasm exception that nobody caught. */
	class Exception {}
}
