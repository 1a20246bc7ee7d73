/** What a person hands in: functions, records, files, chains: what it means, and what a person can do about it. */
export const inputFailures = {
	no_such_function: { text: '插件没有导出函数 {{function}}。', hint: '请从其概览中选择一个函数。' },
	input_wanted: { text: '{{function}} 需要输入，但没有提供。', hint: '请提供一个值，例如 {} 或 []。' },
	hosts_own_function: {
		text: '{{function}} 仅由宿主调用，每个实例只调用一次。',
		hint: '如需重新配置插件，请更改其配置或重新加载。',
	},
	config_invalid: {
		text: '{{plugin}} 的配置在 {{path}} 处无效。',
		hint: '请更正标出的字段。',
	},
	no_input_wanted: { text: '{{function}} 不接受输入，但提供了输入。', hint: '请将输入留空。' },
	input_not_json: { text: '输入不是有效的 JSON。', hint: '键和字符串需要使用双引号。' },
	line_not_json: { text: '输入的第 {{line}} 行不是有效的 JSON。', hint: '请修正该行。' },
	json_cut_off: {
		text: 'JSON 输入在中途结束（第 {{line}} 行第 {{column}} 列）。',
		hint: '文件可能不完整，请重新获取或导出。',
	},
	json_unexpected: {
		text: '输入不是有效的 JSON：第 {{line}} 行第 {{column}} 列有意外内容。',
		hint: '请修正该处，或自行选择文件格式。',
	},
	json_two_on_a_line: {
		text: '第 {{line}} 行第 {{column}} 列开始了第二个 JSON 值。',
		hint: '请让每个值各占一行。',
	},
	json_too_deep: {
		text: 'JSON 输入在第 {{line}} 行第 {{column}} 列的嵌套超过 {{maxDepth}} 层。',
		hint: '请减少该处的嵌套层数。',
	},
	json_empty: {
		text: '输入为空，不是有效的 JSON。',
		hint: '没有记录的文件应为 []。作为 NDJSON 时，空文件是允许的：请选择该格式。',
	},
	record_too_large: {
		text: '输入中有一条记录超过 {{maxBytes}}（字节 {{offset}} 处）。',
		hint: '请将数据拆分为更多、更小的记录。',
	},
	record_above_limit: {
		text: '一条 {{sizeBytes}} 的记录超过了一次可交给插件的 {{maxBytes}}。',
		hint: '请将数据拆分为更多、更小的记录。',
	},
	line_too_long: {
		text: '输入的第 {{line}} 行超过 {{maxBytes}}。',
		hint: '请确认文件确实每行一条记录。二进制数据请选择“原始字节”格式。',
	},
	not_utf8: {
		text: '输入的第 {{record}} 条记录不是 UTF-8。',
		hint: '请先将文件转换为 UTF-8；二进制数据请选择“原始字节”格式。',
	},
	utf16: {
		text: '输入是 UTF-16 编码，而程序读取 UTF-8。',
		hint: '请另存或导出为 UTF-8；二进制数据请选择“原始字节”格式。',
	},
	format_unknown: { text: '无法判断输入的格式：开头不像 JSON。', hint: '请自行选择其格式。' },
	json_wanted: {
		text: '该插件接收 JSON 记录，而输入是 {{extension}} 文件。',
		hint: '请在处理链中用 csv-source 读取，或选择“文本行”格式。',
	},
	file_not_found: { text: '文件 {{path}} 不存在。', hint: '请检查路径是否正确。' },
	file_unreadable: { text: '无法读取 {{path}}（{{system}}）。', hint: '请检查您是否有读取权限。' },
	is_folder: { text: '{{path}} 是文件夹，不是文件。', hint: '请选择其中的文件。' },
	plugin_needs_input: { text: '{{plugin}} 需要输入。', hint: '请选择输入文件。' },
	source_needs_file: { text: '{{plugin}} 是数据源，会自行读取文件。', hint: '请选择它要读取的文件。' },
	destination_needs_file: { text: '{{plugin}} 是目标，会自行写入文件。', hint: '请指定它要写入的文件。' },
	chain_unreadable: { text: '无法读取处理链文件 {{path}}。', hint: '请检查路径。' },
	chain_not_json: { text: '{{file}} 不是有效的 JSON。', hint: '请修正技术详情中指出的位置。' },
	chain_invalid: {
		text: '{{file}} 不符合处理链的格式。',
		hint: '处理链包含名称和组件列表，每个组件都写明已安装插件的名称。',
	},
	chain_order: {
		text: '此处理链的各阶段无法前后衔接。',
		hint: '先是数据源，然后是处理器、转换器、过滤器和聚合器，最后是目标。',
	},
	chain_types: {
		text: '{{plugin}} 无法接受 {{before}} 输出的任何记录：两者对 {{path}} 的说明互相矛盾。',
		hint: '请在两者之间加入一个转换记录的插件，或更正它们清单中的 schema。',
	},
	chain_without_input: {
		text: '没有可读取的内容：第一个插件不是数据源，也没有指定输入。',
		hint: '请选择输入文件，或以数据源开头。',
	},
	chain_other_type: {
		text: '处理链中将 {{plugin}} 写为 {{type}}，但它是 {{found}}。',
		hint: '请更正类型，或选择其他插件。',
	},
	chain_other_module: {
		text: '处理链指定的模块是 {{path}}，但安装的 {{plugin}} 用的是另一个模块。',
		hint: '用该文件更新插件，或从处理链中去掉 module_path。',
	},
	chain_module_not_installed: {
		text: '处理链指定的模块 {{path}} 尚未安装。',
		hint: '处理链只运行已安装的插件：请先安装该文件。',
	},
	disk_full: {
		text: '磁盘已满：无法写入 {{path}}。',
		hint: '请释放一些空间后再试。没有留下不完整的文件。',
	},
	folder_not_found: { text: '文件夹 {{path}} 不存在。', hint: '请先创建它，或选择其他文件夹。' },
	not_writable: {
		text: '无法写入 {{path}}（{{system}}）。',
		hint: '请选择其他位置，或修正权限。没有留下不完整的文件。',
	},
	output_is_folder: { text: '{{path}} 是文件夹；输出需要文件名。', hint: '请补上文件名。' },
	output_exists: {
		text: '{{path}} 已存在，将被替换。',
		hint: '请为输出指定其他位置，或确认可以替换。',
	},
	output_is_input: {
		text: '输出 {{path}} 就是输入文件本身，输入将被替换。',
		hint: '请为输出指定其他位置，或确认可以替换输入文件。',
	},
	output_not_csv: {
		text: '记录会写为 NDJSON 或 JSON，不能写为 CSV。',
		hint: '请使用以 .ndjson 或 .json 结尾的名称；或在处理链的末尾使用可写 CSV 的 file-writer。',
	},
} as const;
