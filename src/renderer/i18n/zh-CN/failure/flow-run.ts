export const flowRunFailures = {
	flow_record_too_large: {
		text: '{{component}} 的第 {{record}} 条记录过大（{{sizeBytes}}，插件最多接收 {{maxBytes}}）。',
		hint: '请让该组件跳过或隔离此类记录。',
	},
	flow_state_lost: {
		text: '插件为之前的记录所保留的内容已丢失，流程无法回到那之前。',
		hint: '请找出使它失败的记录，或使用能保存状态的插件。',
	},
	flow_state_damaged: {
		text: '插件为此检查点保存的内容缺失或已损坏：{{path}}',
		hint: '请从头重新运行该流程。',
	},
	set_aside_full: {
		text: '已隔离的记录占用了 {{maxBytes}}，不再保留更多。',
		hint: '请在隔离区中重放或删除一些记录，然后继续此运行。',
	},
	set_aside_edit_full: {
		text: '更改后，已隔离的记录占用的空间将超过 {{maxBytes}}。',
		hint: '请缩短该记录、删除隔离区中的一些记录，或在设置中提高上限。',
	},
	set_aside_gone: { text: '这条记录已不在隔离区中。', hint: '它或它所属的运行已被删除。' },
	set_aside_mixed: { text: '这些记录属于不同的组件或流程。', hint: '请选择同一流程中同一组件的记录。' },
	set_aside_not_json: { text: '这不是一个 JSON 值。', hint: '请更正该记录，然后重新保存。' },
	set_aside_none: { text: '隔离区中没有这样的记录。', hint: '请更改筛选条件。' },
	set_aside_replayed: {
		text: '这些记录中有一条已由运行 {{run}} 重放。',
		hint: '请选择尚未重放的记录，或再次重放它。',
	},
	set_aside_taken: { text: '运行 {{run}} 正在重放这些记录中的一条。', hint: '请等待它结束，或选择其他记录。' },
	not_a_flow_run: { text: '运行 {{run}} 不是流程的运行。', hint: '请选择一次流程运行。' },
	run_goes_on: { text: '运行 {{run}} 仍在进行。', hint: '请等待它结束，或取消它。' },
	run_ended_well: { text: '运行 {{run}} 已正常结束，没有剩余的工作。', hint: '请重新运行该流程。' },
	run_continued: { text: '运行 {{run}} 已由 {{by}} 继续。', hint: '请打开那次运行。' },
	run_not_resumable: { text: '运行 {{run}} 没有可以继续的检查点。', hint: '请从头运行该流程。' },
	resume_differs: {
		text: '有些内容与运行 {{run}} 结束时不同。',
		hint: '请查看不同之处，然后接受，或重新运行该流程。',
	},
	resume_other_version: {
		text: '{{component}}：{{plugin}} 现在是另一个版本。',
		hint: '请恢复当时的版本，或接受这一差异。',
	},
	resume_other_grant: { text: '{{component}}：{{plugin}} 的策略已更改。', hint: '请查看其策略，然后接受这一差异。' },
	resume_other_config: { text: '{{component}} 现在的配置不同。', hint: '请查看其配置，然后接受这一差异。' },
	resume_other_file: {
		text: '{{component}}：{{path}} 不是之前读取的文件。',
		hint: '请放回当时的文件，或重新运行该流程。',
	},
	trial_built_in: { text: '{{name}} 是程序自带的组件（{{use}}），不能单独试用。', hint: '请选择一个插件组件。' },
	trial_of_type: {
		text: '{{name}} 是 {{type}}。只有既接收记录又输出记录的组件才能试用。',
		hint: '请选择其他组件。',
	},
	trial_no_component: {
		text: '流程“{{flow}}”中没有位置为 {{position}} 的组件（从 0 开始计）。',
		hint: '请选择该流程中的组件。',
	},
	trial_not_json: {
		text: '试用的第 {{record}} 条记录不是一个 JSON 值。',
		hint: '请以 JSON 提供每条记录。',
	},
	trial_not_bytes: {
		text: '该组件接收字节，而第 {{record}} 条记录既不是文本，也不是 base64。',
		hint: '请选择文本或字节记录。',
	},
	trial_too_large: { text: '试用的记录或其输出超过 {{maxBytes}}。', hint: '请减少记录，或使用较小的记录。' },
	trial_too_long: { text: '试用超过 {{limitMs}}，已被终止。', hint: '请减少记录。' },
} as const;
