/** Compiles plugins in Rust against the crate of `sdk/rust`, with rustc alone. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');
const target = 'wasm32-unknown-unknown';

/** What `.cargo/config.toml` and the profile of `Cargo.toml` say in the plugins' folders. */
const options: readonly string[] = [
	...['--edition', '2021', '--target', target],
	...['-C', 'opt-level=3', '-C', 'panic=abort', '-C', 'target-feature=+simd128'],
];

/** Further ones of what is linked as a whole. */
const linked: readonly string[] = ['-C', 'lto=fat', '-C', 'strip=symbols'];

/** A rustc that has a standard library for a target; there may be several. */
export function rustcFor(wanted: string): string | undefined {
	return ['/usr/bin/rustc', 'rustc'].find((each) => {
		const asked = spawnSync(each, ['--print', 'target-libdir', '--target', wanted], { encoding: 'utf8' });
		return asked.status === 0 && existsSync(asked.stdout.trim());
	});
}

/** Names of the samples that exist in Rust as well, as plugins of their own. */
export function rustSamples(): readonly string[] {
	const has = (name: string, file: string) => existsSync(join(root, 'examples/rust', name, file));
	const folders = readdirSync(join(root, 'examples/rust'));
	return folders.filter((name) => has(name, 'Cargo.toml') && has(name, 'plugin.json'));
}

/** The entry of a sample in Rust. */
export const entryOf = (name: string): string => `examples/rust/${name}/src/lib.rs`;

/** What is said of the compiler that is here; none: there is none for modules. */
export function rustVersion(): string | undefined {
	const compiler = rustcFor(target);
	if (compiler === undefined) return undefined;
	return spawnSync(compiler, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

/** The sources of the crate and of a sample, from the root, and the options they are compiled with. */
export function rustSources(name: string): { readonly paths: readonly string[]; readonly options: readonly string[] } {
	const folders = ['sdk/rust/src', join(entryOf(name), '..')];
	const paths = folders.flatMap(sourcesBelow).map((path) => relative(root, path).replaceAll('\\', '/'));
	return { paths, options: [...options, ...linked] };
}

/** Where a sample's module is committed. */
export function modulePath(name: string): string {
	return join(root, 'examples/rust', name, `rust_${name.replaceAll('-', '_')}.wasm`);
}

function sourcesBelow(folder: string): readonly string[] {
	return readdirSync(resolve(root, folder), { recursive: true, withFileTypes: true })
		.filter((file) => file.isFile() && file.name.endsWith('.rs'))
		.map((file) => join(file.parentPath, file.name))
		.sort();
}

/** All that decides about the crate, and about a plugin with this entry: the compiler, its options and every source. */
export function rustInputs(entry?: string): readonly string[] {
	const { stdout } = spawnSync(rustcFor(target) ?? '', ['-vV'], { encoding: 'utf8' });
	const folders = entry === undefined ? ['sdk/rust/src'] : ['sdk/rust/src', join(entry, '..')];
	const sources = folders.flatMap(sourcesBelow).map((path) => readFileSync(path, 'utf8'));
	return [stdout, ...options, ...linked, entry ?? '', ...sources];
}

/** The crate, to be linked with a plugin. Paths in what panics say count from the root. */
export function compileCrate(): Uint8Array {
	return compiled('libdataflare.rlib', (output) => {
		rustc([...options, '--crate-name', 'dataflare', '--crate-type', 'rlib', '-o', output, 'sdk/rust/src/lib.rs']);
	});
}

/** The module of an entry file. `optimised`: as a whole, which takes its time. */
export function compileRust(crate: Uint8Array, entry: string, { optimised }: { optimised: boolean }): Uint8Array {
	return compiled('module.wasm', (output) => {
		const library = join(output, '../libdataflare.rlib');
		writeFileSync(library, crate);
		const how = [...options, ...(optimised ? linked : ['-C', 'lto=off', '-C', 'strip=symbols'])];
		const crates = ['--extern', `dataflare=${library}`];
		rustc([...how, ...crates, '--crate-name', 'plugin', '--crate-type', 'cdylib', '-o', output, entry]);
	});
}

function compiled(name: string, compile: (output: string) => void): Uint8Array {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-rust-'));
	try {
		compile(join(folder, name));
		return readFileSync(join(folder, name));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function rustc(args: readonly string[]): void {
	const compiler = rustcFor(target);
	if (compiler === undefined) throw new Error(`there is no rustc with a standard library for ${target}`);
	// What the crate has from elsewhere than its own entry stands by its whole path in what panics say.
	const from = ['--remap-path-prefix', `${root}/=`];
	const { status, stderr } = spawnSync(compiler, [...from, ...args], { cwd: root, encoding: 'utf8' });
	if (status !== 0) throw new Error(`${args.at(-1)} does not compile:\n${stderr}`);
}
