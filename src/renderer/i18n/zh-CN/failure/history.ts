/** The history: what it means, and what a person can do about it. */
export const historyFailures = {
	history_locked: { text: '另一个程序正在使用历史记录，未能及时释放。', hint: '请结束另一个程序，或再试一次。' },
	history_full: {
		text: '磁盘已满：无法写入历史记录。',
		hint: '请释放一些空间后再试。已报告完成的内容都已保留。',
	},
	history_read_only: {
		text: '无法写入历史记录：其文件或文件夹为只读。',
		hint: '请修正数据文件夹的权限。',
	},
	history_unopenable: { text: '无法打开历史记录。', hint: '请检查数据文件夹是否存在，以及您是否有写入权限。' },
	history_damaged: {
		text: '历史记录文件已损坏。',
		hint: '请重新启动程序：它会检查整个文件；若无法读取，会将其另存并新建一个。',
	},
	history_disk_trouble: { text: '磁盘未能正常读写历史记录。', hint: '请检查磁盘后再试。' },
	history_failed: { text: '历史记录出错。', hint: '技术详情中有说明。' },
	history_closed: { text: '历史记录已关闭。', hint: '请重新启动程序。' },
	history_newer: { text: '历史记录由更新版本的程序写入。', hint: '请更新程序。该文件未被改动。' },
	history_foreign: {
		text: '历史记录所在的文件是另一个程序的数据库。',
		hint: '请将它移到别处。该文件未被改动。',
	},
	words_forgotten: { text: '运行失败；失败时的说明已被清除。', hint: '再运行一次即可看到失败的原因。' },
	history_entry_unreadable: {
		text: '历史记录中有无法读取的条目。',
		hint: '请删除该条目；技术详情中指出了是哪一条。',
	},
} as const;
