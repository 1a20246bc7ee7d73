import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reaperEntry, sandboxEntry } from '../../../test/support/built.ts';
import { askCore } from '../../../test/support/scratch/plugin-folder.ts';
import { answering, type ScratchCore, scratchCore } from '../../../test/support/scratch/scratch-core.ts';
import { WasmComponentManager } from './wasm-component-manager.ts';
import { WasmRuntime } from './wasm-runtime.ts';

let scratch: ScratchCore;
const closing: { close(): Promise<void> }[] = [];
beforeEach(async () => {
	scratch = await scratchCore({ watch: false });
});
afterEach(async () => {
	vi.unstubAllEnvs();
	for (const one of closing.splice(0)) await one.close();
	await scratch.dispose();
});

const dataDir = (): string => join(scratch.folder, 'data');
/** `of`: its data folder; null: it names none. */
function runtime(of: string | null = dataDir()): WasmRuntime {
	const made = new WasmRuntime({ sandboxEntry, reaperEntry, ...(of === null ? {} : { dataDir: of }) });
	closing.push(made);
	return made;
}
const key = (name: string): string => join(scratch.folder, `${name}.pem`);
async function signed(name: string, by: string | null, into = join(scratch.folder, by ?? 'plain')): Promise<string> {
	const path = await scratch.plugin(name, answering('1'), {}, into);
	if (by !== null) await askCore(scratch.core(), 'plugins.sign', { path, key: { path: key(by) } });
	return path;
}
const generate = (name: string) => scratch.ask('keys.generate', { name, path: key(name) });
const required = { code: 'permission_denied', details: { reason: 'signature_required' } };

describe('a program that loads plugins where signatures are required', () => {
	it('loads what a known key signed, and nothing else, from the moment that it is decided', async () => {
		const { key: known } = await generate('author');
		const [theirs, nobodys] = [await signed('theirs', 'author'), await signed('plain', null)];
		const library = runtime();
		await library.loadPlugin(nobodys);
		await scratch.ask('settings.set', { key: 'require_signatures', value: true });
		const id = await library.loadPlugin(theirs);
		expect(await library.callFunction(id, 'process_data', [1])).toBe(1);
		await expect(library.loadPlugin(nobodys)).rejects.toMatchObject(required);
		await expect(library.loadPlugin(join(theirs, 'theirs.wasm'))).rejects.toMatchObject(required);
		const packed = await scratch.ask('plugins.pack', { path: nobodys, to: scratch.folder });
		await expect(library.loadPlugin(packed.path)).rejects.toMatchObject(required);
		writeFileSync(join(theirs, 'more.txt'), 'what nobody signed');
		await expect(library.loadPlugin(theirs)).rejects.toMatchObject(required);
		await scratch.ask('keys.remove', { fingerprint: known.fingerprint });
		await expect(library.loadPlugin(await signed('theirs', 'author'))).rejects.toMatchObject(required);
	});

	it('registers no component that is not signed, either', async () => {
		await scratch.ask('settings.set', { key: 'require_signatures', value: true });
		const manager = new WasmComponentManager({ sandboxEntry, reaperEntry, dataDir: dataDir() });
		closing.push(manager);
		const component = { name: 'one', type: 'processor', module_path: await signed('plain', null) } as const;
		await expect(manager.registerComponent(component)).rejects.toMatchObject(required);
		expect(manager.getStats().total).toBe(0);
	});

	it('is held to what is decided in the usual data folder, unless it names its own', async () => {
		await scratch.ask('settings.set', { key: 'require_signatures', value: true });
		const nobodys = await signed('plain', null);
		for (const name of ['XDG_DATA_HOME', 'LOCALAPPDATA']) vi.stubEnv(name, join(scratch.folder, 'usual'));
		await runtime(null).loadPlugin(nobodys);
		const usual = join(scratch.folder, 'usual/dataflare');
		mkdirSync(usual, { recursive: true });
		await scratch.core().close();
		cpSync(join(dataDir(), 'dataflare.db'), join(usual, 'dataflare.db'));
		await expect(runtime(null).loadPlugin(nobodys)).rejects.toMatchObject(required);
		await runtime(join(scratch.folder, 'own')).loadPlugin(nobodys);
	});

	it('loads nothing where that cannot be read', async () => {
		const nobodys = await signed('plain', null);
		for (const [folder, content] of [
			['damaged', 'x'.repeat(8192)],
			['cut', 'SQLite format 3\0'],
		] as const) {
			const own = join(scratch.folder, folder);
			mkdirSync(own);
			writeFileSync(join(own, 'dataflare.db'), content);
			await expect(runtime(own).loadPlugin(nobodys)).rejects.toMatchObject({ code: 'storage' });
		}
	});
});

describe('a program that loads from the folder of an installed plugin', () => {
	const changed = { code: 'permission_denied', details: { reason: 'signer_changed', plugin: 'tool' } };

	it('loads what the accepted key signed, and nothing that came in its place', async () => {
		const { key: author } = await generate('author');
		await generate('others');
		const path = await signed('tool', 'author');
		const { folder } = await scratch.ask('plugins.install', { path, signer: author.fingerprint });
		const library = runtime();
		await library.loadPlugin(folder);
		await expect(library.loadPlugin(join(folder, 'tool.wasm'))).rejects.toMatchObject(changed);
		cpSync(await signed('tool', 'others'), folder, { recursive: true });
		await expect(library.loadPlugin(folder)).rejects.toMatchObject(changed);
		await library.loadPlugin(await signed('tool', 'others', join(scratch.folder, 'elsewhere')));
	});
});
