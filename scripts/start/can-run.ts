import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { whyNoDisplay } from './displays.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is asked of the machine; tests answer for it. */
export interface Machine {
	readonly platform: NodeJS.Platform;
	readonly env: Environment;
	/** 0: root. Undefined where there is no such thing. */
	readonly uid: number | undefined;
	/** A small file of the kernel's, trimmed; null: there is none. */
	read(path: string): string | null;
	/** Whether a file belongs to root and runs as root whoever starts it. */
	isSetuidRoot(path: string): boolean;
	/** What a short program writes and whether it succeeded; null: there is no such program. */
	run(command: string, args: readonly string[]): { readonly ok: boolean; readonly output: string } | null;
}

export const thisMachine: Machine = {
	platform: process.platform,
	env: process.env,
	uid: process.getuid?.(),
	read(path) {
		try {
			return readFileSync(path, 'utf8').trim();
		} catch {
			return null;
		}
	},
	isSetuidRoot(path) {
		try {
			const { uid, mode } = statSync(path);
			return uid === 0 && (mode & 0o4001) === 0o4001;
		} catch {
			return false;
		}
	},
	run(command, args) {
		const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 5_000 });
		return error === undefined ? { ok: status === 0, output: stdout } : null;
	},
};

/**
 * Why Electron cannot run here, as far as can be known before it is there; null: nothing speaks against it. Only Linux
 * has ways not to.
 */
export async function whyNotHere(machine: Machine): Promise<string | null> {
	if (machine.platform !== 'linux') return null;
	// Without its sandbox it would run as root; that is not for this program to decide.
	if (machine.uid === 0) return 'Electron’s sandbox does not work as root';
	return whyNoDisplay(machine.env);
}

/** Why this binary of Electron cannot run here; null: nothing speaks against it. */
export function whyNotThis(binary: string, machine: Machine): string | null {
	if (machine.platform !== 'linux') return null;
	return whyNoSandbox(binary, machine) ?? whyNoLibraries(binary, machine);
}

/** Chromium makes its sandbox of user namespaces, or with a helper that belongs to root. */
function whyNoSandbox(binary: string, machine: Machine): string | null {
	const helper = machine.env['CHROME_DEVEL_SANDBOX'] ?? join(dirname(binary), 'chrome-sandbox');
	if (machine.isSetuidRoot(helper)) return null;
	if (machine.read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1') {
		return 'AppArmor forbids Electron’s sandbox here (kernel.apparmor_restrict_unprivileged_userns is 1)';
	}
	if (machine.read('/proc/sys/kernel/unprivileged_userns_clone') === '0') {
		return 'the system forbids Electron’s sandbox (kernel.unprivileged_userns_clone is 0)';
	}
	if (machine.read('/proc/sys/user/max_user_namespaces') === '0') {
		return 'the system forbids Electron’s sandbox (user.max_user_namespaces is 0)';
	}
	// What else forbids it, a container for example, shows when it is tried.
	const tried = machine.run('unshare', ['--user', '--map-root-user', 'true']);
	return tried === null || tried.ok ? null : 'the system forbids Electron’s sandbox (no user namespaces)';
}

function whyNoLibraries(binary: string, machine: Machine): string | null {
	const listed = machine.run('ldd', [binary])?.output ?? '';
	const missing = [...listed.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
	if (missing.length === 0) return null;
	const shown = missing.slice(0, 3).join(', ');
	return `Electron is missing system libraries (${shown}${missing.length > 3 ? ', …' : ''})`;
}
