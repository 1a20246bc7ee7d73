import { app } from 'electron';
import type { Core } from '../../core/index.ts';
import { type KeyId, keyTitles } from '../../shared/face/keys.ts';

/** Menus and items that the platform has its own of. */
export type Role =
	| 'editMenu'
	| 'undo'
	| 'redo'
	| 'cut'
	| 'copy'
	| 'paste'
	| 'selectAll'
	| 'viewMenu'
	| 'resetZoom'
	| 'zoomIn'
	| 'zoomOut'
	| 'togglefullscreen'
	| 'reload'
	| 'toggleDevTools'
	| 'windowMenu'
	| 'minimize'
	| 'close'
	| 'about'
	| 'hide'
	| 'hideOthers'
	| 'unhide'
	| 'quit';

export interface Text {
	readonly file: string;
	readonly quit: string;
	readonly go: string;
	readonly help: string;
	/** What each key of the page does. */
	readonly keys: Readonly<Record<KeyId, string>>;
	/** What the platform's own menu items are called; null: as Electron calls them, which is in English. */
	readonly roles: Readonly<Record<Role, string>> | null;
	readonly pluginFiles: string;
	readonly allFiles: string;
	readonly underWay: (count: number) => string;
	readonly underWayDetail: string;
	readonly waitAndQuit: string;
	readonly stopAndQuit: string;
	readonly cancel: string;
	readonly build: (plugin: string) => string;
	readonly buildDetail: (folder: string, commands: string) => string;
	readonly runCommands: string;
	readonly stillOpening: string;
	readonly stillOpeningDetail: string;
	readonly keepWaiting: string;
	readonly pageNotLoaded: string;
}

const english: Text = {
	file: '&File',
	quit: 'Quit',
	go: '&Go',
	help: '&Help',
	keys: keyTitles('en'),
	roles: null,
	pluginFiles: 'Plugins',
	allFiles: 'All files',
	underWay: (count) => (count === 1 ? 'A run is under way.' : `${count} runs are under way.`),
	underWayDetail: 'What is stopped is recorded as cancelled.',
	waitAndQuit: 'Wait a minute, then quit',
	stopAndQuit: 'Stop and quit',
	cancel: 'Cancel',
	build: (plugin) => `Run these commands to build ${plugin}?`,
	buildDetail: (folder, commands) =>
		`${commands}\n\nThey run in ${folder}, outside any sandbox, and can do whatever you can. Say yes only if you know what is in that folder.`,
	runCommands: 'Run',
	stillOpening: 'DataFlare is still opening its data.',
	stillOpeningDetail: 'A large history that was not closed in order is checked first.',
	keepWaiting: 'Keep waiting',
	pageNotLoaded: 'The page of this window could not be loaded.',
};

const chinese: Text = {
	file: '文件(&F)',
	quit: '退出',
	go: '前往(&G)',
	help: '帮助(&H)',
	keys: keyTitles('zh-CN'),
	roles: {
		editMenu: '编辑',
		undo: '撤销',
		redo: '重做',
		cut: '剪切',
		copy: '复制',
		paste: '粘贴',
		selectAll: '全选',
		viewMenu: '显示',
		resetZoom: '实际大小',
		zoomIn: '放大',
		zoomOut: '缩小',
		togglefullscreen: '切换全屏',
		reload: '重新加载',
		toggleDevTools: '开发者工具',
		windowMenu: '窗口',
		minimize: '最小化',
		close: '关闭窗口',
		about: '关于 DataFlare',
		hide: '隐藏 DataFlare',
		hideOthers: '隐藏其他',
		unhide: '全部显示',
		quit: '退出',
	},
	pluginFiles: '插件',
	allFiles: '所有文件',
	underWay: (count) => `有 ${count} 个运行正在进行。`,
	underWayDetail: '被停止的运行会记录为已取消。',
	waitAndQuit: '最多等待一分钟，然后退出',
	stopAndQuit: '停止并退出',
	cancel: '取消',
	build: (plugin) => `要运行这些命令来构建 ${plugin} 吗？`,
	buildDetail: (folder, commands) =>
		`${commands}\n\n这些命令在 ${folder} 中运行，不受沙箱限制，您能做的它们都能做。仅当您了解该文件夹的内容时才运行。`,
	runCommands: '运行',
	stillOpening: 'DataFlare 仍在打开数据。',
	stillOpeningDetail: '未正常关闭的大型历史记录会先被检查。',
	keepWaiting: '继续等待',
	pageNotLoaded: '无法加载此窗口的页面。',
};

/** What the shell itself says, in the language that the settings name, else the system's. */
export async function textOf(core: Core): Promise<Text> {
	const settings = await core.request('settings.get', {});
	const chosen = settings.ok ? settings.data['language'] : 'system';
	if (chosen === 'system') return systemText();
	return chosen === 'zh-CN' ? chinese : english;
}

/** The same in the system's language, for as long as no settings are known; once the program is ready. */
export function systemText(): Text {
	return app.getLocale().startsWith('zh') ? chinese : english;
}
