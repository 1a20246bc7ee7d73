/** A module that is no plugin, or another kind of one: what it means, and what a person can do about it. */
export const moduleFailures = {
	unknown_imports: {
		text: '该模块导入了无人提供的内容：{{named}}。',
		hint: '请基于 DataFlare 插件接口或 WASI preview 1 构建。',
	},
	import_signature: {
		text: '该模块将 {{name}} 导入为 {{given}}；插件接口中为 {{wanted}}。',
		hint: '请修正插件源代码中的声明。',
	},
	export_signature: {
		text: '该模块将 {{name}} 导出为 {{given}}；插件接口中为 {{wanted}}。',
		hint: '请修正插件源代码中的声明。',
	},
	export_no_function: { text: '该模块导出了 {{name}}，但它不是函数。', hint: '请以此名称导出函数，或不要导出。' },
	memory_not_exported: { text: '该模块没有导出内存，因此无法向其传递记录。', hint: '请以“memory”为名导出其内存。' },
	extism_host_functions: {
		text: '该 Extism 插件需要其原宿主程序的函数，而此处无人提供：{{named}}。',
		hint: '请在提供这些函数的程序中使用它，将它与导出这些函数的模块链接，或构建不需要它们的版本。',
	},
	bare_program: {
		text: '该模块是一个程序，没有导出任何插件函数。',
		hint: '请导出 process_data 等组件函数，链接时不要入口点。',
	},
	made_by_wasm_bindgen: {
		text: '该模块由 wasm-bindgen 为 JavaScript 生成。它导入了 {{named}}。',
		hint: '请将该 crate 以 cdylib 形式为 wasm32-unknown-unknown 构建，不使用 wasm-bindgen。',
	},
	made_for_go_js: {
		text: '该模块由 Go 为 JavaScript 生成。它导入了 {{named}}。',
		hint: '请使用 GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared 构建（Go 1.24 或更高版本）。',
	},
	made_for_emscripten: {
		text: '该模块由 Emscripten 为其自带的 JavaScript 生成。它导入了 {{named}}。',
		hint: '请使用 -sSTANDALONE_WASM 构建，不要入口点。',
	},
	dynamic_library: {
		text: '该模块是动态库，需要由主模块加载。它导入了 {{named}}。',
		hint: '请静态链接（Emscripten：不使用 -sSIDE_MODULE 和 -fPIC）。',
	},
	object_file: {
		text: '该模块是未链接的目标文件。它导入了 {{named}}。',
		hint: '请链接：使用 wasm-ld，或不带 -c 的 clang。',
	},
	made_for_node_api: {
		text: '该模块是 Node.js 的扩展。它导入了 {{named}}。',
		hint: '请将其底层代码构建为具有插件接口的库。',
	},
	component_core: {
		text: '该模块是从 WebAssembly 组件中取出的核心。它导入了 {{named}}。',
		hint: '请构建为具有插件接口的核心模块。C：clang -mexec-model=reactor；Rust：crate-type = ["cdylib"]。',
	},
	wasi_first_draft: {
		text: '该模块是为早于 preview 1 的 WASI 草案生成的。它导入了 {{named}}。',
		hint: '请使用能生成 wasi_snapshot_preview1 的较新工具链构建。',
	},
	made_for_wasix: {
		text: '该模块是为 WASIX 生成的。它导入了 {{named}}。',
		hint: '请为 WASI preview 1 构建，不使用 WASIX。C：clang -mexec-model=reactor；Rust：crate-type = ["cdylib"]。',
	},
	wasi_threads: {
		text: '该模块是为带线程的 WASI 生成的。它导入了 {{named}}。',
		hint: '请在不使用线程的情况下构建（wasm32-wasi，而不是 wasm32-wasi-threads）。',
	},
	made_for_wasm4: {
		text: '该模块是 WASM-4 的游戏。它导入了 {{named}}。',
		hint: '它在 WASM-4 中运行；其中没有插件所做的工作。',
	},
	made_for_zellij: { text: '该模块是 Zellij 的插件。它导入了 {{named}}。', hint: '它只能在 Zellij 中运行。' },
	made_for_fluvio: {
		text: '该模块是 Fluvio 的 SmartModule。它导入了 {{named}}。',
		hint: '它在 Fluvio 中运行；要在这里运行，请用插件接口构建其代码。',
	},
	made_for_proxies: {
		text: '该模块是代理的过滤器（proxy-wasm）。它导入了 {{named}}。',
		hint: '它只能在 Envoy 等代理中运行。',
	},
	made_for_javascript: {
		text: '该模块需要由其自带的 JavaScript 启动。它导入了 {{named}}。',
		hint: '请使用插件接口构建，或构建为 WASI preview 1 reactor，不附带 JavaScript。',
	},
	memory_own_maximum: {
		text: '该模块自身最多允许使用 {{maximumBytes}} 内存，而它需要更多。',
		hint: '请以更大的上限构建，或一次少给它一些数据。授权无法改变这一点。',
	},
	allocator_refused: {
		text: '插件没有为 {{lengthBytes}} 找到空间，尽管其内存仍可增长。',
		hint: '请一次少给它一些数据，或联系其作者。',
	},
} as const;
