import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How long nothing may arrive before it is given up: at first, later, and while what arrived is unpacked. ms */
const FIRST_MS = 10_000;
const STALL_MS = 20_000;
const UNPACK_MS = 120_000;
/** How much of what the installer complains of is kept, characters. */
const KEPT = 4_096;

interface Progress {
	readonly bytes: number;
	readonly totalBytes: number | null;
}

export interface FetchOptions {
	/** Electron's own `install.js`. */
	readonly installer: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Shows how far it has come. */
	readonly show: (line: string) => void;
	readonly firstMs?: number;
	readonly stallMs?: number;
}

/**
 * Runs Electron's installer for as long as it gets on. Null: it is done; else why it is not. What it leaves half done,
 * and all of its temporary files, are removed.
 */
export async function fetchElectron({ installer, env, show, ...limits }: FetchOptions): Promise<string | null> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-electron-'));
	const clean = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	const progress = pathToFileURL(join(import.meta.dirname, 'report-progress.ts')).href;
	const child = spawn(process.execPath, ['--import', progress, installer], {
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		env: { ...env, TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_NO_PROGRESS: '1' },
	});
	let complaint = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		complaint = (complaint + text).slice(0, KEPT);
	});
	let hasStalled = false;
	const giveUp = (): void => {
		hasStalled = true;
		child.kill('SIGKILL');
	};
	let timer = setTimeout(giveUp, limits.firstMs ?? FIRST_MS);
	let shown = '';
	child.on('message', (message) => {
		const { bytes, totalBytes } = message as Progress;
		clearTimeout(timer);
		timer = setTimeout(giveUp, bytes === totalBytes ? UNPACK_MS : (limits.stallMs ?? STALL_MS));
		const line = `Downloading Electron: ${megabytes(bytes)}${totalBytes === null ? '' : ` of ${megabytes(totalBytes)}`} MB`;
		if (line !== shown) show(line);
		shown = line;
	});
	const stop = (): void => {
		child.kill('SIGKILL');
		clean();
		process.exit(130);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
	try {
		const code = await new Promise<number | null>((resolve) => {
			child.once('error', () => resolve(null));
			child.once('close', resolve);
		});
		if (hasStalled) return 'the download stalled';
		return code === 0 ? null : whatFailed(complaint);
	} finally {
		clearTimeout(timer);
		clean();
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
	}
}

function megabytes(bytes: number): number {
	return Math.round(bytes / 1_000_000);
}

/** In a few words: the system's own code where there is one. */
function whatFailed(complaint: string): string {
	const [, code] =
		/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\b/.exec(complaint) ?? [];
	if (code !== undefined) return `the download server cannot be reached (${code})`;
	const line = /^\w*Error(?: \[\w+\])?: .*$/m.exec(complaint)?.[0] ?? '';
	return line === '' ? 'its installer failed' : line.slice(0, 200);
}
