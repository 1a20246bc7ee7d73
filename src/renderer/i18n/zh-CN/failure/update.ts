/** What a source of packages has, and updates from it: what it means, and what a person can do about it. */
export const updateFailures = {
	no_update_source: {
		text: '尚未设置更新来源。',
		hint: '请选择存放插件包的文件夹、索引文件，或索引的网址。',
	},
	source_unusable: {
		text: '{{source}} 不能用作插件来源。',
		hint: '请使用存放插件包的文件夹、索引文件，或索引的 https 网址。',
	},
	index_invalid: {
		text: '{{source}} 不是插件包索引。',
		hint: '请根据存放插件包的文件夹重新生成索引。技术详情中说明了问题所在。',
	},
	download_failed: { text: '无法下载 {{address}}。', hint: '请检查网络连接和网址，然后重试。' },
	not_offered: {
		text: '{{source}} 中没有 {{name}} 的这个版本。',
		hint: '请查看其中有哪些版本，或使用其他来源。',
	},
	package_differs: {
		text: '{{name}} {{version}} 的插件包与来源中的描述不符。',
		hint: '没有安装任何内容。请重新检查更新。如果仍然不符，需由作者重新生成索引。',
	},
	package_left_out: { text: '插件包 {{file}} 未列入索引。', hint: '技术详情中说明了原因。' },
	update_unreviewed: {
		text: '{{name}} 的更新需要您先审核。',
		hint: '请先查看有哪些变化，再作决定。',
	},
	update_held: {
		text: '{{name}} 已固定在版本 {{version}}，不会更新。',
		hint: '请先取消固定，然后再更新。',
	},
	files_held: {
		text: '{{name}} 已固定在版本 {{version}}，因此未使用其文件夹中更改过的文件。',
		hint: '如要使用这些文件，请取消固定并重新加载；也可以回到当前版本，以还原它的文件。',
	},
	skip_in_use: {
		text: '{{name}} {{version}} 正在使用，无法跳过。',
		hint: '如果希望插件停留在此版本，请将其固定。',
	},
	source_unread: {
		text: '尚不清楚来源中有哪些插件。',
		hint: '请先检查更新。',
	},
	lock_invalid: {
		text: '{{path}} 不是插件锁定文件。',
		hint: '请在安装了这些插件的电脑上重新生成。技术详情中说明了问题所在。',
	},
	lock_unmet: {
		text: '无法按锁定文件原样安装 {{name}} {{version}}。',
		hint: '没有安装任何内容。请使用包含该插件包的来源。',
	},
} as const;
