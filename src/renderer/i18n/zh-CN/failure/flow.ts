export const flowFailures = {
	flow_unreadable: { text: '无法读取流程文件 {{path}}。', hint: '请检查路径。' },
	flow_not_json: { text: '{{file}} 不是 JSON。', hint: '技术详情中说明了要修改的位置。' },
	flow_invalid: {
		text: '{{file}} 不是有效的流程。',
		hint: '流程包含名称和组件列表；每个组件是一个插件或程序自带的组件，并说明从哪里取得记录。',
	},
	flow_name_taken: {
		text: '有两个组件都名为 {{name}}。',
		hint: '请给其中一个换个名称，这样其他组件才能说明从哪个取得记录。',
	},
	flow_use_and_plugin: { text: '{{name}} 同时指定了插件和程序自带的组件。', hint: '请只保留其中一个。' },
	flow_unknown_input: {
		text: '{{name}} 要从 {{input}} 取得记录，但没有这样的组件或端口。',
		hint: '请选择此流程中的一个组件及其端口。',
	},
	flow_input_twice: { text: '{{name}} 两次从 {{input}} 取得记录。', hint: '请只保留一次。' },
	flow_cycle: { text: '记录会无休止地循环：{{through}}。', hint: '请删除其中一个连接。' },
	flow_needs_input: { text: '{{name}} 是 {{type}}，但没有从任何组件取得记录。', hint: '请把它连接到提供记录的组件。' },
	flow_takes_no_input: {
		text: '{{name}} 是 {{type}}，不从其他组件取得记录。',
		hint: '请删除它的输入，或换成其他组件。',
	},
	flow_no_port: {
		text: '{{name}} 要从 {{input}} 取得记录，但 {{type}} 的该端口不会输出任何内容。',
		hint: '请选择其他端口或其他组件。',
	},
	flow_failed_unused: {
		text: '{{name}} 的失败端口不会输出任何内容，因为第一条失败的记录就会结束运行。',
		hint: '请让它跳过或隔离失败的记录，或删除此连接。',
	},
	flow_workers: {
		text: '{{name}} 是 {{type}}，会在记录之间保留内容，因此无法分担它的工作。',
		hint: '请只用一个工作实例。',
	},
	flow_not_for_built_in: { text: '{{name}} 是程序自带的组件（{{use}}），{{key}} 对它没有意义。', hint: '请去掉它。' },
	flow_config_invalid: { text: '{{name}}：{{path}} 的值不符合要求。', hint: '技术详情中说明了应该是什么。' },
	flow_encodings: {
		text: '{{name}} 无法接受 {{before}} 的输出：一个处理 JSON 记录，另一个处理字节。',
		hint: '请在两者之间加入一个可以转换的组件。',
	},
	flow_same_file: { text: '{{name}} 和 {{other}} 使用同一个文件 {{path}}。', hint: '请给其中一个换个文件。' },
	flow_path_relative: { text: '{{name}}：{{path}} 没有说明从哪个文件夹开始。', hint: '请写出完整路径。' },
	flow_not_granted: {
		text: '{{name}}：{{plugin}} 的策略不允许访问 {{target}}。',
		hint: '请在插件的策略中允许它，或选择已允许的内容。',
	},
	flow_not_kept: { text: '没有名为 {{name}} 的流程。', hint: '请查看流程列表。' },
	flow_version_gone: { text: '流程 {{name}} 没有版本 {{version}}。', hint: '请查看它的版本。' },
	flow_changed_since: { text: '流程 {{name}} 打开之后已在别处修改。', hint: '请重新打开，或以其他名称保存您的修改。' },
	flow_kept_already: { text: '已有名为 {{name}} 的流程。', hint: '请换个名称。' },
	flows_full: { text: '最多保存 {{max}} 个流程。', hint: '请删除不再需要的流程。' },
	flow_file_exists: { text: '{{path}} 已存在，将被替换。', hint: '请换个名称，或确认可以替换。' },
	schedule_unclear: { text: '“{{cron}}”没有说明任何时间。', hint: '请写五个字段：分、时、日、月、星期。' },
	trigger_component: {
		text: '流程 {{flow}} 的 {{component}} 不是 read-file，无法读取文件夹中出现的文件。',
		hint: '请选择读取文件的组件。',
	},
	trigger_not_set: { text: '没有任何触发器会自动启动流程 {{flow}}。', hint: '请先为它设置时间表或文件夹。' },
	trigger_damaged: { text: '无法读取流程 {{flow}} 的触发设置。', hint: '请重新设置或删除它。' },
	trigger_folder_gone: {
		text: '文件夹 {{folder}} 不存在。',
		hint: '请创建该文件夹或改用其他文件夹。程序会自动再次查找。',
	},
	trigger_folder_full: {
		text: '文件夹 {{folder}} 中的名称超过 {{max}} 个。',
		hint: '请将已读取的文件移到别处。程序会自动再次查看。',
	},
	trigger_folder_unreadable: {
		text: '无法读取文件夹 {{folder}}（{{cause}}）。',
		hint: '请确保该文件夹可以读取。程序会自动再次查看。',
	},
	trigger_file_unreadable: {
		text: '无法读取 {{path}}（{{system}}）。',
		hint: '请确保该文件可以读取。程序会自动重试。',
	},
	trigger_file_nameless: {
		text: '文件夹 {{folder}} 中有一个文件的名称不是有效的 UTF-8：{{name}}。',
		hint: '请重命名该文件。在此之前不会读取它。',
	},
	trigger_own_output: {
		text: '{{component}} 会写入 {{path}}，它写出的文件会再次启动流程 {{flow}}。',
		hint: '请监视其他文件夹，或让流程写入其他文件夹。',
	},
} as const;
