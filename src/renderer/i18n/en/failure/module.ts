/** A module that is no plugin, or another kind of one: what it means, and what a person can do about it. */
export const moduleFailures = {
	unknown_imports: {
		text: 'The module imports something that is not available here: {{named}}.',
		hint: 'Build it against the DataFlare plugin interface or WASI preview 1.',
	},
	import_signature: {
		text: 'The module imports {{name}} as {{given}}; the plugin interface defines it as {{wanted}}.',
		hint: 'Correct the declaration in the plugin’s source.',
	},
	export_signature: {
		text: 'The module exports {{name}} as {{given}}; the plugin interface defines it as {{wanted}}.',
		hint: 'Correct the declaration in the plugin’s source.',
	},
	export_no_function: {
		text: 'The module exports {{name}}, but not as a function.',
		hint: 'Export a function under this name, or do not export it.',
	},
	memory_not_exported: {
		text: 'The module exports no memory, so it cannot receive records.',
		hint: 'Export its memory under the name “memory”.',
	},
	extism_host_functions: {
		text: 'The Extism plugin needs functions of the program it was made for, which are not available here: {{named}}.',
		hint: 'Use it where those functions are, link it with a module that exports them, or build it without them.',
	},
	bare_program: {
		text: 'The module is a program and exports none of a plugin’s functions.',
		hint: 'Export a component function such as process_data, and link it without an entry point.',
	},
	made_by_wasm_bindgen: {
		text: 'The module was built by wasm-bindgen for JavaScript. It imports {{named}}.',
		hint: 'Build the crate as a cdylib for wasm32-unknown-unknown, without wasm-bindgen.',
	},
	made_for_go_js: {
		text: 'The module was built by Go for JavaScript. It imports {{named}}.',
		hint: 'Build it with GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared (Go 1.24 or newer).',
	},
	made_for_emscripten: {
		text: 'The module was built by Emscripten to run with its own JavaScript. It imports {{named}}.',
		hint: 'Build it with -sSTANDALONE_WASM and without an entry point.',
	},
	dynamic_library: {
		text: 'The module is a dynamic library for another module to load. It imports {{named}}.',
		hint: 'Link it statically (Emscripten: without -sSIDE_MODULE and -fPIC).',
	},
	object_file: {
		text: 'The module is an unlinked object file. It imports {{named}}.',
		hint: 'Link it: with wasm-ld, or with clang without -c.',
	},
	made_for_node_api: {
		text: 'The module is an add-on for Node.js. It imports {{named}}.',
		hint: 'Build the code under it as a library with the plugin interface instead.',
	},
	component_core: {
		text: 'The module was extracted from a WebAssembly component. It imports {{named}}.',
		hint: 'Build it as a core module with the plugin interface. For C: clang -mexec-model=reactor; for Rust: crate-type = ["cdylib"].',
	},
	wasi_first_draft: {
		text: 'The module was built for a draft of WASI older than preview 1. It imports {{named}}.',
		hint: 'Build it with a newer toolchain that targets wasi_snapshot_preview1.',
	},
	made_for_wasix: {
		text: 'The module was built for WASIX. It imports {{named}}.',
		hint: 'Build it for WASI preview 1 without WASIX. For C: clang -mexec-model=reactor; for Rust: crate-type = ["cdylib"].',
	},
	wasi_threads: {
		text: 'The module was made for WASI with threads. It imports {{named}}.',
		hint: 'Build it without threads (wasm32-wasi, not wasm32-wasi-threads).',
	},
	made_for_wasm4: {
		text: 'The module is a game for WASM-4. It imports {{named}}.',
		hint: 'It runs in WASM-4 and does nothing that a plugin does.',
	},
	made_for_zellij: {
		text: 'The module is a plugin of Zellij. It imports {{named}}.',
		hint: 'It only runs in Zellij.',
	},
	made_for_fluvio: {
		text: 'The module is a SmartModule of Fluvio. It imports {{named}}.',
		hint: 'It runs in Fluvio. To run it here, build its code against the plugin interface.',
	},
	made_for_proxies: {
		text: 'The module is a filter for proxies (proxy-wasm). It imports {{named}}.',
		hint: 'It only runs in proxies such as Envoy.',
	},
	made_for_javascript: {
		text: 'The module was built to run with its own JavaScript. It imports {{named}}.',
		hint: 'Build it against the plugin interface, or as a WASI preview 1 reactor, without any JavaScript.',
	},
	memory_own_maximum: {
		text: 'The module limits itself to {{maximumBytes}} of memory, but needs more.',
		hint: 'Build it with a larger maximum, or send it less data at a time. No grant can change this.',
	},
	allocator_refused: {
		text: 'The plugin could not allocate {{lengthBytes}}, although its memory could have grown.',
		hint: 'Send it less data at a time, or ask its author.',
	},
} as const;
