/** What a module is made of and by what, told from its bytes alone. */

import type { FailureReason } from '../../errors/failure-reason.ts';
import { powersByReach } from '../../policy/powers.ts';
import type { GuestAbi } from '../component-type.ts';

/** What a module was made for that this program is not (`shared/wasm/foreign-kind.ts`). */
export const foreignReasons = [
	'made_by_wasm_bindgen',
	'made_for_go_js',
	'made_for_emscripten',
	'dynamic_library',
	'object_file',
	'made_for_node_api',
	'component_core',
	'wasi_first_draft',
	'made_for_wasix',
	'wasi_threads',
	'made_for_wasm4',
	'made_for_zellij',
	'made_for_fluvio',
	'made_for_proxies',
	'made_for_javascript',
] as const satisfies readonly FailureReason[];
export type ForeignReason = (typeof foreignReasons)[number];

/** What a file is: a guest that can be run, a program or library that lacks what would make it one, or made for another host. */
export type GuestKind = GuestAbi | 'program' | 'library' | ForeignReason;

/** What made a module, in its own words: its language, a tool that processed it, an SDK. Sanitised, and believed by nobody. */
export interface Tool {
	readonly role: ToolRole;
	/** At most 100 letters. */
	readonly name: string;
	/** At most 100 letters; empty: none is named. */
	readonly version: string;
}

export const toolRoles = ['language', 'processed-by', 'sdk'] as const;
export type ToolRole = (typeof toolRoles)[number];

/** What came with the language that a module was written in, by its own name in every language. */
export const runtimeNames = {
	go: 'Go',
	tinygo: 'TinyGo',
	assemblyscript: 'AssemblyScript',
	rust: 'Rust std',
	'wasi-libc': 'wasi-libc',
	emscripten: 'Emscripten',
	dotnet: '.NET',
	swift: 'Swift',
	kotlin: 'Kotlin',
	dart: 'Dart',
	java: 'Java',
	haskell: 'Haskell',
	ocaml: 'OCaml',
	python: 'Python',
	ruby: 'Ruby',
	lua: 'Lua',
	javascript: 'JavaScript',
	zig: 'Zig',
	moonbit: 'MoonBit',
} as const;
export type LanguageRuntime = keyof typeof runtimeNames;

/** What a module uses beyond the first version of WebAssembly, in English. */
export const featureWords = {
	sign_extension: 'sign extension',
	saturating_conversions: 'saturating conversions',
	multi_value: 'multi-value',
	bulk_memory: 'bulk memory',
	reference_types: 'reference types',
	simd: 'SIMD',
	relaxed_simd: 'relaxed SIMD',
	extended_const: 'extended constants',
	tail_calls: 'tail calls',
	exceptions: 'exceptions',
	legacy_exceptions: 'exceptions (older form)',
	function_references: 'function references',
	gc: 'garbage collection',
	js_strings: 'JavaScript strings',
	threads: 'threads',
	multi_memory: 'multiple memories',
	memory64: '64-bit memory',
	custom_page_sizes: 'custom page sizes',
	wide_arithmetic: 'wide arithmetic',
	stack_switching: 'stack switching',
	custom_descriptors: 'custom descriptors',
} as const;
export type WasmFeature = keyof typeof featureWords;
export const wasmFeatures = Object.keys(featureWords) as readonly WasmFeature[];

/**
 * What an import is good for: a power of the policy, `always` what every plugin may, `linked` another module of the same
 * plugin, `never` what always answers that it is not allowed, `unknown` what nobody here provides.
 */
export const importGroups = [...powersByReach, 'always', 'linked', 'never', 'unknown'] as const;
export type ImportGroup = (typeof importGroups)[number];

/** Imports of one group, of all modules of a plugin, each once. */
export interface GroupedImports {
	readonly group: ImportGroup;
	/** Names of functions, of what nobody provides with the module before them; at most 24, none of more than 100 letters. */
	readonly names: readonly string[];
	/** How many there are beside those named. */
	readonly more: number;
}

export interface ModuleAnatomy {
	readonly kind: GuestKind;
	/** At most 24. */
	readonly tools: readonly Tool[];
	readonly runtimes: readonly LanguageRuntime[];
	readonly features: readonly WasmFeature[];
	/** Only groups that something is in, in the order of `importGroups`. */
	readonly imports: readonly GroupedImports[];
	/** bytes */
	readonly sizes: {
		readonly code: number;
		readonly data: number;
		readonly custom: number;
		/** Of the custom sections, those that nothing needs to run it: debug information, names, notes of tools. */
		readonly strippable: number;
	};
	/** Of its own. */
	readonly functions: number;
	/** The largest custom sections; at most 12, none by a name of more than 100 letters. */
	readonly customSections: readonly { readonly name: string; readonly bytes: number }[];
}
