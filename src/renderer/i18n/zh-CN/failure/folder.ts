/** Folders that the program works with: what it means, and what a person can do about it. */
export const folderFailures = {
	plugins_folder_unusable: {
		text: '{{path}} 不能用作插件文件夹（{{system}}）。',
		hint: '请在设置中选择其他文件夹，或修正其权限。',
	},
	data_folder_unusable: {
		text: '数据文件夹 {{path}} 无法使用（{{system}}）。',
		hint: '请检查磁盘和权限后再试。',
	},
	folder_open_to_others: {
		text: '本机的其他用户对文件夹 {{path}} 拥有权限。',
		hint: '请检查其中的内容，然后将其改为仅您可用，或选择其他文件夹。',
	},
	folder_of_another: {
		text: '文件夹 {{path}} 属于本机的其他用户。',
		hint: '请选择您自己的文件夹。',
	},
	folder_unlistable: { text: '无法列出 {{path}}（{{system}}）。', hint: '请选择其他文件夹。' },
	path_not_absolute: { text: '{{path}} 不是绝对路径。', hint: '请写出完整路径。' },
	folder_is_ours: { text: '{{path}} 是程序存放自身数据的位置。', hint: '请选择其他文件夹。' },
	folders_overlap: { text: '{{path}} 与当前文件夹互相包含。', hint: '请选择与旧文件夹并列的文件夹。' },
	folder_holds_plugin: {
		text: '{{path}} 中已有 {{name}}。',
		hint: '请选择空文件夹，或直接指向此文件夹而不移动。',
	},
	copy_failed: {
		text: '无法将 {{name}} 复制到插件文件夹（{{system}}）。',
		hint: '请检查插件文件夹的权限。',
	},
	move_failed: {
		text: '无法将插件移到 {{path}}（{{system}}）。它们仍在原处。',
		hint: '请释放一些空间，或修正权限。',
	},
} as const;
