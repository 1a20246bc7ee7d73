import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guestExports } from '../../src/shared/host/abi.ts';
import { hostFunctions } from '../../src/shared/host/functions.ts';
import { componentFunctions } from '../../src/shared/plugin/component-type.ts';
import { manifestSchema } from '../../src/shared/plugin/manifest.ts';
import { rustModule } from '../../test/support/sdk/rust-module.ts';
import { compiledOnce } from '../../test/support/values/compiled-once.ts';
import { hashListOf, readBuildRecord } from './build-plugins.ts';
import { bundledInRust, compilePlugin, compilerOf, hashInputs, pluginNames, root, sha256 } from './compile-plugin.ts';

const built = join(root, 'resources/plugins');
const names = pluginNames();

describe('the sample plugins', () => {
	it('cover every component type', () => {
		const types = names.map((name) => manifestSchema.parse(readJson(join(built, name, 'plugin.json'))).type);
		expect(new Set(types)).toEqual(new Set(Object.keys(componentFunctions)));
	});

	it.each(names)('%s is built from the sources as they are', async (name) => {
		const module = readFileSync(join(built, name, `${name}.wasm`));
		const record = readBuildRecord()[name];
		expect(record).toMatchObject({ inputs: hashInputs(name), module: sha256(module) });
		expect(record?.compiler).toMatch(bundledInRust.includes(name) ? /^rustc \d/ : /^asc \d/);
		// How it is compiled decides as well, beside what the hash holds. A machine may have another rustc, or none.
		if (record?.compiler !== compilerOf(name)) return;
		const scripts = ['compile-plugin.ts', 'rust/compile-rust.ts', 'rust/own-exports.ts'];
		const decides = scripts.map((script) => readFileSync(join(import.meta.dirname, script)));
		const compiled = await compiledOnce([hashInputs(name), `${record?.compiler}`, ...decides], () =>
			compilePlugin(name, (entry) => rustModule(entry, { optimised: true })),
		);
		expect(sha256(compiled)).toBe(sha256(module));
	});

	it.each(names)('%s ships its manifest, README and samples unchanged', (name) => {
		const companions = [
			'plugin.json',
			'README.md',
			...readdirSync(join(root, 'examples', name, 'sample')).map((file) => `sample/${file}`),
		];
		for (const file of companions) {
			expect(readFileSync(join(built, name, file))).toEqual(readFileSync(join(root, 'examples', name, file)));
		}
		expect(readdirSync(join(built, name)).sort()).toEqual(
			['README.md', 'SHA256SUMS', `${name}.wasm`, 'plugin.json', 'sample'].sort(),
		);
		expect(readFileSync(join(built, name, 'SHA256SUMS'), 'utf8')).toBe(hashListOf(name));
	});

	it.each(names)('%s imports and exports what the plugin interface knows, and nothing of this machine', (name) => {
		const bytes = readFileSync(join(built, name, `${name}.wasm`));
		const module = new WebAssembly.Module(bytes);
		for (const entry of WebAssembly.Module.imports(module)) {
			expect(entry.module).toBe('env');
			expect([...Object.keys(hostFunctions), 'abort']).toContain(entry.name);
		}
		const exports = WebAssembly.Module.exports(module).map((entry) => entry.name);
		const manifest = manifestSchema.parse(readJson(join(built, name, 'plugin.json')));
		expect(exports).toEqual(
			expect.arrayContaining(['memory', 'alloc', 'dealloc', ...componentFunctions[manifest.type]]),
		);
		for (const exported of exports) expect(['memory', ...Object.keys(guestExports)]).toContain(exported);
		expect(bytes.includes(Buffer.from(root))).toBe(false);
		expect(bytes.includes(Buffer.from(root, 'utf16le'))).toBe(false);
	});

	it('leave nothing behind of plugins that are gone', () => {
		const folders = readdirSync(built).filter((name) => existsSync(join(built, name, 'plugin.json')));
		expect(folders.sort()).toEqual(names);
		expect(Object.keys(readBuildRecord())).toEqual(names);
	});
});

function readJson(path: string): unknown {
	return JSON.parse(readFileSync(path, 'utf8'));
}
