/** Decisions and records: what it means, and what a person can do about it. */
export const policyFailures = {
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
	template_not_found: {
		text: '没有名为“{{name}}”的策略模板。',
		hint: '它可能已被删除或重命名。请查看模板列表。',
	},
	template_name_taken: {
		text: '已有名为 {{name}} 的策略模板。',
		hint: '请使用其他名称，或修改该模板。',
	},
	template_changed: {
		text: '策略模板 {{name}} 已在此期间更改，当前为第 {{current}} 版。',
		hint: '请查看新版本后再决定。',
	},
	templates_full: {
		text: '已有 {{max}} 个策略模板，达到上限。',
		hint: '请删除不需要的模板。',
	},
	templates_not_json: {
		text: '该文件不是 JSON：请查看第 {{line}} 行第 {{column}} 列。',
		hint: '请选择导出的策略模板文件。',
	},
	templates_invalid: {
		text: '策略模板文件中的“{{path}}”不能这样使用。',
		hint: '技术详情中说明了应有的内容。',
	},
	templates_too_large: {
		text: '该文件大小为 {{sizeBytes}}，策略模板文件最大为 {{maxBytes}}。',
		hint: '请选择其他文件，或减少一次导出的模板数。',
	},
	templates_collide: {
		text: '以下名称已被占用：{{named}}。',
		hint: '请逐一选择跳过、替换现有模板或两者都保留。',
	},
	application_gone: {
		text: '这些授权均已不再生效。',
		hint: '每个插件的策略都保留了历史版本，您可以在其中恢复。',
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
} as const;
