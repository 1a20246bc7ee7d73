import { type PlaceKey, places } from './places.ts';

/**
 * Every key that does something: the page hears them, its buttons and its palette show them, the sheet and the settings
 * list them, and the shell's menu is made of the same rows, since the page hears a key before the menu does.
 */
interface KeyRow {
	/**
	 * Either of these. As tinykeys writes them: presses one after the other are apart by spaces; `$mod` is Command on a
	 * Mac and Control elsewhere; `[Shift]` may be held, because some keyboards need it for the sign.
	 */
	readonly presses: readonly string[];
	readonly where: KeyPlace;
	/** What draws the list or the palette hears it itself; the others are heard by the window. */
	readonly own?: true;
	/** Where the shell alone can have it: a browser keeps it for itself. */
	readonly face?: 'electron';
	/** The shell's menu that it stands in. */
	readonly menu?: 'file' | 'go' | 'help';
	readonly title: { readonly en: string; readonly 'zh-CN': string };
}

/** Where a key holds, in the order in which they are told. */
export const keyPlaces = ['anywhere', 'screen', 'list', 'flow', 'palette'] as const;
type KeyPlace = (typeof keyPlaces)[number];

const rows = {
	palette: {
		presses: ['$mod+k'],
		where: 'anywhere',
		menu: 'go',
		title: { en: 'Search or do anything', 'zh-CN': '搜索或执行任何操作' },
	},
	help: {
		presses: ['[Shift]+?'],
		where: 'anywhere',
		menu: 'help',
		title: { en: 'Keyboard shortcuts', 'zh-CN': '键盘快捷键' },
	},
	newWindow: {
		presses: ['$mod+Shift+n'],
		where: 'anywhere',
		face: 'electron',
		menu: 'file',
		title: { en: 'New window', 'zh-CN': '新建窗口' },
	},
	preferences: {
		presses: ['$mod+,'],
		where: 'anywhere',
		title: { en: 'Open the settings', 'zh-CN': '打开设置' },
	},
	search: {
		presses: ['[Shift]+/'],
		where: 'screen',
		title: { en: 'Search on this screen', 'zh-CN': '在此界面中搜索' },
	},
	save: {
		presses: ['$mod+s'],
		where: 'screen',
		menu: 'file',
		title: { en: 'Save', 'zh-CN': '保存' },
	},
	run: {
		presses: ['$mod+Enter'],
		where: 'screen',
		title: { en: 'Run what is filled in', 'zh-CN': '运行已填写的内容' },
	},
	leave: {
		presses: ['Escape'],
		where: 'screen',
		title: { en: 'Close, clear, or go back', 'zh-CN': '关闭、清除或返回' },
	},
	next: {
		presses: ['j'],
		where: 'list',
		title: { en: 'Next row, from anywhere on the screen', 'zh-CN': '下一行（界面任意位置）' },
	},
	previous: {
		presses: ['k'],
		where: 'list',
		title: { en: 'Previous row, from anywhere on the screen', 'zh-CN': '上一行（界面任意位置）' },
	},
	move: {
		presses: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'],
		where: 'list',
		own: true,
		title: { en: 'Move in the list', 'zh-CN': '在列表中移动' },
	},
	open: {
		presses: ['Enter'],
		where: 'list',
		own: true,
		title: { en: 'Open the active row', 'zh-CN': '打开当前行' },
	},
	select: {
		presses: ['Space'],
		where: 'list',
		own: true,
		title: { en: 'Select the active row', 'zh-CN': '选择当前行' },
	},
	extend: {
		presses: ['Shift+ArrowUp', 'Shift+ArrowDown'],
		where: 'list',
		own: true,
		title: { en: 'Extend the selection', 'zh-CN': '扩展选择' },
	},
	selectAll: {
		presses: ['$mod+a'],
		where: 'list',
		own: true,
		title: { en: 'Select all that fit', 'zh-CN': '选择所有符合条件的行' },
	},
	remove: {
		presses: ['Delete'],
		where: 'list',
		own: true,
		title: { en: 'Delete the selected runs', 'zh-CN': '删除所选运行' },
	},
	flowMove: {
		presses: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
		where: 'flow',
		own: true,
		title: { en: 'Move along the flow', 'zh-CN': '沿流程移动' },
	},
	flowOpen: {
		presses: ['Enter'],
		where: 'flow',
		own: true,
		title: { en: 'Edit the active component', 'zh-CN': '编辑当前组件' },
	},
	flowRename: {
		presses: ['F2'],
		where: 'flow',
		own: true,
		title: { en: 'Rename the active component', 'zh-CN': '重命名当前组件' },
	},
	flowAdd: {
		presses: ['a'],
		where: 'flow',
		own: true,
		title: { en: 'Add a component behind the active one', 'zh-CN': '在当前组件之后添加组件' },
	},
	flowConnect: {
		presses: ['c'],
		where: 'flow',
		own: true,
		title: { en: 'Connect the active component to another', 'zh-CN': '将当前组件连接到另一个组件' },
	},
	flowLink: {
		presses: ['e'],
		where: 'flow',
		own: true,
		title: { en: 'Go to its connections', 'zh-CN': '前往它的连接' },
	},
	flowExtend: {
		presses: ['$mod+ArrowLeft', '$mod+ArrowRight', '$mod+ArrowUp', '$mod+ArrowDown'],
		where: 'flow',
		own: true,
		title: { en: 'Select the next component as well', 'zh-CN': '同时选择下一个组件' },
	},
	flowSelectAll: {
		presses: ['$mod+a'],
		where: 'flow',
		own: true,
		title: { en: 'Select all components', 'zh-CN': '选择所有组件' },
	},
	flowEarlier: {
		presses: ['Alt+ArrowUp', 'Alt+ArrowLeft'],
		where: 'flow',
		own: true,
		title: { en: 'Swap with the component before it', 'zh-CN': '与前一个组件交换位置' },
	},
	flowLater: {
		presses: ['Alt+ArrowDown', 'Alt+ArrowRight'],
		where: 'flow',
		own: true,
		title: { en: 'Swap with the component behind it', 'zh-CN': '与后一个组件交换位置' },
	},
	flowPlace: {
		presses: ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowDown'],
		where: 'flow',
		own: true,
		title: { en: 'Move what is selected on the canvas', 'zh-CN': '在画布上移动所选组件' },
	},
	flowRemove: {
		presses: ['Delete', 'Backspace'],
		where: 'flow',
		own: true,
		title: { en: 'Remove it', 'zh-CN': '移除它' },
	},
	flowDuplicate: {
		presses: ['$mod+d'],
		where: 'flow',
		own: true,
		title: { en: 'Duplicate it', 'zh-CN': '复制一份' },
	},
	flowCopy: {
		presses: ['$mod+c'],
		where: 'flow',
		own: true,
		title: { en: 'Copy it', 'zh-CN': '复制' },
	},
	flowCut: {
		presses: ['$mod+x'],
		where: 'flow',
		own: true,
		title: { en: 'Cut it', 'zh-CN': '剪切' },
	},
	flowPaste: {
		presses: ['$mod+v'],
		where: 'flow',
		own: true,
		title: { en: 'Paste components', 'zh-CN': '粘贴组件' },
	},
	flowUndo: {
		presses: ['$mod+z'],
		where: 'flow',
		own: true,
		title: { en: 'Undo the last change', 'zh-CN': '撤销上一次更改' },
	},
	flowRedo: {
		presses: ['$mod+Shift+z', '$mod+y'],
		where: 'flow',
		own: true,
		title: { en: 'Redo it', 'zh-CN': '重做' },
	},
	flowProblem: {
		presses: ['F8'],
		where: 'flow',
		own: true,
		title: { en: 'Go to the next problem', 'zh-CN': '前往下一个问题' },
	},
	flowZoomIn: {
		presses: ['+'],
		where: 'flow',
		own: true,
		title: { en: 'Zoom in', 'zh-CN': '放大' },
	},
	flowZoomOut: {
		presses: ['-'],
		where: 'flow',
		own: true,
		title: { en: 'Zoom out', 'zh-CN': '缩小' },
	},
	flowFit: {
		presses: ['0'],
		where: 'flow',
		own: true,
		title: { en: 'Show the whole flow', 'zh-CN': '显示整个流程' },
	},
	openBeside: {
		presses: ['$mod+Enter'],
		where: 'palette',
		own: true,
		title: { en: 'Open in another tab or window', 'zh-CN': '在另一个标签页或窗口中打开' },
	},
} as const satisfies Readonly<Record<string, KeyRow>>;

