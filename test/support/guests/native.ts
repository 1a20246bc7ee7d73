import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sources = join(import.meta.dirname, '../../escape');
const compilers = ['clang', 'cc', 'gcc'] as const;

let made: string | undefined;
let tried = false;

/**
 * The native programs of `test/escape`, compiled into a folder that every user may read; undefined where this system
 * has no C compiler with a static C library.
 */
export function nativePrograms():
	| { readonly escape: string; readonly setpriv: string; readonly silent: string }
	| undefined {
	if (!tried) made = make();
	tried = true;
	if (made === undefined) return undefined;
	return { escape: join(made, 'escape'), setpriv: join(made, 'setpriv'), silent: join(made, 'silent') };
}

function make(): string | undefined {
	if (process.platform !== 'linux') return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-native-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	chmodSync(folder, 0o755);
	const programs = [
		['escape', 'escape.c'],
		['setpriv', 'setpriv.c'],
		['silent', 'setpriv.c', '-DSILENT'],
	] as const;
	const works = compilers.some((compiler) =>
		programs.every(([name, source, ...flags]) => {
			const args = ['-O1', '-static', ...flags, '-o', join(folder, name), join(sources, source)];
			return spawnSync(compiler, args, { stdio: 'ignore' }).status === 0;
		}),
	);
	return works ? folder : undefined;
}

/** Whether this kernel lets a process lock itself into a Landlock domain of all the rights that are used. */
export function hasLandlock(setpriv: string, program: string): boolean {
	const access = ['--landlock-access', 'fs:truncate', '--landlock-access', 'scope'];
	const allowed = ['--landlock-rule', `path-beneath:truncate:${program}`];
	return (
		spawnSync(setpriv, [...access, ...allowed, program, '--remove-segment', '-1'], { stdio: 'ignore' }).status !== 127
	);
}

/** bubblewrap, where it is installed and may make the namespaces that it needs. */
export function workingBubblewrap(): string | undefined {
	const tool = '/usr/bin/bwrap';
	if (!existsSync(tool)) return undefined;
	const args = ['--unshare-all', '--ro-bind', '/', '/', '/bin/true'];
	return spawnSync(tool, args, { stdio: 'ignore' }).status === 0 ? tool : undefined;
}

/** `setpriv`, where the system has one that can refuse new privileges. */
export function workingSetpriv(): string | undefined {
	const tool = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
	if (tool === undefined) return undefined;
	try {
		execFileSync(tool, ['--no-new-privs', '/bin/true']);
		return tool;
	} catch {
		return undefined;
	}
}
