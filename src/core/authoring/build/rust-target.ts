import { basename, dirname, isAbsolute, join } from 'node:path';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { readdir, realpath, stat } from '../../files/user-files.ts';

const MAX_SETTINGS_BYTES = 64 * 1024;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Whether a compiler of Rust has the standard library for a target, by the files beside it: the compiler itself may lie in
 * a folder that nobody trusts, and one that does not would run what such a folder names as its toolchain. `perhaps`: that
 * cannot be told, as of a script that starts another one.
 */
export async function hasRustTarget(rustc: string, target: string, env: Env): Promise<'yes' | 'perhaps' | 'no'> {
	if (!/^\w[\w.-]*$/.test(target)) return 'no';
	const real = await realpath(rustc);
	// What rustup puts in the place of a compiler is rustup itself: a link to it, or a copy beside it.
	if (isRustup(basename(real))) return ofToolchains(target, env);
	const root = dirname(dirname(real));
	if (await holds(root, target)) return 'yes';
	if (await isFolder(join(root, 'lib/rustlib'))) return 'no';
	const beside = await readdir(dirname(real)).catch(() => [] as string[]);
	return beside.some(isRustup) ? ofToolchains(target, env) : 'perhaps';
}

function isRustup(name: string): boolean {
	return /^rustup(\.exe)?$/i.test(name);
}

/** Which toolchain it takes may also depend on the folder. */
async function ofToolchains(target: string, env: Env): Promise<'yes' | 'perhaps' | 'no'> {
	const home = env['RUSTUP_HOME'] ?? join(env['HOME'] ?? env['USERPROFILE'] ?? '/', '.rustup');
	const folder = join(home, 'toolchains');
	const named = env['RUSTUP_TOOLCHAIN'] ?? (await defaultToolchain(home));
	if (named !== null && isAbsolute(named)) return (await holds(named, target)) ? 'yes' : 'no';
	const having: string[] = [];
	for (const name of await readdir(folder).catch(() => [] as string[])) {
		if (await holds(join(folder, name), target)) having.push(name);
	}
	if (having.some((name) => name === named || name.startsWith(`${named}-`))) return 'yes';
	return having.length === 0 ? 'no' : 'perhaps';
}

async function defaultToolchain(home: string): Promise<string | null> {
	const settings = await readPlainFile(join(home, 'settings.toml'), MAX_SETTINGS_BYTES).catch(() => null);
	if (!(settings instanceof Uint8Array)) return null;
	return /^default_toolchain\s*=\s*"([^"\n]+)"/m.exec(settings.toString('utf8'))?.[1] ?? null;
}

function holds(root: string, target: string): Promise<boolean> {
	return isFolder(join(root, 'lib/rustlib', target, 'lib'));
}

function isFolder(path: string): Promise<boolean> {
	return stat(path).then(
		(facts) => facts.isDirectory(),
		() => false,
	);
}