type PlaceKeyId = `go-${PlaceKey}`;
export type KeyId = keyof typeof rows | PlaceKeyId;
/** Keys that the window hears, for whoever takes them just then. */
export type HeardKey =
	| { [K in keyof typeof rows]: (typeof rows)[K] extends { own: true } ? never : K }[keyof typeof rows]
	| PlaceKeyId;

/** A key for each place, by its digit and by its letter. */
const placeRows = Object.fromEntries(
	places.map(({ key, letter, digit, title }) => [
		`go-${key}`,
		{ presses: [`$mod+${digit}`, `g ${letter}`], where: 'anywhere', menu: 'go', title } satisfies KeyRow,
	]),
) as unknown as Readonly<Record<PlaceKeyId, KeyRow>>;

const { palette, help, ...others } = rows;
/** In the order in which they are told. */
export const keyTable: Readonly<Record<KeyId, KeyRow>> = { palette, help, ...placeRows, ...others };
export const keyIds = Object.keys(keyTable) as readonly KeyId[];

export function isHeard(id: KeyId): id is HeardKey {
	return keyTable[id].own !== true;
}

/** Whether it is heard while somebody types: one without Control or Command would be a letter. */
export function isWithModifier(presses: string): boolean {
	return presses.startsWith('$mod');
}

/** A key that is a sign alone: it can be switched off. Escape writes nothing. */
export function isSign(presses: string): boolean {
	return !isWithModifier(presses) && presses !== 'Escape';
}

/** As Electron writes it; undefined for what no menu can have: signs alone would be taken from who types. */
export function acceleratorOf(id: KeyId): string | undefined {
	const pressed = keyTable[id].presses.find(isWithModifier);
	if (pressed === undefined || pressed.includes(' ')) return undefined;
	return pressed
		.split('+')
		.map((part) => (part === '$mod' ? 'CommandOrControl' : part.length === 1 ? part.toUpperCase() : part))
		.join('+');
}

/** What each key does, in a language. */
export function keyTitles(language: keyof KeyRow['title']): Readonly<Record<KeyId, string>> {
	return Object.fromEntries(keyIds.map((id) => [id, keyTable[id].title[language]])) as Record<KeyId, string>;
}
