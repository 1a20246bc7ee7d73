import type { ExtismUse } from '../../src/shared/plugin/module/extism-use.ts';

/** What a fixture is called with and what its own project's tests expect of it. */
export interface SuiteCase {
	/** Of which project, and the file in its `wasm` folder; or WebAssembly text that stands in its tests. */
	readonly from: 'js-sdk' | 'extism';
	readonly file: string;
	readonly wat?: string;
	/** Modules that it is linked with: files of the same folder, or text. */
	readonly linked?: Readonly<Record<string, string>>;
	readonly calls: readonly (readonly [fn: string, input: string | Uint8Array, expected: Expected])[];
	readonly config?: Readonly<Record<string, string>>;
	readonly use?: Partial<ExtismUse>;
	readonly pages?: number;
	readonly timeoutMs?: number;
	/** Whether the loopback server may be asked. */
	readonly network?: boolean;
	readonly logs?: readonly string[];
	/** A folder that is granted, with one file of the project's in it; the guest finds it as `guest`. */
	readonly folder?: { readonly guest: string; readonly file: string; readonly readOnly?: boolean };
}

/** The output as text or numbers, or a piece of a failure. */
export type Expected =
	| { readonly text: string | RegExp }
	| { readonly json: unknown }
	| { readonly u64: bigint }
	| { readonly fails: RegExp }
	| { readonly notLoaded: RegExp }
	| { readonly nothing: true };

export const answeringText = (name: string, text: string): string => `(module
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/env" "store_u8" (func $store (param i64 i32)))
	(memory 1) (data (i32.const 0) "${text}")
	(func (export "${name}") (param i64) (result i64) (local $p i64) (local $i i32)
		(local.set $p (call $alloc (i64.const ${text.length})))
		(loop $next
			(call $store (i64.add (local.get $p) (i64.extend_i32_u (local.get $i))) (i32.load8_u (local.get $i)))
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(br_if $next (i32.lt_u (local.get $i) (i32.const ${text.length}))))
		(local.get $p)))`;

export const vowels = (count: number, total = count) => ({ json: { count, total, vowels: 'aeiouAEIOU' } });

export const user = 'extism:host/user';
