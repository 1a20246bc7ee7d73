/** 流程自己读写的文件。 */
export const flowFileFailures = {
	flow_input_gone: {
		text: '{{path}} 已不存在，无法继续读取。',
		hint: '请将文件放回原处，或用其他文件从头运行流程。',
	},
	flow_input_smaller: {
		text: '{{path}} 比之前（{{beforeBytes}}）小：已不是同一个文件。',
		hint: '请恢复原来的文件，或从头运行流程。',
	},
	flow_input_other: {
		text: '{{path}} 开头的内容与之前不同：已不是同一个文件。',
		hint: '请恢复原来的文件，或从头运行流程。',
	},
	flow_input_last_line: {
		text: '{{path}} 的最后一行已被读取，现在又变长了。',
		hint: '请从头运行流程。',
	},
	flow_input_special: {
		text: '{{path}} 不是普通文件。',
		hint: '请先将数据写入文件，再读取该文件。',
	},
	flow_input_link: {
		text: '{{path}} 现在是一个链接，程序不会读取它指向的内容。',
		hint: '请将文件本身放入文件夹。',
	},
	flow_format_foreign: {
		text: '{{path}} 写出的将是 NDJSON：{{extension}} 不是可写出的格式。',
		hint: '请改用 .csv、.tsv、.json 或 .ndjson，或设置其格式。',
	},
	flow_format_unknown: {
		text: '无法识别 {{path}} 的格式。',
		hint: '请设置格式：csv、tsv、json、ndjson、lines 或 bytes。',
	},
	flow_other_position: {
		text: '为 {{path}} 保存的进度与现在的读写设置不符。',
		hint: '请撤销对该组件的修改，或从头运行流程。',
	},
	flow_thread_ended: {
		text: '读写 {{path}} 意外中断：{{how}}。',
		hint: '请重试。如果再次发生，数据所需的内存可能超出单个线程的上限。',
	},
	flow_without_csv: {
		text: '{{path}} 是 CSV，但本程序缺少读写 CSV 的插件。',
		hint: '请重新安装本程序。',
	},
	gzip_not: {
		text: '{{path}} 未用 gzip 压缩。',
		hint: '请将压缩方式设为 auto 或 none。',
	},
	gzip_cut_off: {
		text: '{{path}} 的压缩数据不完整（已解压 {{unpackedBytes}}）。',
		hint: '文件可能不完整：请重新下载或导出。',
	},
	gzip_damaged: {
		text: '{{path}} 的压缩数据已损坏（解压 {{unpackedBytes}} 之后）。',
		hint: '请重新下载或导出该文件。',
	},
	gzip_garbage: {
		text: '{{path}} 的压缩数据之后还有其他内容（第 {{offset}} 字节处）。',
		hint: '请重新下载或导出该文件。',
	},
	csv_unreadable: {
		text: '无法将 {{path}} 作为 CSV 读取：{{how}}。',
		hint: '请修正文件中的该处，或设置 delimiter、header 或 format。',
	},
	csv_unwritable: {
		text: '无法将 {{path}} 写为 CSV：{{how}}。',
		hint: '请先让各条记录具有相同的字段（例如用 field-mapper），或写为 NDJSON。',
	},
	flow_bytes_in_json: {
		text: '{{path}} 接收的是记录，而传来的是原始字节。',
		hint: '请将格式设为 bytes。',
	},
	flow_part_gone: {
		text: '{{path}} 已写入的部分不存在了，无法继续写入。',
		hint: '请从头运行流程。',
	},
	flow_part_short: {
		text: '{{path}} 已写入的部分应有 {{wantedBytes}}，现只有 {{foundBytes}}，无法继续写入。',
		hint: '请从头运行流程。',
	},
	flow_output_special: {
		text: '{{path}} 不是普通文件，无法从中断处继续写入。',
		hint: '请从头运行流程。',
	},
} as const;
