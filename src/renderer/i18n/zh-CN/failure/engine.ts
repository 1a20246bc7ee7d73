/** Outputs that are kept, and the engine as its window sees it: what it means, and what a person can do about it. */
export const engineFailures = {
	output_gone: {
		text: '运行 {{id}} 的输出已不再保留。',
		hint: '较大的输出只保留到有更新的输出需要空间或程序结束为止。请重新调用。',
	},
	result_closed: {
		text: '结果已被关闭。',
		hint: '请重新打开。',
	},
	result_row_gone: {
		text: '结果中已没有第 {{row}} 条记录。',
		hint: '文件在读取之后发生了变化。',
	},
	result_unreadable: {
		text: '无法读取 {{path}}：{{how}}。',
		hint: '请重新打开。',
	},
	result_packed_damaged: {
		text: '{{path}} 的压缩内容已损坏。',
		hint: '请再次运行，重新写入该文件。',
	},
	result_packed_large: {
		text: '{{path}} 解压后过大，无法以表格显示。',
		hint: '请解压后用其他程序查看。',
	},
	result_packed_no_room: {
		text: '磁盘空间不足，无法解压 {{path}}。',
		hint: '请腾出空间后重新打开。',
	},
	result_not_of_run: {
		text: '运行 {{run}} 既没有写入也没有读取 {{path}}。',
		hint: '请选择该运行的文件。',
	},
	outputs_crowded: {
		text: '一个 {{sizeBytes}} 的输出已被放弃：同时到来的大输出超出了可写入的数量。',
		hint: '请减少同时进行的此类调用。',
	},
	output_not_kept: {
		text: '无法将 {{sizeBytes}} 的输出保留在 {{path}}（{{system}}）。',
		hint: '请释放一些空间或修正数据文件夹的权限，然后重新调用。',
	},
	engine_gone: {
		text: '此窗口背后的程序没有响应。',
		hint: '请查看它是否仍在运行；若没有，请重新启动。',
	},
	nested_too_deep: {
		text: '请求或回答的嵌套层级过深，此窗口无法传递。',
		hint: '请改用命令行，或在浏览器中打开窗口。',
	},
	started_anew: {
		text: '程序已重新启动，此窗口属于上一次启动。',
		hint: '请在其终端按回车键获取地址，并在此标签页中打开。',
	},
	answer_cut_off: { text: '程序的回答不完整。', hint: '请再试一次。' },
	port_unusable: {
		text: '无法使用本机的端口 {{port}}（{{system}}）。',
		hint: '请选择其他端口，或让程序自动选择空闲端口。',
	},
	no_start_address: {
		text: '此页面打开时没有使用启动地址。',
		hint: '要在更多标签页中打开链接，请在已打开的标签页中按住 Ctrl 单击。如果没有已打开的标签页，请在程序的终端中按 Enter 获取新的地址，或重新启动程序。',
	},
} as const;
