/** What is wrong with a WebAssembly component. */
export const componentFailures = {
	component_invalid: {
		text: '该组件无效。',
		hint: '生成它的工具有误，或文件已损坏。请重新构建或重新获取。',
	},
	component_too_large: {
		text: '该组件过大，无法准备运行：上限为 {{mostBytes}}。',
		hint: '请以减小体积的方式构建，不带调试信息，并减少导入和导出。',
	},
	component_wasi_0_3: {
		text: '该组件是为 WASI 0.3 构建的，这里不提供 WASI 0.3。它使用了 {{named}}。',
		hint: '请为 WASI 0.2 构建。',
	},
	component_imports: {
		text: '该组件导入了这里不提供的内容：{{named}}。',
		hint: '请按照 DataFlare 的 WIT 包中的 world 和 WASI 0.2 构建，不使用这些接口。',
	},
	component_no_role: {
		text: '该组件没有插件功能。它导出了：{{named}}。',
		hint: '请为 DataFlare 的 WIT 包中的某个 world 构建（例如 transformer-plugin），或构建为命令（wasi:cli/command）。',
	},
	component_types: {
		text: '该组件的 {{function}} 不是插件应有的函数。应为：{{expected}}。实际为：{{found}}。',
		hint: '请按照 DataFlare 的 WIT 包原样构建，不要改动其中的定义。',
	},
	component_names: {
		text: '该组件含有无法安全链接的名称：{{named}}。',
		hint: '常用工具不会生成这样的名称。请其作者更改名称，否则请勿信任它。',
	},
	component_unlinkable: {
		text: '该组件无法链接。',
		hint: '它的某些名称可能相互冲突。请其作者更改导出的名称。',
	},
} as const;
