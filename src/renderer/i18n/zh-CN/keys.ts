import { keyTitles } from '../../../shared/face/keys.ts';

export const keys = {
	title: '键盘快捷键',
	what: '作用',
	keys: '按键',
	goTo: '前往{{place}}',
	where: {
		anywhere: '任意位置',
		screen: '在界面或对话框中',
		list: '在列表中',
		flow: '在流程编辑器中',
		palette: '在命令面板中',
	},
	does: keyTitles('zh-CN'),
	signsHint: '输入文字时，不含 Ctrl 或 Command 的按键不起作用。可以在设置中关闭它们。',
} as const;
