/** A sandbox, its limits and its end: what it means, and what a person can do about it. */
export const processFailures = {
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
		text: '已由您停止：它的沙箱已结束。',
		hint: '这不是插件的问题。下一次调用会使用新的沙箱。',
	},
	queue_full: { text: '等待 {{plugin}} 的调用过多，已有 {{limit}} 个。', hint: '请等待结果返回后再发送。' },
	cancelled: { text: '已取消。', hint: '需要时可再次运行。' },
	program_ended: { text: '程序在完成之前已退出。', hint: '请再次运行。' },
} as const;
