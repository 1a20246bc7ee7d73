/**
 * The window's places in their order: the page's navigation, its keys (Ctrl or Cmd and the number of the place) and the
 * shell's menu are all made of this one list. The page hears a key before the menu does, so they may not differ.
 */
export const places = [
	{ key: 'plugins', path: '/plugins' },
	{ key: 'runFile', path: '/run' },
	{ key: 'runs', path: '/runs' },
	{ key: 'policies', path: '/policies' },
	{ key: 'settings', path: '/settings' },
] as const;

type Place = (typeof places)[number];
export type PlaceKey = Place['key'];
