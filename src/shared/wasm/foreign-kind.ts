import type { ForeignReason } from '../plugin/module/module-anatomy.ts';
import type { ModuleOutline } from './parse-module.ts';

/** What a module was made for that this program is not, and what its author can do. */
export interface ForeignKind {
	readonly reason: ForeignReason;
	/** Ends the sentence "The module is …". */
	readonly what: string;
	readonly hint: string;
}

type Import = ModuleOutline['imports'][number];

interface Mark extends ForeignKind {
	/** Whether an import is one that only such modules have. */
	readonly isMark: (one: Import) => boolean;
	/** How many different ones tell. */
	readonly least?: number;
}

const inEnv = (pattern: RegExp) => (one: Import) => one.module === 'env' && pattern.test(one.name);
const fromModule = (pattern: RegExp) => (one: Import) => pattern.test(one.module);
const REACTOR = 'For C: clang --target=wasm32-wasi -mexec-model=reactor; for Rust: crate-type = ["cdylib"].';

/** The surest first: what Emscripten links dynamically is a dynamic library before it is Emscripten's. */
const marks: readonly Mark[] = [
	{
		reason: 'object_file',
		what: 'an unlinked object file',
		hint: 'Link it: with wasm-ld, or with clang without -c.',
		isMark: inEnv(/^__linear_memory$/),
	},
	{
		reason: 'dynamic_library',
		what: 'a dynamic library for another module to load',
		hint: 'Link it statically (Emscripten: without -sSIDE_MODULE and -fPIC).',
		isMark: (one) => /^GOT\.(mem|func)$/.test(one.module) || inEnv(/^__(memory|table)_base$/)(one),
	},
	{
		reason: 'made_by_wasm_bindgen',
		what: 'built by wasm-bindgen for JavaScript',
		hint: 'Build the crate as a cdylib for wasm32-unknown-unknown, without wasm-bindgen (js-sys, web-sys, wasm-pack).',
		isMark: fromModule(/^wbg$|^__wbindgen_|_bg\.(m?js|wasm)$/),
	},
	{
		reason: 'made_for_go_js',
		what: 'built by Go for JavaScript',
		hint: 'Build it with GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared (Go 1.24 or newer).',
		isMark: (one) => one.module === 'gojs' || (one.module === 'go' && /^(runtime|syscall\/js)\./.test(one.name)),
	},
	{
		reason: 'made_for_node_api',
		what: 'an add-on for Node.js (it imports Node-API)',
		hint: 'Build the code under it as a library with the plugin interface instead.',
		isMark: (one) => /^(napi|node_api)_/.test(one.name),
	},
	{
		reason: 'component_core',
		what: 'extracted from a WebAssembly component',
		hint: `Build it as a core module with the plugin interface. ${REACTOR}`,
		isMark: fromModule(/^(\[export\])?[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\/[^\s]*|^\$root$|^cm32p2(\||$)|^\[resource-/),
	},
	{
		reason: 'wasi_first_draft',
		what: 'built for a draft of WASI older than preview 1 (wasi_unstable)',
		hint: 'Build it with a newer toolchain that targets wasi_snapshot_preview1.',
		isMark: fromModule(/^wasi_unstable$/),
	},
	{
		reason: 'made_for_wasix',
		what: 'built for WASIX',
		hint: `Build it for WASI preview 1 without WASIX. ${REACTOR}`,
		isMark: fromModule(/^wasix_/),
	},
	{
		reason: 'wasi_threads',
		what: 'built for WASI with threads',
		hint: 'Build it without threads (wasm32-wasi, not wasm32-wasi-threads).',
		isMark: (one) => one.module === 'wasi' && one.name === 'thread-spawn',
	},
	{
		reason: 'made_for_wasm4',
		what: 'a game for WASM-4',
		hint: 'It runs in WASM-4 and has nothing for a plugin to do.',
		isMark: inEnv(/^(blit|blitSub|tone|traceUtf8|traceUtf16|tracef|textUtf8|textUtf16|diskr|diskw|hline|vline|oval)$/),
		least: 2,
	},
	{
		reason: 'made_for_zellij',
		what: 'a plugin of Zellij',
		hint: 'It runs only in Zellij.',
		isMark: fromModule(/^zellij$/),
	},
	{
		reason: 'made_for_fluvio',
		what: 'a SmartModule of Fluvio',
		hint: 'It runs in Fluvio; build its code with the plugin interface to run it here.',
		isMark: (one) => /^(copy_records|fluvio_)/.test(one.name) && one.module === 'env',
	},
	{
		reason: 'made_for_proxies',
		what: 'a filter for proxies (proxy-wasm)',
		hint: 'It runs only in proxies such as Envoy.',
		isMark: inEnv(/^proxy_/),
	},
	{
		reason: 'made_for_emscripten',
		what: 'built by Emscripten to run with its own JavaScript',
		hint: 'Build it with -sSTANDALONE_WASM --no-entry.',
		isMark: (one) =>
			inEnv(/^_?emscripten_|^invoke_[vijfd]+$|^__syscall_|^_embind_|^_emval_|^__cxa_throw$|^__asyncify/)(one) ||
			(/^[a-z]$/.test(one.module) && /^[a-zA-Z_$]{1,2}$/.test(one.name)),
	},
	{
		reason: 'made_for_javascript',
		what: 'built to run with its own JavaScript',
		hint: 'Build it with the plugin interface, or as a WASI preview 1 reactor, without JavaScript.',
		isMark: fromModule(
			/\.m?js$|^\.{1,2}\/|^js$|^js_|^wasm:js-string$|^dart2wasm$|^rb-js-abi-host$|^index$|^Math$|^Date$/,
		),
	},
];

/** What a module of such a kind is, in English. */
export function foreignWords(reason: ForeignReason): string {
	return marks.find((mark) => mark.reason === reason)?.what ?? reason;
}

/** What only another host than this one provides tells what a module was made for. Null: nothing does. */
export function foreignKind(imports: readonly Import[]): ForeignKind | null {
	for (const { isMark, least = 1, ...kind } of marks) {
		const found = new Set<string>();
		for (const one of imports) {
			if (isMark(one)) found.add(`${one.module}.${one.name}`);
			if (found.size >= least) return kind;
		}
	}
	return null;
}
