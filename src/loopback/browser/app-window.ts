import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openRunFolder } from '../../core/index.ts';

/** How long a browser that was asked to end may take before it is made to. ms */
const END_MS = 3_000;

export interface AppWindow {
	/** Fires once the window was closed, or the browser ended for another reason. */
	readonly ended: Promise<{ readonly code: number | null; readonly afterMs: number }>;
	/** Ends the browser and removes its profile. Idempotent. */
	close(): Promise<void>;
}

/**
 * Opens an address as a window of its own. The profile is fresh and this process's own: the person's browser, with its
 * extensions and its sessions, is left alone, and the browser's process ends with the window.
 */
export async function openAppWindow(browser: string, url: string, dataDir: string): Promise<AppWindow> {
	const folder = openRunFolder(profilesFolder(browser, dataDir));
	const startedAt = performance.now();
	const child = spawn(browser, flags(await startPage(folder.path, url), join(folder.path, 'profile')), {
		stdio: 'ignore',
	});
	const ended = new Promise<{ readonly code: number | null; readonly afterMs: number }>((resolve) => {
		const end = (code: number | null): void => resolve({ code, afterMs: performance.now() - startedAt });
		child.once('exit', (code) => end(code));
		child.once('error', () => end(-1));
	});
	let closing: Promise<void> | null = null;
	async function end(): Promise<void> {
		await stop(child, ended);
		await folder.close().catch(() => {});
	}
	return {
		ended,
		close() {
			closing ??= end();
			return closing;
		},
	};
}

/**
 * Every user of a machine can read the arguments of every process, so the address with its token is not among them: it
 * is in a file that this user alone can read.
 */
async function startPage(folder: string, url: string): Promise<string> {
	const path = join(folder, 'start.html');
	const page = `<!doctype html><meta charset="utf-8"><title>DataFlare</title><script>location.replace(${JSON.stringify(url)})</script>`;
	await writeFile(path, page, { mode: 0o600, flag: 'wx' });
	return pathToFileURL(path).href;
}

function flags(address: string, profile: string): readonly string[] {
	return [
		`--app=${address}`,
		`--user-data-dir=${profile}`,
		'--no-first-run',
		'--no-default-browser-check',
		'--disable-sync',
		'--disable-extensions',
		'--disable-background-networking',
		'--disable-component-update',
		'--password-store=basic',
		'--use-mock-keychain',
		'--window-size=1200,800',
		// Chromium refuses to run as root with its own sandbox.
		...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	];
}

/** A browser from a snap sees no hidden folder of the person's, but has one of its own. */
function profilesFolder(browser: string, dataDir: string): string {
	if (!browser.startsWith('/snap/') && basename(realpathOf(browser)) !== 'snap') return join(dataDir, 'browser');
	return join(homedir(), 'snap', basename(browser).replace(/-browser$/, ''), 'common', 'dataflare');
}

function realpathOf(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	child.kill('SIGTERM');
	const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
	await ended;
	clearTimeout(timer);
}
