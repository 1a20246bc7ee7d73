/** Makes the components of `examples/components`, each with the tools that its language has. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { main as asc } from 'assemblyscript/asc';
import { componentize } from 'componentize-qjs';

const root = resolve(import.meta.dirname, '../../..');
export const componentsFolder = join(root, 'examples/components');
const witPath = join(root, 'sdk/wit/dataflare.wit');

/** The interface of components, as their tools read it. */
export const wit = (): string => readFileSync(witPath, 'utf8');
/** What a program wants of WASI 0.2. */
const commandWit = (): string => readFileSync(join(root, 'sdk/wit/command.wit'), 'utf8');

/** A component of a core module that has a world's functions under their names in the canonical ABI. */
async function componentOf(
	core: Uint8Array,
	world: string,
	adapters: [name: string, adapter: Uint8Array][] = [],
): Promise<Uint8Array> {
	return componentNew(await embedded(core, world), adapters);
}

function embedded(core: Uint8Array, world: string): Promise<Uint8Array> {
	return componentEmbed({ binary: core, witSource: wit(), world });
}

/** What is made of one source file; all that it imports lies below `folder`. */
export interface Source {
	/** Absolute. */
	readonly path: string;
	/** Absolute. */
	readonly folder: string;
	readonly world: string;
}

export async function fromJavaScript({ path, folder, world }: Source): Promise<Uint8Array> {
	const { component } = await componentize({
		witPath,
		world,
		jsSource: readFileSync(path, 'utf8'),
		jsPath: path,
		moduleRoot: folder,
		// The other runtime makes components of WASI 0.3.
		sync: true,
		optSize: true,
	});
	return component;
}

const transform = './sdk/assemblyscript/component-exports.mjs';

export async function fromAssemblyScript({ path, folder, world }: Source): Promise<Uint8Array> {
	return withScratch(async (core) => {
		const entry = relative(folder, path);
		const options = ['-O3', '--runtime', 'minimal', '--enable', 'simd', '--use', 'abort=', '--noColors'];
		const args = [entry, '--baseDir', folder, ...options, '--transform', join(root, transform), '--outFile', core];
		const { error, stderr } = await asc(args);
		if (error !== null) throw new Error(`${entry} does not compile:\n${stderr.toString()}`);
		return componentOf(readFileSync(core), world);
	});
}

export const cCompiler = 'clang';
/** Debian's place for the C library of wasm32-wasi. */
const library = '/usr/lib/wasm32-wasi/libc.a';

/** Whether components can be made of C here. */
export const buildsC =
	existsSync(library) && [cCompiler, 'wasm-ld'].every((each) => spawnSync(each, ['--version']).status === 0);

function compileC({ path, folder }: Omit<Source, 'world'>, core: string, options: readonly string[]): void {
	const always = ['--target=wasm32-wasi', '-Os', '-Wall', '-Werror', '-Wl,--strip-all'];
	const args = [...always, ...options, '-o', core, relative(folder, path)];
	const { status, stderr } = spawnSync(cCompiler, args, { cwd: folder, encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
}

export async function fromC({ world, ...source }: Source): Promise<Uint8Array> {
	return withScratch(async (core) => {
		compileC(source, core, ['-nostartfiles', '-Wl,--no-entry']);
		const adapter = await embedded(await parse(readFileSync(join(root, 'sdk/c/preview1.wat'), 'utf8')), 'host');
		return componentOf(readFileSync(core), world, [['wasi_snapshot_preview1', adapter]]);
	});
}

/** A program with a `main`, as a component that any host of WASI 0.2 runs. */
async function commandFromC(source: Omit<Source, 'world'>): Promise<Uint8Array> {
	return withScratch(async (core) => {
		compileC(source, core, []);
		const text = readFileSync(join(root, 'sdk/c/command.wat'), 'utf8');
		const adapter = await componentEmbed({ binary: await parse(text), witSource: commandWit(), world: 'command' });
		return componentNew(readFileSync(core), [['wasi_snapshot_preview1', adapter]]);
	});
}

async function withScratch(make: (core: string) => Promise<Uint8Array>): Promise<Uint8Array> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-component-'));
	try {
		return await make(join(folder, 'core.wasm'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const example = (path: string, world: string): Source => ({ path: join(componentsFolder, path), folder: root, world });

/** By the folder that the sources are in. */
export const components = {
	javascript: {
		file: 'js_transformer.wasm',
		make: () => fromJavaScript(example('javascript/js_transformer.js', 'transformer-plugin')),
	},
	assemblyscript: {
		file: 'as_filter.wasm',
		make: () => fromAssemblyScript(example('assemblyscript/assembly/index.ts', 'filter-plugin')),
	},
	c: { file: 'c_aggregator.wasm', make: () => fromC(example('c/c_aggregator.c', 'aggregator-plugin')) },
	command: {
		file: 'c_component_command.wasm',
		make: () => commandFromC({ path: join(componentsFolder, 'command/c_component_command.c'), folder: root }),
	},
} as const;
