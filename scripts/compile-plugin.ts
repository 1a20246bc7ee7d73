/** Compiles one AssemblyScript plugin of `examples/`. The same sources give the same bytes on every machine. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { main as asc, version } from 'assemblyscript/asc';

export const root = resolve(import.meta.dirname, '..');

/** Of the compiler. `minimal`: an allocator, and a collector that the plugin calls itself. */
const compilerOptions: readonly string[] = ['-O3', '--runtime', 'minimal', '--noColors'];

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

/** SHA-256 over all that decides about the bytes of a plugin's module: sources, compiler, options. */
export function hashInputs(name: string): string {
	const hash = createHash('sha256').update(JSON.stringify([version, compilerOptions]));
	for (const path of [...sourcesBelow('sdk/assemblyscript/assembly'), ...sourcesBelow(`examples/${name}/assembly`)]) {
		hash.update(`\n${path}\n`).update(readSource(join(root, path)));
	}
	return hash.digest('hex');
}

export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

export function compilePlugin(name: string): Promise<Uint8Array> {
	return compileModule(`examples/${name}/assembly/index.ts`);
}

/** The module of an entry file (from the root). Throws with the compiler's messages where the sources are wrong. */
export async function compileModule(entry: string): Promise<Uint8Array> {
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
	if (error !== null || module === null) throw new Error(`${entry} does not compile:\n${stderr.toString()}`);
	return module;
}
