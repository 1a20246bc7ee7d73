/**
 * The window's places in their order: the page's navigation, its addresses, its keys (Ctrl or Cmd and its digit; or G and
 * its letter) and the shell's menu are all made of this one list. A place keeps its digit when another comes before it:
 * fingers know it. The page hears a key before the menu does, so they may not differ. What is drawn at a place is
 * `src/renderer/app/screens.tsx`.
 */
export const places = [
	{ key: 'plugins', path: '/plugins', letter: 'p', digit: 1, title: { en: 'Plugins', 'zh-CN': '插件' } },
	{ key: 'runFile', path: '/run', letter: 'f', digit: 2, title: { en: 'Run', 'zh-CN': '处理文件' } },
	{ key: 'flows', path: '/flows', letter: 'w', digit: 6, title: { en: 'Flows', 'zh-CN': '流程' } },
	{ key: 'runs', path: '/runs', letter: 'r', digit: 3, title: { en: 'Runs', 'zh-CN': '运行记录' } },
	{ key: 'policies', path: '/policies', letter: 'o', digit: 4, title: { en: 'Policies', 'zh-CN': '策略' } },
	{ key: 'catalogue', path: '/catalogue', letter: 'c', digit: 7, title: { en: 'Catalogue', 'zh-CN': '插件目录' } },
	{ key: 'settings', path: '/settings', letter: 's', digit: 5, title: { en: 'Settings', 'zh-CN': '设置' } },
] as const;

type Place = (typeof places)[number];
export type PlaceKey = Place['key'];

/** The address's path of each place. */
export const pathOf = Object.fromEntries(places.map(({ key, path }) => [key, path])) as {
	readonly [P in Place as P['key']]: P['path'];
};

/** What each place is called in a language. */
export function placeTitles(language: keyof Place['title']): Readonly<Record<PlaceKey, string>> {
	return Object.fromEntries(places.map(({ key, title }) => [key, title[language]])) as Record<PlaceKey, string>;
}
