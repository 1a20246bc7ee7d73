import { app } from 'electron';
import type { Core } from '../core/index.ts';

export interface Text {
	readonly file: string;
	readonly quit: string;
	readonly go: string;
	readonly plugins: string;
	readonly runs: string;
	readonly settings: string;
	readonly pluginFiles: string;
	readonly allFiles: string;
	readonly underWay: (count: number) => string;
	readonly underWayDetail: string;
	readonly waitAndQuit: string;
	readonly stopAndQuit: string;
	readonly cancel: string;
	readonly runFailed: (label: string) => string;
	readonly runDone: (label: string) => string;
}

const english: Text = {
	file: '&File',
	quit: 'Quit',
	go: '&Go',
	plugins: 'Plugins',
	runs: 'Runs',
	settings: 'Settings',
	pluginFiles: 'Plugins',
	allFiles: 'All files',
	underWay: (count) => (count === 1 ? 'A run is under way.' : `${count} runs are under way.`),
	underWayDetail: 'What is stopped is recorded as cancelled.',
	waitAndQuit: 'Wait a minute, then quit',
	stopAndQuit: 'Stop and quit',
	cancel: 'Cancel',
	runFailed: (label) => `${label} failed`,
	runDone: (label) => `${label} is done`,
};

const chinese: Text = {
	file: '文件(&F)',
	quit: '退出',
	go: '前往(&G)',
	plugins: '插件',
	runs: '运行记录',
	settings: '设置',
	pluginFiles: '插件',
	allFiles: '所有文件',
	underWay: (count) => `有 ${count} 个运行正在进行。`,
	underWayDetail: '被停止的运行会记录为已取消。',
	waitAndQuit: '最多等待一分钟，然后退出',
	stopAndQuit: '停止并退出',
	cancel: '取消',
	runFailed: (label) => `${label} 失败`,
	runDone: (label) => `${label} 已完成`,
};

/** What the shell itself says, in the language that the settings name, else the system's. */
export async function textOf(core: Core): Promise<Text> {
	const settings = await core.request('settings.get', {});
	const chosen = settings.ok ? settings.data['language'] : 'system';
	return chosen === 'zh-CN' || (chosen === 'system' && app.getLocale().startsWith('zh')) ? chinese : english;
}
