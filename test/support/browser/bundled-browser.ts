import { execFile } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import envPaths from 'env-paths';

/** What it takes to start a browser that lies in a folder of its own. */
export interface BundledBrowser {
	readonly executablePath: string;
	/** With the libraries and fonts that come with it, which the machine may not have. */
	readonly env: Readonly<Record<string, string>>;
}

const packageFolder = resolve(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
const { version } = createRequire(import.meta.url)(join(packageFolder, 'package.json')) as { readonly version: string };
const UNUSED_DAYS = 30;

/** Whether the dependencies bring a browser for such a machine: the npm package holds the one for Linux on x64 alone. */
export function isBundledFor(platform: NodeJS.Platform, arch: string): boolean {
	return platform === 'linux' && arch === 'x64';
}

/**
 * The browser inside `@sparticuz/chromium`: Chromium's headless shell. It is unpacked once for each of its versions,
 * about 220 MB, into `cache`; several programs may ask at once.
 */
export async function bundledBrowser(cache: string = writableCache()): Promise<BundledBrowser> {
	const folder = join(cache, `chromium-${version}`);
	const executablePath = join(folder, 'chromium');
	if (!isExecutable(executablePath)) await unpack(cache, folder);
	if (!isExecutable(executablePath)) {
		throw new Error(`${executablePath} cannot be executed. Remove ${folder}, or install a browser.`);
	}
	touch(folder);
	const libraries = [join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH'] ?? ''].filter((path) => path !== '');
	return {
		executablePath,
		env: {
			...(process.env as Record<string, string>),
			LD_LIBRARY_PATH: libraries.join(':'),
			FONTCONFIG_FILE: join(folder, 'fonts.conf'),
		},
	};
}

/** The person's cache folder, or the checkout's where that cannot be written. */
function writableCache(): string {
	const own = envPaths('dataflare-tests', { suffix: '' }).cache;
	try {
		mkdirSync(own, { recursive: true, mode: 0o700 });
		accessSync(own, constants.W_OK);
		return own;
	} catch {
		return resolve(import.meta.dirname, '../../../node_modules/.cache/dataflare-browser');
	}
}

/** Unpacks beside the place and moves there in one step: what has the name is whole, whoever else unpacks meanwhile. */
async function unpack(cache: string, folder: string): Promise<void> {
	mkdirSync(cache, { recursive: true });
	sweep(cache);
	const partial = await mkdtemp(`${folder}.partial-`);
	try {
		// The package unpacks into the folder for temporary files alone, which a process of its own can have elsewhere.
		await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-browser.ts')], {
			env: { ...process.env, TMPDIR: partial },
		});
		await writeFile(join(partial, 'fonts.conf'), fontsConf);
		try {
			renameSync(partial, folder);
		} catch (error) {
			// Somebody else was quicker.
			if (!isExecutable(join(folder, 'chromium'))) throw error;
		}
	} finally {
		rmSync(partial, { recursive: true, force: true });
	}
}

/** The machine's own fonts first, as its person has set them; the package's where it has none. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
	<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
	<dir>/usr/share/fonts</dir>
	<dir>/usr/local/share/fonts</dir>
	<dir prefix="xdg">fonts</dir>
	<dir prefix="relative">fonts</dir>
	<cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** Other versions, and what an ended program left half unpacked, go once nobody has used them for a month. */
function sweep(cache: string): void {
	const before = Date.now() - UNUSED_DAYS * 24 * 60 * 60 * 1000;
	for (const name of readdirSync(cache)) {
		const path = join(cache, name);
		const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
		if (name.startsWith('chromium-') && used < before) rmSync(path, { recursive: true, force: true });
	}
}

function touch(folder: string): void {
	const now = new Date();
	try {
		utimesSync(folder, now, now);
	} catch {
		// Somebody else's folder, which can be used all the same.
	}
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
