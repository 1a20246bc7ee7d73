import { resolve } from 'node:path';
import { normalizePath, type Plugin } from 'vite';

/** What is known of the page's modules while they are put into files. */
interface Modules {
	getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** Below the page's sources: the entry, which asks what is to be drawn, and what draws it, which it fetches meanwhile. */
const entry = 'main.tsx';
const drawing = 'app/draw.tsx';
/** What draws whatever it is: about half of it all. */
const engine = /\/node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|@tanstack)\//;
const idOf = (sources: string, name: string): string => normalizePath(resolve(sources, name));

/**
 * Into which file a module of the page goes. The entry is small, runs first, and shows the first picture where the program
 * has drawn it, in one file with what every language's texts need; what draws the first screen is two more, halves that are compiled side by side; of the rest, what several screens share is one more: fifty that hold
 * an icon each are slower.
 */
export const pageGroups = (sources: string) => [
	{
		...groupOf('start', [idOf(sources, entry), idOf(sources, 'i18n/en/index.ts')], 3),
		// Every language's own texts stay by themselves.
		test: (id: string) => !/\/i18n\/(?:en|zh-CN)\//.test(id),
	},
	{ ...groupOf('engine', [idOf(sources, drawing)], 2.5), test: engine },
	groupOf('window', [idOf(sources, drawing)], 2),
	{ name: 'shared', minShareCount: 3, priority: 1 },
];

/**
 * A file of some modules and what they bring along. What draws needs the entry's file, so that no module of that may wait at
 * its top for what draws: neither would ever run.
 */
function groupOf(name: string, from: readonly string[], priority: number) {
	let known: { readonly modules: Modules; readonly ids: ReadonlySet<string> } | undefined;
	return {
		priority,
		includeDependenciesRecursively: false,
		name(id: string, modules: Modules): string | null {
			if (known?.modules !== modules) known = { modules, ids: broughtBy(from, modules) };
			return known.ids.has(id) ? name : null;
		},
	};
}

function broughtBy(from: readonly string[], modules: Modules): ReadonlySet<string> {
	const ids = new Set<string>(from);
	const left = [...from];
	for (let id = left.pop(); id !== undefined; id = left.pop()) {
		for (const next of modules.getModuleInfo(id)?.importedIds ?? []) {
			if (ids.has(next)) continue;
			ids.add(next);
			left.push(next);
		}
	}
	return ids;
}

const isReactDom = /\/node_modules\/react-dom\//;

/** Names what draws the window in the page itself, so that it is on its way before the entry asks for it. */
export function preloadWindow(sources: string): Plugin {
	const id = idOf(sources, drawing);
	return {
		name: 'dataflare-preload-window',
		apply: 'build',
		transformIndexHtml: {
			order: 'post',
			handler(html, { bundle = {} }) {
				const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
				const first = chunks.find(({ moduleIds }) => moduleIds.includes(id));
				if (first === undefined) throw new Error(`${id} is no file of its own.`);
				const names = [first.fileName, ...first.imports].filter((name) => !html.includes(name));
				return names.map((name) => ({
					tag: 'link',
					attrs: { rel: 'modulepreload', crossorigin: true, href: `./${name}` },
					injectTo: 'head' as const,
				}));
			},
		},
	};
}

/**
 * Most of what draws the window runs at once. A browser that knows this line compiles the whole file on another thread while
 * it arrives, instead of function by function while the window is drawn; to others it is a comment. It counts only at the
 * very beginning, before what other plugins put there.
 */
export function compileWhileArriving(sources: string): Plugin {
	const id = idOf(sources, drawing);
	return {
		name: 'dataflare-compile-while-arriving',
		apply: 'build',
		enforce: 'post',
		generateBundle: {
			order: 'post',
			handler(_, bundle) {
				for (const file of Object.values(bundle)) {
					if (file.type !== 'chunk') continue;
					if (file.moduleIds.includes(id) || file.moduleIds.some((each) => isReactDom.test(each))) {
						file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
					}
				}
			},
		},
	};
}

/** For what draws the first picture alone: no part that comes later is in it, but for the texts of each language. */
export function withoutLaterParts(): Plugin {
	const none = '\0dataflare-later-part';
	return {
		name: 'dataflare-without-later-parts',
		enforce: 'pre',
		resolveDynamicImport(specifier) {
			return typeof specifier === 'string' && !/^\.\/(?:en|zh-CN)\/index\.ts$/.test(specifier) ? none : null;
		},
		load: (id) => (id === none ? 'throw new Error("This part is not in the first picture.");' : null),
	};
}
