/** Compiles one plugin of `examples/`. The same sources and the same compiler give the same bytes on every machine. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { main as asc, version } from 'assemblyscript/asc';
import { compileCrate, compileRust, entryOf, rustSources, rustVersion } from './rust/compile-rust.ts';
import { withoutGlobalExports } from './rust/own-exports.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Of the compiler. `minimal`: an allocator, and a collector that the plugin calls itself. */
const compilerOptions: readonly string[] = ['-O3', '--runtime', 'minimal', '--enable', 'simd', '--noColors'];

/** Samples that are bundled as they are in Rust, where they are at least twice as fast; in AssemblyScript for comparison. */
export const bundledInRust: readonly string[] = ['csv-source'];

/** Names of the sample plugins, sorted. */
export function pluginNames(): string[] {
	const examples = join(root, 'examples');
	return readdirSync(examples)
		.filter((name) => existsSync(join(examples, name, 'plugin.json')))
		.sort();
}

/** A checkout may have other line ends; the compiler must not see them. */
function readSource(path: string): string {
	return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}

function sourcesBelow(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
		.sort();
}

/** What compiles a plugin here; none: nothing can. AssemblyScript's compiler is one of the packages, and the same everywhere. */
export function compilerOf(name: string): string | undefined {
	return bundledInRust.includes(name) ? rustVersion() : `asc ${version}`;
}

/** SHA-256 over all that a plugin's module is made of: sources and options; of AssemblyScript, the compiler as well. */
export function hashInputs(name: string): string {
	const rust = bundledInRust.includes(name) ? rustSources(name) : undefined;
	const hash = createHash('sha256').update(JSON.stringify(rust?.options ?? [version, compilerOptions]));
	const manifest = `examples/${name}/plugin.json`;
	const sources = rust?.paths ?? [
		...sourcesBelow('sdk/assemblyscript/assembly'),
		...sourcesBelow(`examples/${name}/assembly`),
	];
	for (const path of [...sources, manifest]) {
		hash.update(`\n${path}\n`).update(readSource(join(root, path)));
	}
	return hash.digest('hex');
}

export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** The optimised module of an entry file, with the crate of the SDK. */
type CompileRust = (entry: string) => Uint8Array | Promise<Uint8Array>;
const wholeInRust: CompileRust = (entry) => compileRust(compileCrate(), entry, { optimised: true });

/** With its manifest in a section of its own, so that the module alone, under any file name, is the same plugin. */
export async function compilePlugin(name: string, inRust: CompileRust = wholeInRust): Promise<Uint8Array> {
	const module = bundledInRust.includes(name)
		? withoutGlobalExports(await inRust(entryOf(name)))
		: await compileModule(`examples/${name}/assembly/index.ts`);
	const manifest: unknown = JSON.parse(readSource(join(root, `examples/${name}/plugin.json`)));
	return Buffer.concat([module, customSection('dataflare', JSON.stringify(manifest))]);
}

function customSection(name: string, content: string): Uint8Array {
	const body = Buffer.concat([leb128(Buffer.byteLength(name)), Buffer.from(name), Buffer.from(content)]);
	return Buffer.concat([Uint8Array.of(0), leb128(body.length), body]);
}

/** An unsigned number as WebAssembly writes it. */
function leb128(value: number): Uint8Array {
	const bytes: number[] = [];
	for (let rest = value; ; rest >>>= 7) {
		bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
		if (rest <= 0x7f) return Uint8Array.from(bytes);
	}
}

/**
 * The module of an entry file (from the root). Throws with the compiler's messages where the sources are wrong; `warned`
 * takes its messages where they are not.
 */
export async function compileModule(
	entry: string,
	warned: (said: string) => void = () => undefined,
): Promise<Uint8Array> {
	let module: Uint8Array | null = null;
	const { error, stderr } = await asc([entry, '--outFile', 'module.wasm', ...compilerOptions], {
		readFile: (file, base) => {
			const path = resolve(root, base, file);
			return existsSync(path) ? readSource(path) : null;
		},
		writeFile: (file, contents) => {
			if (file.endsWith('.wasm') && typeof contents !== 'string') module = Uint8Array.from(contents);
		},
		listFiles: () => null,
	});
	const said = stderr.toString();
	if (error !== null || module === null) throw new Error(`${entry} does not compile:\n${said}`);
	if (said !== '') warned(said);
	return module;
}
