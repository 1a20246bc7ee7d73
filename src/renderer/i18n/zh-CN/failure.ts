export const failure = {
	original: '技术详情',
	saidByPlugin: '插件的说明：',
	why: {
		too_large: {
			text: '文件过大：大小为 {{sizeBytes}}，最多读取 {{maxBytes}}。文件未被打开。',
			hint: '请选择编译好的模块或插件所在的文件夹。',
		},
		not_wasm: {
			text: '这不是 WebAssembly 模块。',
			hint: '插件是编译好的 .wasm 文件，或包含 plugin.json 的文件夹。数据是供插件处理的内容。',
		},
		empty: { text: '文件为空。', hint: '请重新构建或重新获取。' },
		damaged: { text: '模块已损坏或不完整。', hint: '请重新构建或重新获取，然后再次拖放。' },
		unsupported: {
			text: '不支持这种 WebAssembly。',
			hint: '请构建为核心模块；Rust 请使用目标 wasm32-unknown-unknown 或 wasm32-wasip1。',
		},
		invalid_code: {
			text: '模块的代码无效：任何 WebAssembly 引擎都不会接受它。',
			hint: '生成它的编译器有误，或文件已损坏。请重新构建或重新获取。',
		},
		code_too_complex: {
			text: '模块中有一个函数，编译它需要数 GB 内存。',
			hint: '编译器不会生成这样的函数。请启用优化后重新构建，否则请勿信任它。',
		},
		memory_kind: {
			text: '模块的内存类型不受支持。',
			hint: '插件只能有一个 32 位寻址且不共享的内存。构建时请不要启用线程、memory64 和多内存。',
		},
		look_failed: {
			text: '无法检查该模块：读取它的进程因此终止。',
			hint: '编译器不会生成如此难以读取的模块。请勿信任它。',
		},
		archive: { text: '这是一个压缩包。', hint: '请先解压，再拖放文件夹。' },
		no_manifest: {
			text: '文件夹中没有 plugin.json。',
			hint: '请拖放包含 plugin.json 的文件夹，或单独的 .wasm 文件。',
		},
		no_function: {
			text: '该模块没有插件功能。',
			hint: '它没有导出插件所需的函数，例如 process_data 或 filter_data。',
		},
		hash_differs: {
			text: '模块与清单中指定的不一致。',
			hint: '请重新获取该插件。如果它本不应改变，请不要运行。',
		},
		nothing_there: { text: '{{path}} 处没有任何内容。', hint: '请检查路径是否正确。' },
		folder_too_large: {
			text: '文件夹内容过多，不像是插件：超过 {{maxBytes}}，或文件、文件夹太多。',
			hint: '请选择只包含该插件的文件夹。',
		},
		changed_since: { text: '文件在查看之后发生了变化。', hint: '请重新查看后再决定。' },
		name_taken: {
			text: '已安装名为 {{name}} 的插件。',
			hint: '请替换它，或在清单中为新插件另取名称。',
		},
		name_twice: {
			text: '有两个文件夹都包含名为 {{name}} 的插件，另一个是 {{by}}。',
			hint: '请在清单中为其中一个改名，或将其移除。',
		},
		manifest_not_utf8: {
			text: 'plugin.json 不是 UTF-8 编码。',
			hint: '请将其保存为 UTF-8；PowerShell：Out-File -Encoding utf8。',
		},
		manifest_not_json: {
			text: 'plugin.json 不是有效的 JSON：第 {{line}} 行，第 {{column}} 列。',
			hint: '请修正该位置。',
		},
		manifest_invalid: {
			text: 'plugin.json 中“{{path}}”的值不符合要求。',
			hint: '技术详情中说明了应有的内容。',
		},
		module_missing: {
			text: '{{file}} 指定的模块 {{module}} 不存在。',
			hint: '请构建该模块，将其放在清单旁边，或更正“module_path”。',
		},
		waiting_for_review: {
			text: '{{plugin}} 正在等待您审核，暂时不能运行。',
			hint: '请查看它的请求，然后决定其策略。',
		},
		disabled: { text: '{{plugin}} 已停用。', hint: '请在它的页面上启用。' },
		not_disabled: { text: '{{plugin}} 并未停用，因此无法启用。', hint: '它的页面说明了是什么使它不能运行。' },
		quarantined: {
			text: '{{plugin}} 已被隔离，不会运行。',
			hint: '原因见它的页面。可在那里重新加载再试，或安装可用的版本。',
		},
		crashed_often: {
			text: '它在 {{windowMs}}内崩溃了 {{crashes}} 次。',
			hint: '请重新加载再试，或安装可用的版本。',
		},
		broke_protocol: {
			text: '它的进程发出了正常沙箱不会发出的内容，已被终止。',
			hint: '如果再次发生，请不要信任该插件。',
		},
		not_installed: { text: '没有安装名为 {{name}} 的插件。', hint: '请安装它，或从列表中选择。' },
		unknown_version: { text: '{{name}} 从未有过此版本。', hint: '请选择它的某个版本。' },
		stored_module_gone: { text: '{{plugin}} 的已存模块丢失或损坏。', hint: '请重新安装该插件。' },
		time_limit: {
			text: '{{fn}} 未能在时间上限 {{limitMs}}内完成，已被终止。',
			hint: '请在其策略中提高时间上限，或减少每次交给它的数据。',
		},
		load_time_limit: {
			text: '{{plugin}} 未能在时间上限 {{limitMs}}内启动，已被终止。',
			hint: '请在其策略中提高时间上限，或查看它在启动时做了什么。',
		},
		memory_full: {
			text: '插件的内存已用尽，上限为 {{memoryLimitBytes}}。',
			hint: '请在其策略中提高内存上限，或减少每次交给它的数据。',
		},
		memory_minimum: {
			text: '该模块至少需要 {{minimumBytes}} 内存，而上限为 {{limitBytes}}。',
			hint: '请在其策略中提高内存上限；若清单中的上限更低，也请提高。',
		},
		heap_full: {
			text: '插件进程在模块之外的内存已用尽。',
			hint: '请减小每批的数据量，或让它每次返回更少的数据。',
		},
		compile_memory: {
			text: '引擎在编译 {{plugin}} 的代码时内存耗尽。',
			hint: '占用这么多内存的是它的代码，而不是交给它的数据：请让作者拆分过大的函数，或不使用该插件。',
		},
		engine_memory: {
			text: '{{plugin}} 的进程在模块之外的内存已用尽。',
			hint: '请减小每批的数据量，或让它每次返回更少的数据。',
		},
		process_outgrew: {
			text: '{{plugin}} 的进程占用了 {{residentBytes}}（上限为 {{allowedBytes}}），已被终止。其中模块自身的内存最多 {{memoryLimitBytes}}，其余由引擎用于它的代码、对象和数据。',
			hint: '请减小每批的数据量，或让它每次返回更少的数据。如果没有用，则是插件的问题。',
		},
		load_outgrew: {
			text: '{{plugin}} 的进程在加载时占用了 {{residentBytes}}（上限为 {{allowedBytes}}），已被终止。其中模块自身的内存最多 {{memoryLimitBytes}}，其余由引擎用于编译和启动它。',
			hint: '占用这么多内存的是它的代码，而不是交给它的数据：请让作者拆分过大的函数，或不使用该插件。',
		},
		traps_outgrew: {
			text: '{{plugin}} 的进程占用了 {{residentBytes}}（上限为 {{allowedBytes}}），已被终止。其中 {{lostBytes}} 是实例陷入异常后留下的；模块自身的内存最多 {{memoryLimitBytes}}。',
			hint: '请减小每批的数据量，或让它每次返回更少的数据。如果没有用，则是插件的问题。',
		},
		kernel_limits_missing: {
			text: '{{plugin}} 未加载：它的进程没有内核限制（{{layers}}）。',
			hint: '设置要求必须有内核限制。这需要 Linux 和 util-linux 的 prlimit，且机器未过载；也可以关闭该设置。',
		},
		look_limits_missing: {
			text: '未检查任何模块：用于检查的进程没有内核限制（{{layers}}）。',
			hint: '设置要求必须有内核限制。这需要 Linux 和 util-linux 的 prlimit，且机器未过载；也可以关闭该设置。',
		},
		process_ended: {
			text: '{{plugin}} 的进程自行结束了。',
			hint: '下一次调用会使用新的进程。如果再次发生，则是插件的问题。',
		},
		process_killed: {
			text: '{{plugin}} 的进程被外部终止。',
			hint: '系统可能内存不足：请关闭其他程序后再试。',
		},
		sandbox_not_started: {
			text: '无法启动沙箱进程。',
			hint: '请检查程序是否安装完整，以及系统是否允许更多进程。',
		},
		sandbox_slow: { text: '沙箱进程未能在 {{limitMs}}内就绪。', hint: '系统可能负载过高，请稍后再试。' },
		instance_lost: {
			text: '{{fn}} 没有开始，因为插件实例此前已丢失。',
			hint: '请再次运行，届时会使用新的实例。',
		},
		stopped_by_person: {
			text: '它的沙箱已应要求停止。',
			hint: '这不是插件的问题。下一次调用会使用新的沙箱。',
		},
		queue_full: { text: '等待 {{plugin}} 的调用过多，已有 {{limit}} 个。', hint: '请等待结果返回后再发送。' },
		cancelled: { text: '已取消。', hint: '需要时可再次运行。' },
		program_ended: { text: '程序在完成之前已退出。', hint: '请再次运行。' },
		unreachable_trap: {
			text: '{{function}} 执行到“unreachable”指令而放弃，通常是检查失败或 panic。',
			hint: '请查看日志和调用栈，并告知插件作者。',
		},
		out_of_bounds_trap: {
			text: '{{function}} 访问了自身内存之外的位置，已被终止。',
			hint: '插件存在缺陷，请告知其作者。',
		},
		table_out_of_bounds_trap: {
			text: '{{function}} 通过表中不存在的索引进行了调用。',
			hint: '插件存在缺陷，请告知其作者。',
		},
		divide_by_zero_trap: { text: '{{function}} 执行了除以零。', hint: '请检查输入，并告知插件作者。' },
		integer_overflow_trap: { text: '{{function}} 在除法中溢出。', hint: '请检查输入，并告知插件作者。' },
		float_conversion_trap: {
			text: '{{function}} 转换了整数无法容纳的数值。',
			hint: '请检查输入，并告知插件作者。',
		},
		bad_indirect_call_trap: {
			text: '{{function}} 调用了不存在或类型不符的函数。',
			hint: '插件存在缺陷，请告知其作者。',
		},
		stack_overflow_trap: {
			text: '{{function}} 用尽了调用栈，可能是无限递归。',
			hint: '请使用嵌套较浅的数据，并告知插件作者。',
		},
		suspend_trap: {
			text: '{{function}} 在不能等待的代码中请求了文件、网络、变量或状态。',
			hint: '插件作者不应在启动函数、alloc 或 dealloc 中调用这些功能。',
		},
		exception_trap: { text: '{{function}} 抛出了未被捕获的异常。', hint: '请告知插件作者。' },
		exit_trap: {
			text: '{{function}} 以退出码 {{exitCode}} 结束了插件。',
			hint: '请查看日志中它此前的输出。',
		},
		other_trap: { text: '{{function}} 在插件内部失败。', hint: '技术详情中有说明。请告知插件作者。' },
		lied_about_memory: {
			text: '插件返回的内存信息与事实不符。',
			hint: '插件存在缺陷，请告知其作者。下一次调用会从正常状态开始。',
		},
		gave_up: { text: '{{function}} 放弃并返回了 {{status}}。', hint: '请查看日志，以及它被拒绝了什么。' },
		init_refused: {
			text: '插件不接受其配置或环境；plugin_init 返回了 {{status}}。',
			hint: '请检查它的配置以及允许它使用的内容。',
		},
		no_interface: { text: '{{plugin}} 没有实现任何可运行的插件接口。', hint: '其概览列出了模块导出的内容。' },
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
		extism_plugin: {
			text: '该模块是 Extism 插件，此版本尚不能运行。',
			hint: '请将其构建为 DataFlare 模块或 WASI preview 1 reactor。',
		},
		wasi_command: {
			text: '该模块是 WASI 命令：只运行一次的程序，而不是函数库。',
			hint: '请构建为 reactor。C：clang -mexec-model=reactor。Go：go build -buildmode=c-shared。Rust：crate-type = ["cdylib"]。',
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
		no_such_function: { text: '插件没有导出函数 {{function}}。', hint: '请从其概览中选择一个函数。' },
		input_wanted: { text: '{{function}} 需要输入，但没有提供。', hint: '请提供一个值，例如 {} 或 []。' },
		hosts_own_function: {
			text: '{{function}} 仅由宿主调用，每个实例只调用一次。',
			hint: '如需重新配置插件，请更改其配置或重新加载。',
		},
		no_input_wanted: { text: '{{function}} 不接受输入，但提供了输入。', hint: '请将输入留空。' },
		input_not_json: { text: '输入不是有效的 JSON。', hint: '键和字符串需要使用双引号。' },
		line_not_json: { text: '输入的第 {{line}} 行不是有效的 JSON。', hint: '请修正该行。' },
		json_cut_off: {
			text: 'JSON 输入在中途结束（第 {{line}} 行第 {{column}} 列）。',
			hint: '文件可能不完整，请重新获取或导出。',
		},
		json_unexpected: {
			text: '输入不是有效的 JSON：第 {{line}} 行第 {{column}} 列有意外内容。',
			hint: '请修正该处，或自行选择文件格式。',
		},
		json_two_on_a_line: {
			text: '第 {{line}} 行第 {{column}} 列开始了第二个 JSON 值。',
			hint: '请让每个值各占一行。',
		},
		json_too_deep: {
			text: 'JSON 输入在第 {{line}} 行第 {{column}} 列的嵌套超过 {{maxDepth}} 层。',
			hint: '请减少该处的嵌套层数。',
		},
		json_empty: {
			text: '输入为空，不是有效的 JSON。',
			hint: '没有记录的文件应为 []。作为 NDJSON 时，空文件是允许的：请选择该格式。',
		},
		record_too_large: {
			text: '输入中有一条记录超过 {{maxBytes}}（字节 {{offset}} 处）。',
			hint: '请将数据拆分为更多、更小的记录。',
		},
		line_too_long: {
			text: '输入的第 {{line}} 行超过 {{maxBytes}}。',
			hint: '请确认文件确实每行一条记录。二进制数据请选择“原始字节”格式。',
		},
		not_utf8: {
			text: '输入的第 {{record}} 条记录不是 UTF-8。',
			hint: '请先将文件转换为 UTF-8；二进制数据请选择“原始字节”格式。',
		},
		utf16: {
			text: '输入是 UTF-16 编码，而程序读取 UTF-8。',
			hint: '请另存或导出为 UTF-8；二进制数据请选择“原始字节”格式。',
		},
		format_unknown: { text: '无法判断输入的格式：开头不像 JSON。', hint: '请自行选择其格式。' },
		json_wanted: {
			text: '该插件接收 JSON 记录，而输入是 {{extension}} 文件。',
			hint: '请在处理链中用 csv-source 读取，或选择“文本行”格式。',
		},
		file_not_found: { text: '文件 {{path}} 不存在。', hint: '请检查路径是否正确。' },
		file_unreadable: { text: '无法读取 {{path}}（{{system}}）。', hint: '请检查您是否有读取权限。' },
		is_folder: { text: '{{path}} 是文件夹，不是文件。', hint: '请选择其中的文件。' },
		plugin_needs_input: { text: '{{plugin}} 需要输入。', hint: '请选择输入文件。' },
		source_needs_file: { text: '{{plugin}} 是数据源，会自行读取文件。', hint: '请选择它要读取的文件。' },
		destination_needs_file: { text: '{{plugin}} 是目标，会自行写入文件。', hint: '请指定它要写入的文件。' },
		chain_unreadable: { text: '无法读取处理链文件 {{path}}。', hint: '请检查路径。' },
		chain_not_json: { text: '{{file}} 不是有效的 JSON。', hint: '请修正技术详情中指出的位置。' },
		chain_invalid: {
			text: '{{file}} 不符合处理链的格式。',
			hint: '处理链包含名称和组件列表，每个组件都写明已安装插件的名称。',
		},
		chain_order: {
			text: '此处理链的各阶段无法前后衔接。',
			hint: '先是数据源，然后是处理器、转换器、过滤器和聚合器，最后是目标。',
		},
		chain_without_input: {
			text: '没有可读取的内容：第一个插件不是数据源，也没有指定输入。',
			hint: '请选择输入文件，或以数据源开头。',
		},
		chain_other_type: {
			text: '处理链中将 {{plugin}} 写为 {{type}}，但它是 {{found}}。',
			hint: '请更正类型，或选择其他插件。',
		},
		chain_other_module: {
			text: '处理链指定的模块是 {{path}}，但安装的 {{plugin}} 用的是另一个模块。',
			hint: '用该文件更新插件，或从处理链中去掉 module_path。',
		},
		chain_module_not_installed: {
			text: '处理链指定的模块 {{path}} 尚未安装。',
			hint: '处理链只运行已安装的插件：请先安装该文件。',
		},
		disk_full: {
			text: '磁盘已满：无法写入 {{path}}。',
			hint: '请释放一些空间后再试。没有留下不完整的文件。',
		},
		folder_not_found: { text: '文件夹 {{path}} 不存在。', hint: '请先创建它，或选择其他文件夹。' },
		not_writable: {
			text: '无法写入 {{path}}（{{system}}）。',
			hint: '请选择其他位置，或修正权限。没有留下不完整的文件。',
		},
		output_is_folder: { text: '{{path}} 是文件夹；输出需要文件名。', hint: '请补上文件名。' },
		output_not_csv: {
			text: '记录会写为 NDJSON 或 JSON，不能写为 CSV。',
			hint: '请使用以 .ndjson 或 .json 结尾的名称；或在处理链的末尾使用可写 CSV 的 file-writer。',
		},
		policy_changed: {
			text: '{{plugin}} 的策略已在此期间更改，当前为第 {{current}} 版。',
			hint: '请查看新版本后再决定。',
		},
		policy_own_files: {
			text: '该策略列出了 {{path}}，它属于 DataFlare 自身（其数据、插件或程序）。任何授权都不能触及它。',
			hint: '请指定其他位置，或写成相对于插件自有数据文件夹的路径。',
		},
		policy_program_files: {
			text: '该策略会允许插件修改 DataFlare 所运行的 {{path}}。',
			hint: '请指定其他位置，或仅允许读取。',
		},
		output_own_files: {
			text: '不能输出到 {{path}}：它属于 DataFlare 自身（其数据、插件或程序）。',
			hint: '请为输出指定其他位置。',
		},
		policy_invalid: { text: '该策略不能这样使用。', hint: '技术详情中指出了问题所在。' },
		request_unclear: {
			text: '这不是策略可以判定的内容。',
			hint: '请输入绝对路径、形如 https://host/path 的地址，或变量名称。',
		},
		request_malformed: { text: '请求中的“{{path}}”不能这样使用。', hint: '技术详情中说明了应有的内容。' },
		run_not_found: { text: '没有运行 {{id}}。', hint: '它可能已被删除。请查看运行列表。' },
		case_gone: { text: '此测试用例已在此期间被移除。', hint: '请另存为新的用例。' },
		no_samples: { text: '此程序未附带示例。', hint: '请从文件安装插件。' },
		history_locked: { text: '另一个程序正在使用历史记录，未能及时释放。', hint: '请结束另一个程序，或再试一次。' },
		history_full: {
			text: '磁盘已满：无法写入历史记录。',
			hint: '请释放一些空间后再试。已报告完成的内容都已保留。',
		},
		history_read_only: {
			text: '无法写入历史记录：其文件或文件夹为只读。',
			hint: '请修正数据文件夹的权限。',
		},
		history_unopenable: { text: '无法打开历史记录。', hint: '请检查数据文件夹是否存在，以及您是否有写入权限。' },
		history_damaged: {
			text: '历史记录文件已损坏。',
			hint: '请重新启动程序：它会检查整个文件；若无法读取，会将其另存并新建一个。',
		},
		history_disk_trouble: { text: '磁盘未能正常读写历史记录。', hint: '请检查磁盘后再试。' },
		history_failed: { text: '历史记录出错。', hint: '技术详情中有说明。' },
		history_closed: { text: '历史记录已关闭。', hint: '请重新启动程序。' },
		history_newer: { text: '历史记录由更新版本的程序写入。', hint: '请更新程序。该文件未被改动。' },
		history_foreign: {
			text: '历史记录所在的文件是另一个程序的数据库。',
			hint: '请将它移到别处。该文件未被改动。',
		},
		history_entry_unreadable: {
			text: '历史记录中有无法读取的条目。',
			hint: '请删除该条目；技术详情中指出了是哪一条。',
		},
		plugins_folder_unusable: {
			text: '{{path}} 不能用作插件文件夹（{{system}}）。',
			hint: '请在设置中选择其他文件夹，或修正其权限。',
		},
		data_folder_unusable: {
			text: '数据文件夹 {{path}} 无法使用（{{system}}）。',
			hint: '请检查磁盘和权限后再试。',
		},
		folder_open_to_others: {
			text: '本机的其他用户对文件夹 {{path}} 拥有权限。',
			hint: '请检查其中的内容，然后将其改为仅您可用，或选择其他文件夹。',
		},
		folder_of_another: {
			text: '文件夹 {{path}} 属于本机的其他用户。',
			hint: '请选择您自己的文件夹。',
		},
		folder_unlistable: { text: '无法列出 {{path}}（{{system}}）。', hint: '请选择其他文件夹。' },
		path_not_absolute: { text: '{{path}} 不是绝对路径。', hint: '请写出完整路径。' },
		folder_is_ours: { text: '{{path}} 是程序存放自身数据的位置。', hint: '请选择其他文件夹。' },
		folders_overlap: { text: '{{path}} 与当前文件夹互相包含。', hint: '请选择与旧文件夹并列的文件夹。' },
		folder_holds_plugin: {
			text: '{{path}} 中已有 {{name}}。',
			hint: '请选择空文件夹，或直接指向此文件夹而不移动。',
		},
		copy_failed: {
			text: '无法将 {{name}} 复制到插件文件夹（{{system}}）。',
			hint: '请检查插件文件夹的权限。',
		},
		move_failed: {
			text: '无法将插件移到 {{path}}（{{system}}）。它们仍在原处。',
			hint: '请释放一些空间，或修正权限。',
		},
		output_gone: {
			text: '运行 {{id}} 的输出已不再保留。',
			hint: '较大的输出只保留到有更新的输出需要空间或程序结束为止。请重新调用。',
		},
		outputs_crowded: {
			text: '一个 {{sizeBytes}} 的输出已被放弃：同时到来的大输出超出了可写入的数量。',
			hint: '请减少同时进行的此类调用。',
		},
		output_not_kept: {
			text: '无法将 {{sizeBytes}} 的输出保留在 {{path}}（{{system}}）。',
			hint: '请释放一些空间或修正数据文件夹的权限，然后重新调用。',
		},
		engine_gone: {
			text: '此窗口背后的程序没有响应。',
			hint: '请查看它是否仍在运行；若没有，请重新启动。',
		},
		nested_too_deep: {
			text: '请求或回答的嵌套层级过深，此窗口无法传递。',
			hint: '请改用命令行，或在浏览器中打开窗口。',
		},
		answer_cut_off: { text: '程序的回答不完整。', hint: '请再试一次。' },
		no_start_address: {
			text: '此页面打开时没有使用启动地址。',
			hint: '要在更多标签页中打开链接，请在已打开的标签页中按住 Ctrl 单击。如果没有已打开的标签页，请在程序的终端中按 Enter 获取新的地址，或重新启动程序。',
		},
	},
} as const;
