import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Machine, whyNotHere, whyNotThis } from './can-run.ts';
import { fetchElectron } from './fetch-electron.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Electron's binary where it can run and is present or can be fetched; else says in a line why not: null. */
export async function findElectron(root: string, machine: Machine): Promise<string | null> {
	const { env } = machine;
	const hindrance = await whyNotHere(machine);
	if (hindrance !== null) return without(hindrance);
	const binary = installedElectron(root, env) ?? (await fetched(root, env));
	if (binary === null) return null;
	const flaw = whyNotThis(binary, machine);
	return flaw === null ? binary : without(flaw);
}

async function fetched(root: string, env: Environment): Promise<string | null> {
	const installer = join(root, 'node_modules/electron/install.js');
	if (env['ELECTRON_SKIP_BINARY_DOWNLOAD'] || !existsSync(installer)) return without('Electron is not installed');
	process.stderr.write(
		'Downloading Electron, just this once (set ELECTRON_SKIP_BINARY_DOWNLOAD=1 to use a browser instead).\n',
	);
	const show = progressLine();
	const failure = await fetchElectron({ installer, env, show: (line) => show(line) });
	show(null);
	if (failure !== null) return without(`Electron could not be downloaded: ${failure}`);
	return installedElectron(root, env) ?? without('Electron could not be downloaded');
}

/** On a terminal one line that changes; elsewhere a line for each quarter or so. Null ends it. */
function progressLine(): (line: string | null) => void {
	let count = 0;
	if (process.stderr.isTTY) {
		return (line) => {
			if (line !== null) process.stderr.write(`\r${line} `);
			else if (count > 0) process.stderr.write('\n');
			count += 1;
		};
	}
	return (line) => {
		if (line !== null && count++ % 25 === 0) process.stderr.write(`${line}\n`);
	};
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

export function without(why: string): null {
	process.stderr.write(`Starting in a browser: ${why}.\n`);
	return null;
}
