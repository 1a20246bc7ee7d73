export const plugin = {
	nothingChosen: '请选择一个插件',
	tabs: {
		label: '插件',
		overview: '概览',
		policy: '策略',
		test: '测试',
		runs: '运行记录',
		versions: '版本',
		logs: '日志',
	},
} as const;
