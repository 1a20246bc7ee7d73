/** What is dropped, chosen or fetched as a plugin: what it means, and what a person can do about it. */
export const packageFailures = {
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
		text: '模块的代码不是有效的 WebAssembly。',
		hint: '生成它的编译器有误，或文件已损坏。请重新构建或重新获取。',
	},
	engine_lacks: {
		text: '模块使用了 {{feature}}，本程序的引擎尚不支持 WebAssembly 的这一部分。',
		hint: '请在不使用该功能的情况下重新构建，或等待支持它的版本。模块本身可能没有问题。',
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
	package_damaged: { text: '插件包已损坏或不完整。', hint: '请重新下载或重新打包。' },
	package_entry: {
		text: '插件包中含有正常工具不会打包的内容：{{entry}}',
		hint: '没有解压任何文件。请让作者重新打包，也不要用其他工具解压它。',
	},
	package_too_large: {
		text: '内容过多，不像是插件：解压后超过 {{maxBytes}}，或文件、文件夹太多，或文件夹层级太深。',
		hint: '请只打包插件本身，不要包含源代码和构建文件夹。',
	},
	package_name: {
		text: '{{path}} 没有以 .dfplugin 结尾。',
		hint: '请指定以 .dfplugin 结尾的文件，或用于存放它的文件夹。',
	},
	package_exists: { text: '{{path}} 处已有文件。', hint: '请换一个名称，或允许替换它。' },
	package_not_kept: {
		text: '没有保存 {{name}} 当前版本的插件包。',
		hint: '请改为打包它的文件夹。带有清单的版本在就绪后才会保存插件包。',
	},
	package_of_installed: {
		text: '其中包含 {{name}}，而该插件已经安装。',
		hint: '请将它作为替换版本安装，然后移除该插件包。',
	},
	too_many_packages: {
		text: '一次最多打开 {{max}} 个插件包，另有 {{leftOut}} 个未打开。',
		hint: '请先处理这些插件包，然后再打开其余的。',
	},
	package_unlisted: {
		text: '插件包的哈希清单（SHA256SUMS）缺失，或与其中的文件不符。',
		hint: '请让作者重新打包。',
	},
	package_modified: {
		text: '{{entry}} 在打包之后被更改过。',
		hint: '请重新下载该插件。如果它本不应更改，请勿运行。',
	},
	no_manifest: {
		text: '文件夹中没有 plugin.json。',
		hint: '请使用包含 plugin.json 的文件夹，或单独的 .wasm 文件。',
	},
	no_function: {
		text: '该模块没有插件功能。',
		hint: '它没有导出插件所需的函数，例如 process_data 或 filter_data。',
	},
	role_contradicted: {
		text: '插件自身的说明与此不同（{{key}}）：是 {{found}}，不是 {{said}}。',
		hint: '请保持原样，或修改插件自己的清单或导出。',
	},
	role_export_unknown: { text: '该模块没有导出可调用的函数 {{name}}。', hint: '请选择其中之一：{{exports}}' },
	role_export_wanted: { text: '尚未指定由哪个导出完成 {{function}} 的工作。', hint: '请选择其中之一：{{exports}}' },
	role_export_unused: { text: '无法为 {{name}} 选择导出：它不是 Extism 插件。', hint: '调用哪个函数由其类型决定。' },
	role_result_unused: { text: '只有聚合器才有给出结果的导出。', hint: '请不要指定第二个导出。' },
	role_reads_lines: { text: '{{name}} 是 WASI 命令，按行读取记录。', hint: '请选择按行。' },
	role_encoding: {
		text: '在编码 {{encoding}} 下无法以此方式（{{records}}）接收记录。',
		hint: '按行即 NDJSON，而字节没有记录。',
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
	host_unsuitable: {
		text: '{{name}} 适用于 DataFlare {{wanted}}，而当前版本为 {{program}}。',
		hint: '请使用适合当前版本的插件，或更换 DataFlare 的版本。',
	},
	abi_unsuitable: {
		text: '{{name}} 适用于插件接口的第 {{wanted}} 版，而本程序提供的是第 {{program}} 版。',
		hint: '请使用适合当前版本的插件，或使用更新版本的 DataFlare。',
	},
	id_differs: {
		text: '已安装的 {{name}} 的 ID 为 {{installed}}，而这一个的 ID 为 {{offered}}，是另一个插件。',
		hint: '如需用它替换，请先卸载已安装的插件。',
	},
	id_missing: {
		text: '已安装的 {{name}} 的 ID 为 {{installed}}，而这一个没有 ID，因此不是它的更新。',
		hint: '如需用它替换，请先卸载已安装的插件。',
	},
	restore_name_taken: {
		text: '已安装名为 {{name}} 的插件，因此无法恢复回收站中的同名插件。',
		hint: '请先卸载已安装的那个（它也会进入回收站），然后再恢复另一个。',
	},
	restore_place_taken: {
		text: '{{name}} 原来所在的位置 {{path}} 现已被占用。',
		hint: '请将那里的内容移到别处，然后再恢复插件。',
	},
	trash_files_changed: {
		text: '回收站中 {{name}} 的文件在卸载之后发生了变化。',
		hint: '授权只适用于原来的模块。请重新安装插件，然后再作决定。',
	},
	not_in_trash: { text: '{{id}} 不在回收站中。', hint: '它已被恢复，或已被永久删除。' },
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
		text: '{{file}} 不是有效的插件清单：请检查“{{path}}”。',
		hint: '技术详情中说明了应有的内容。',
	},
	module_missing: {
		text: '{{file}} 指定的模块 {{module}} 不存在。',
		hint: '请构建该模块，将其放在 {{file}} 旁边或与它一起拖入，或更正“module_path”。',
	},
} as const;
