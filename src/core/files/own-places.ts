import { homedir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import { existsSync, realpathSync } from './user-files.ts';

/** Where an engine keeps what is its own. Absolute. */
export interface OwnFolders {
	/** All of it is the engine's. */
	readonly dataDirs: readonly string[];
	readonly pluginsDir?: string | undefined;
	/** Inside of these: what a person hands over for one run, through a face that has no paths of its own. */
	readonly handedOver?: readonly string[] | undefined;
}

/** The places of folders that may change; made anew when they did. */
export function ownPlacesOf(folders: () => OwnFolders): () => OwnPlaces {
	let made: { readonly key: string; readonly places: OwnPlaces } | null = null;
	return () => {
		const now = folders();
		const key = JSON.stringify(now);
		if (made?.key !== key) made = { key, places: ownPlaces(now) };
		return made.places;
	};
}

/** What no grant reaches: the data of this and of the usual place, the plugins, the window's own, and the program itself. */
export function ownPlaces({ dataDirs, pluginsDir, handedOver }: OwnFolders): OwnPlaces {
	const program = programPlaces(programRoot(import.meta.dirname));
	const databases = dataDirs.flatMap((folder) => ['', '-wal', '-shm'].map((end) => join(folder, `dataflare.db${end}`)));
	const plugins = pluginsDir === undefined ? [] : [pluginsDir];
	return {
		sealed: bothForms([
			...[...dataDirs, defaultDataDir(), ...databases, ...plugins, ...program.sealed],
			...windowProfiles(),
		]),
		unwritable: bothForms([...program.unwritable, process.execPath]),
		handedOver: bothForms(handedOver ?? []),
		windows: process.platform === 'win32',
		folds: process.platform === 'darwin' || process.platform === 'win32',
	};
}

/**
 * Where the command line and the window keep everything unless they are told another place: it belongs to another
 * engine then, whose grants are no less worth.
 */
export function defaultDataDir(
	platform: NodeJS.Platform = process.platform,
	env: Readonly<Record<string, string | undefined>> = process.env,
): string {
	const home = homedir();
	const set = (name: string, otherwise: string): string => env[name] || otherwise;
	switch (platform) {
		case 'darwin':
			return join(home, 'Library', 'Application Support', 'dataflare');
		case 'win32':
			return join(set('LOCALAPPDATA', join(home, 'AppData', 'Local')), 'dataflare', 'Data');
		default:
			return join(set('XDG_DATA_HOME', join(home, '.local', 'share')), 'dataflare');
	}
}

/** Both names of the shell: that of its package, and that of what is installed. */
const shellNames = ['dataflare-plugin-manager', 'DataFlare Plugin Manager'];

/** Browsers of snaps, which keep what they are told to in a folder of their own. */
const snapNames = ['chromium', 'google-chrome', 'microsoft-edge', 'brave'];

/**
 * Where the window keeps what it shows and its compiled scripts, unless it is told another data folder: whoever writes
 * there acts as the person who sits before it.
 */
export function windowProfiles(
	platform: NodeJS.Platform = process.platform,
	env: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
	const home = homedir();
	const named = (folder: string): readonly string[] => shellNames.map((name) => join(folder, name));
	switch (platform) {
		case 'darwin':
			return named(join(home, 'Library', 'Application Support'));
		case 'win32':
			return named(env['APPDATA'] || join(home, 'AppData', 'Roaming'));
		default: {
			const snaps = snapNames.map((name) => join(home, 'snap', name, 'common', 'dataflare'));
			return [...named(env['XDG_CONFIG_HOME'] || join(home, '.config')), ...snaps];
		}
	}
}

/** The folder that holds `out` or `src`, or the one beside the archive where the program is packed into one. */
export function programRoot(here: string): string {
	const archive = /^(.*?)[\\/][^\\/]+\.asar(?:\.unpacked)?(?:[\\/]|$)/.exec(here)?.[1];
	if (archive !== undefined) return archive;
	const built = [join('out', 'main'), join('src', 'core')].map((part) => here.lastIndexOf(sep + part));
	const at = Math.max(...built);
	return at > 0 ? here.slice(0, at) : here;
}

/** What is started, loaded or installed from a checkout or a package, besides the built program. */
const executed = [
	...['node_modules', 'src', 'scripts', 'sdk', 'examples', 'bench', 'test', '.git', '.ci', '.npmrc'],
	...['package.json', 'package-lock.json', 'electron.vite.config.ts', 'electron.vite.sandbox.config.ts'],
	...[
		'electron.vite.picture.config.ts',
		'electron.vite.reader.config.ts',
		'electron.vite.flows.config.ts',
		'vitest.config.ts',
		'electron-builder.yml',
		join('resources', 'plugins'),
	],
];

/**
 * The built program is out of all reach. A checkout also holds what may well be granted (its examples' data, packages'
 * data, what a person writes there): of it nothing can be changed that the program runs.
 */
export function programPlaces(root: string): Pick<OwnPlaces, 'sealed' | 'unwritable'> {
	const packed = ['app.asar', 'app.asar.unpacked'].map((name) => join(root, name));
	// An installed program lies around the folder of its archive: libraries, Chromium's files, what starts it.
	const holdsMore = basename(dirname(root)) === 'node_modules' || packed.some((path) => existsSync(path));
	const above = holdsMore ? [dirname(root)] : [];
	return {
		sealed: [...['out', 'bin'].map((name) => join(root, name)), ...packed],
		unwritable: [...executed.map((name) => join(root, name)), ...above],
	};
}

function bothForms(paths: readonly string[]): readonly string[] {
	return [...new Set(paths.flatMap((path) => [path, realForm(path)]))];
}

/** With links resolved as far as it exists: what does not yet will be made there. */
function realForm(path: string): string {
	const missing: string[] = [];
	for (let at = path; ; at = dirname(at)) {
		try {
			return join(realpathSync.native(at), ...missing);
		} catch {
			if (dirname(at) === at) return path;
			missing.unshift(basename(at));
		}
	}
}
