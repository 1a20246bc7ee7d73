/** A module that is no plugin, or another kind of one: what it means, and what a person can do about it. */
export const moduleFailures = {
	unknown_imports: {
		text: 'The module imports what nobody provides: {{named}}.',
		hint: 'Build it against the DataFlare plugin interface or WASI preview 1.',
	},
	import_signature: {
		text: 'The module imports {{name}} as {{given}}; the plugin interface has {{wanted}}.',
		hint: 'Correct the declaration in the plugin’s source.',
	},
	export_signature: {
		text: 'The module exports {{name}} as {{given}}; the plugin interface has {{wanted}}.',
		hint: 'Correct the declaration in the plugin’s source.',
	},
	export_no_function: {
		text: 'The module exports {{name}}, but not as a function.',
		hint: 'Export a function under this name, or nothing.',
	},
	memory_not_exported: {
		text: 'The module exports no memory, so records cannot be handed to it.',
		hint: 'Export its memory under the name “memory”.',
	},
	extism_plugin: {
		text: 'The module is an Extism plugin, which this version does not run yet.',
		hint: 'Build it as a DataFlare module or as a WASI preview 1 reactor.',
	},
	wasi_command: {
		text: 'The module is a WASI command: a program that runs once, not a library of functions.',
		hint: 'Build it as a reactor. C: clang -mexec-model=reactor. Go: go build -buildmode=c-shared. Rust: crate-type = ["cdylib"].',
	},
	bare_program: {
		text: 'The module is a program and exports none of the functions that make a plugin.',
		hint: 'Export a component function such as process_data, and link it without an entry point.',
	},
	made_by_wasm_bindgen: {
		text: 'The module was made by wasm-bindgen for JavaScript. It imports {{named}}.',
		hint: 'Build the crate as a cdylib for wasm32-unknown-unknown, without wasm-bindgen.',
	},
	made_for_go_js: {
		text: 'The module was made by Go for JavaScript. It imports {{named}}.',
		hint: 'Build it with GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared (Go 1.24 or newer).',
	},
	made_for_emscripten: {
		text: 'The module was made by Emscripten for a JavaScript of its own. It imports {{named}}.',
		hint: 'Build it with -sSTANDALONE_WASM and without an entry point.',
	},
	dynamic_library: {
		text: 'The module is a dynamic library, which a main module has to load. It imports {{named}}.',
		hint: 'Link it statically (Emscripten: without -sSIDE_MODULE and -fPIC).',
	},
	object_file: {
		text: 'The module is an object file that was not linked. It imports {{named}}.',
		hint: 'Link it: with wasm-ld, or with clang without -c.',
	},
	made_for_node_api: {
		text: 'The module is an add-on for Node.js. It imports {{named}}.',
		hint: 'Build the code under it as a library with the plugin interface instead.',
	},
	component_core: {
		text: 'The module is the core of a WebAssembly component, taken out of it. It imports {{named}}.',
		hint: 'Build it as a core module with the plugin interface. For C: clang -mexec-model=reactor; for Rust: crate-type = ["cdylib"].',
	},
	wasi_first_draft: {
		text: 'The module was made for a draft of WASI that came before preview 1. It imports {{named}}.',
		hint: 'Build it with a newer toolchain, one that makes wasi_snapshot_preview1.',
	},
	made_for_wasix: {
		text: 'The module was made for WASIX. It imports {{named}}.',
		hint: 'Build it for WASI preview 1 without WASIX. For C: clang -mexec-model=reactor; for Rust: crate-type = ["cdylib"].',
	},
	wasi_threads: {
		text: 'The module was made for WASI with threads. It imports {{named}}.',
		hint: 'Build it without threads (wasm32-wasi, not wasm32-wasi-threads).',
	},
	made_for_wasm4: {
		text: 'The module is a game for WASM-4. It imports {{named}}.',
		hint: 'It runs in WASM-4; there is nothing in it that a plugin does.',
	},
	made_for_zellij: {
		text: 'The module is a plugin of Zellij. It imports {{named}}.',
		hint: 'It runs in Zellij alone.',
	},
	made_for_fluvio: {
		text: 'The module is a SmartModule of Fluvio. It imports {{named}}.',
		hint: 'It runs in Fluvio; build its code with the plugin interface to run it here.',
	},
	made_for_proxies: {
		text: 'The module is a filter for proxies (proxy-wasm). It imports {{named}}.',
		hint: 'It runs in Envoy and its like alone.',
	},
	made_for_javascript: {
		text: 'The module was made to be started by a JavaScript of its own. It imports {{named}}.',
		hint: 'Build it with the plugin interface, or as a WASI preview 1 reactor, without JavaScript beside it.',
	},
	memory_own_maximum: {
		text: 'The module allows itself at most {{maximumBytes}} of memory, and needs more.',
		hint: 'Build it with a larger maximum, or give it less at once. No grant can change this.',
	},
	allocator_refused: {
		text: 'The plugin found no room for {{lengthBytes}}, although its memory could have grown.',
		hint: 'Give it less at once, or ask its author.',
	},
} as const;
