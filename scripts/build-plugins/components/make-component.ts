/** Makes the components of `examples/components`, each with the tools that its language has. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { main as asc } from 'assemblyscript/asc';
import { componentize } from 'componentize-qjs';

const root = resolve(import.meta.dirname, '../../..');
export const componentsFolder = join(root, 'examples/components');
const witPath = join(root, 'sdk/wit/dataflare.wit');

/** The interface of components, as their tools read it. */
export const wit = (): string => readFileSync(witPath, 'utf8');

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

async function fromJavaScript(): Promise<Uint8Array> {
	const jsPath = join(componentsFolder, 'javascript/js_transformer.js');
	const { component } = await componentize({
		witPath,
		world: 'transformer-plugin',
		jsSource: readFileSync(jsPath, 'utf8'),
		jsPath,
		moduleRoot: root,
		// The other runtime makes components of WASI 0.3.
		sync: true,
		optSize: true,
	});
	return component;
}

async function fromAssemblyScript(): Promise<Uint8Array> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-component-'));
	try {
		const core = join(folder, 'core.wasm');
		const entry = 'examples/components/assemblyscript/assembly/index.ts';
		const options = ['-O3', '--runtime', 'minimal', '--enable', 'simd', '--use', 'abort=', '--noColors'];
		const transform = ['--transform', './sdk/assemblyscript/component-exports.mjs'];
		const { error, stderr } = await asc([entry, '--baseDir', root, ...options, ...transform, '--outFile', core]);
		if (error !== null) throw new Error(`${entry} does not compile:\n${stderr.toString()}`);
		return await componentOf(readFileSync(core), 'filter-plugin');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export const cCompiler = 'clang';
/** Debian's place for the C library of wasm32-wasi. */
const library = '/usr/lib/wasm32-wasi/libc.a';

/** Whether components can be made of C here. */
export const buildsC =
	existsSync(library) && [cCompiler, 'wasm-ld'].every((each) => spawnSync(each, ['--version']).status === 0);

async function fromC(): Promise<Uint8Array> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-component-'));
	try {
		const core = join(folder, 'core.wasm');
		const args = [
			'--target=wasm32-wasi',
			'-nostartfiles',
			'-Os',
			'-Wall',
			'-Werror',
			'-Wl,--no-entry',
			'-Wl,--strip-all',
		];
		const source = 'examples/components/c/c_aggregator.c';
		const { status, stderr } = spawnSync(cCompiler, [...args, '-o', core, source], { cwd: root, encoding: 'utf8' });
		if (status !== 0) throw new Error(stderr);
		const adapter = await embedded(await parse(readFileSync(join(root, 'sdk/c/preview1.wat'), 'utf8')), 'host');
		return await componentOf(readFileSync(core), 'aggregator-plugin', [['wasi_snapshot_preview1', adapter]]);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** By the folder that the sources are in. */
export const components = {
	javascript: { file: 'js_transformer.wasm', make: fromJavaScript },
	assemblyscript: { file: 'as_filter.wasm', make: fromAssemblyScript },
	c: { file: 'c_aggregator.wasm', make: fromC },
} as const;
