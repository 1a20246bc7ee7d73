import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long fetching Electron may take. ms */
const FETCH_MS = 20_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Electron's binary where it is present or can be fetched soon, and where there is a screen; else says why not: null. */
export async function findElectron(root: string, env: Environment): Promise<string | null> {
	const needsDisplay = process.platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];
	if (needsDisplay) return without('there is no display');
	const present = installedElectron(root, env);
	if (present !== null) return present;
	const installer = join(root, 'node_modules/electron/install.js');
	if (env['ELECTRON_SKIP_BINARY_DOWNLOAD'] || !existsSync(installer)) return without('Electron is not installed');
	process.stderr.write(
		`Fetching Electron, for at most ${FETCH_MS / 1000} s (ELECTRON_SKIP_BINARY_DOWNLOAD=1 skips this).\n`,
	);
	await runBounded(installer);
	return installedElectron(root, env) ?? without('Electron could not be fetched');
}

/** Where the package `electron` says that its binary is. Asking the package itself would make it download. */
export function installedElectron(root: string, env: Environment): string | null {
	const folder = join(root, 'node_modules/electron');
	try {
		const name = readFileSync(join(folder, 'path.txt'), 'utf8').trim();
		const binary = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
		return existsSync(binary) ? binary : null;
	} catch {
		return null;
	}
}

function without(why: string): null {
	process.stderr.write(`Starting in a browser: ${why}.\n`);
	return null;
}

function runBounded(script: string): Promise<void> {
	const child = spawn(process.execPath, [script], { stdio: 'ignore' });
	const timer = setTimeout(() => child.kill('SIGKILL'), FETCH_MS);
	return new Promise((resolve) => {
		child.once('error', () => resolve());
		child.once('close', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
