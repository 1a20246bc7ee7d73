/** An installed plugin that cannot be called: what it means, and what a person can do about it. */
export const pluginFailures = {
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
	preload_no_room: {
		text: '预加载 {{plugin}} 大约需要 {{neededBytes}}，而 {{budgetBytes}} 中只剩 {{freeBytes}}。',
		hint: '请在设置中为预加载分配更多内存，或关闭另一个插件的预加载。',
	},
	version_grant_gone: {
		text: '{{plugin}} 在版本 {{version}} 时的策略未保留。',
		hint: '请在回滚时保留当前策略。',
	},
	version_state_gone: {
		text: '{{plugin}} 在版本 {{version}} 时的状态未保留。',
		hint: '请在回滚时保留当前状态。',
	},
	state_too_large: {
		text: '{{plugin}} 目前存储的状态过大，无法另行保存。',
		hint: '请在回滚时保留当前状态。',
	},
	version_not_whole: {
		text: '{{name}} 的 {{version}} 只保留了模块和清单。',
		hint: '请选择文件保存完整的版本。',
	},
	unknown_version: { text: '{{name}} 从未有过此版本。', hint: '请选择它的某个版本。' },
	stored_module_gone: { text: '{{plugin}} 的已存模块丢失或损坏。', hint: '请重新安装该插件。' },
	write_lost: {
		text: '插件写入的内容未能保存（WASI 错误 {{error}}）。',
		hint: '运行记录中的拒绝列表会说明是哪个文件以及原因。',
	},
} as const;
