import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatHashList, HASH_LIST } from '../../src/core/registry/archive/hash-list.ts';
import { compilePlugin, compilerOf, hashInputs, pluginNames, root, sha256 } from './compile-plugin.ts';

export interface BuildRecord {
	readonly [plugin: string]: Built;
}

interface Built {
	/** SHA-256 of what the module was made of, and of the module. */
	readonly inputs: string;
	readonly module: string;
	/** Another one may make other bytes of the same. */
	readonly compiler?: string;
}

const target = join(root, 'resources/plugins');
const recordPath = join(target, 'build.json');

export function readBuildRecord(): BuildRecord {
	return existsSync(recordPath) ? (JSON.parse(readFileSync(recordPath, 'utf8')) as BuildRecord) : {};
}

function isUpToDate(name: string, inputs: string, record: BuildRecord): boolean {
	const module = join(target, name, `${name}.wasm`);
	const built = record[name];
	if (built?.inputs !== inputs || built.compiler === undefined || !existsSync(module)) return false;
	return sha256(readFileSync(module)) === built.module;
}

/** Manifest, README and samples beside the module; what the example no longer has goes away. */
function copyCompanions(name: string): void {
	const [from, to] = [join(root, 'examples', name), join(target, name)];
	rmSync(join(to, 'sample'), { recursive: true, force: true });
	for (const part of ['plugin.json', 'README.md', 'sample'])
		cpSync(join(from, part), join(to, part), { recursive: true });
}

/** The list that a package of these files would have, so that nobody has to guess whether they are as they were built. */
export function hashListOf(name: string): string {
	const folder = join(target, name);
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
		.filter((file) => file !== HASH_LIST);
	return formatHashList(new Map(files.map((file) => [file, sha256(readFileSync(join(folder, file)))])));
}

function compiledBy(name: string): { readonly compiler?: string } {
	const compiler = compilerOf(name);
	return compiler === undefined ? {} : { compiler };
}

/** Builds these plugins and forgets those that are gone. `force`: also where nothing changed. */
export async function buildPlugins(names: readonly string[], force: boolean): Promise<void> {
	const known = pluginNames();
	const record: Record<string, Built> = {};
	for (const [name, entry] of Object.entries(readBuildRecord())) if (known.includes(name)) record[name] = entry;
	for (const name of names) {
		mkdirSync(join(target, name), { recursive: true });
		const inputs = hashInputs(name);
		if (force || !isUpToDate(name, inputs, record)) {
			const module = await compilePlugin(name);
			writeFileSync(join(target, name, `${name}.wasm`), module);
			record[name] = { inputs, module: sha256(module), ...compiledBy(name) };
			console.log(`${name}: ${module.length.toLocaleString('en')} bytes`);
		}
		copyCompanions(name);
		writeFileSync(join(target, name, HASH_LIST), hashListOf(name));
	}
	const sorted = Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
	writeFileSync(recordPath, `${JSON.stringify(sorted, null, '\t')}\n`);
}
