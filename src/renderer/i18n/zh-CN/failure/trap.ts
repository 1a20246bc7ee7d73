/** Code that failed while it ran: what it means, and what a person can do about it. */
export const trapFailures = {
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
	host_misused: {
		text: '插件向主机请求了无法提供的内容（{{function}}）。',
		hint: '插件存在缺陷，请告知其作者。下一次调用会从正常状态开始。',
	},
	gave_up: { text: '{{function}} 放弃并返回了 {{status}}。', hint: '请查看日志，以及它被拒绝了什么。' },
	lets_nothing_go: {
		text: '{{function}} 不会剔除任何记录：只有过滤器才会。',
		hint: '请改用它的输出，而不是它剔除的记录。',
	},
	filter_changes_records: {
		text: '{{function}} 返回了它并未收到的记录，因此无法得知它剔除了哪些。',
		hint: '请改用它的输出，或者让插件回答 true 或 false。',
	},
	init_refused: {
		text: '插件不接受其配置或环境；plugin_init 返回了 {{status}}。',
		hint: '请检查它的配置以及允许它使用的内容。',
	},
	no_interface: { text: '{{plugin}} 没有实现任何可运行的插件接口。', hint: '其概览列出了模块导出的内容。' },
} as const;
