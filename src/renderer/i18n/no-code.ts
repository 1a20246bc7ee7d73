import type { Language } from './language.ts';

interface NoCodeTexts {
	readonly title: string;
	readonly text: string;
	readonly again: string;
}

/** What is said where the window's code could not be fetched, and so no catalogue either. */
export const noCodeTexts: Readonly<Record<Language, NoCodeTexts>> = {
	en: {
		title: 'The window could not be loaded',
		text: 'Some of its code did not arrive. If the program was stopped, start it again in its terminal and open the address that it prints.',
		again: 'Load again',
	},
	'zh-CN': {
		title: '窗口无法加载',
		text: '窗口的部分代码没有送达。如果程序已停止，请在终端重新启动它，并打开它打印的地址。',
		again: '重新加载',
	},
};
