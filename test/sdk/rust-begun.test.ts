/** A plugin that is begun in Rust: what its module says of the computer, and whether it is a crate. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rustcFor } from '../../scripts/build-plugins/rust/compile-rust.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const rustc = rustcFor('wasm32-unknown-unknown') ?? '';
/** The cargo beside that rustc: another's may not get on with it. */
const cargo = ['/usr/bin/cargo', 'cargo'].find((each) => spawnSync(each, ['--version']).status === 0) ?? '';

let engine: ScratchCore;
beforeAll(async () => {
	engine = await scratchCore({ builds: true });
});
afterAll(() => engine.dispose());

const begin = async (name: string): Promise<string> =>
	(
		await engine.ask('authoring.create', {
			...{ folder: join(engine.folder, 'made', name), language: 'rust', role: 'processor', name },
		})
	).folder;

/** A function of the SDK that is compiled with the plugin, and can fail: what it says then names its file. */
const generic = 'pub fn nth<T: AsRef<[u8]>>(of: T, at: usize) -> u8 { of.as_ref()[at] }';
const using =
	'#[no_mangle] pub extern "C" fn nth(at: usize) -> u8 { dataflare::nth::nth(std::env::args().count().to_string(), at) }';

describe.runIf(rustc !== '')('a module that is built from a new plugin in Rust', () => {
	it('names its sources, and not where they lie', async () => {
		const folder = await begin('quiet');
		writeFileSync(join(folder, 'sdk/src/nth.rs'), generic);
		appendFileSync(join(folder, 'sdk/src/lib.rs'), '\npub mod nth;\n');
		appendFileSync(join(folder, 'src/lib.rs'), `\n${using}\n`);
		// Whoever builds by another name of the folder has its real one in the module.
		const link = join(engine.folder, 'link');
		symlinkSync(folder, link);
		for (const where of [folder, link]) {
			const { module, steps } = await engine.ask('authoring.build', { folder: where });
			const text = readFileSync(module, 'latin1');
			expect(text).toMatch(/sdk[\\/]src[\\/]nth\.rs/);
			for (const place of new Set([folder, realpathSync(folder), where, homedir()])) expect(text).not.toContain(place);
			expect(steps.every(({ command }) => command.includes(`${realpathSync(folder)}=`))).toBe(true);
		}
	});

	it.runIf(cargo !== '')('is a crate, and so is the SDK in it, that cargo builds without a network', async () => {
		const folder = await begin('crate');
		for (const where of [folder, join(folder, 'sdk')]) {
			const { status, stderr } = spawnSync(cargo, ['build', '--offline', '--release'], {
				...{ cwd: where, encoding: 'utf8', env: { ...process.env, RUSTC: rustc, RUSTFLAGS: '' } },
			});
			expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('warning') });
		}
		const made = readFileSync(join(folder, '.build/target/wasm32-unknown-unknown/release/plugin.wasm'));
		expect(WebAssembly.Module.exports(new WebAssembly.Module(made)).map(({ name }) => name)).toContain('process_data');
		const { path } = await engine
			.ask('authoring.build', { folder })
			.then(() => engine.ask('plugins.pack', { path: folder, to: folder }));
		expect(readFileSync(path, 'latin1')).not.toContain('.build/target');
	});
});
