/** Writing, building and testing a plugin: what went wrong, and what its author can do about it. */
export const authoringFailures = {
	folder_not_empty: { text: '{{path}} 不是空文件夹。', hint: '请选择一个尚不存在的文件夹或空文件夹。' },
	no_templates: { text: '此安装缺少模板，无法新建插件。', hint: '请重新安装本程序。' },
	no_recipe: { text: '{{path}} 没有说明如何构建模块。', hint: '请添加 build.json，写明构建命令。' },
	recipe_invalid: { text: '无法执行 {{file}}（{{path}}）。', hint: '请修正该文件。' },
	builds_off: { text: '此窗口不执行构建，因为构建不受沙箱限制。', hint: '请在终端中构建插件。' },
	build_changed: {
		text: '构建命令在显示之后发生了变化，因此没有执行任何命令。',
		hint: '请重新构建，并查看命令。',
	},
	build_unshown: { text: '构建命令过长，无法在执行前完整显示。', hint: '请在终端中构建插件。' },
	build_asked: { text: '正在显示另一次构建的命令。', hint: '请先回答该对话框。' },
	tool_missing: { text: '未找到 {{tool}}，或它无法编译为 WebAssembly。', hint: '请安装：{{install}}。' },
	build_failed: { text: '{{tool}} 执行失败（{{status}}）。', hint: '请根据其输出信息进行修正。' },
	build_made_nothing: {
		text: '构建没有生成 {{module}}。',
		hint: 'build.json 中的最后一条命令必须生成“module_path”所指的文件。',
	},
	case_invalid: { text: '无法使用用例 {{file}}（{{path}}）。', hint: '请修正该文件。' },
	no_cases: { text: '{{path}} 中没有用例。', hint: '请在此文件夹中添加 JSON 格式的用例文件。' },
} as const;
