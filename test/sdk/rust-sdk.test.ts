/** The crate of `sdk/rust`: its own tests, and its examples in real sandboxes. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, rustcFor } from '../../scripts/build-plugins/rust/compile-rust.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { rustModule } from '../support/sdk/rust-module.ts';
import { sdkPromises } from '../support/sdk/sdk-examples.ts';

const rustc = rustcFor('wasm32-unknown-unknown') ?? '';
const made = scratchFolder();

/** The cargo beside that rustc: another's may not get on with it. */
const cargo = ['/usr/bin/cargo', 'cargo'].find((each) => spawnSync(each, ['--version']).status === 0) ?? '';

const run = (program: string, args: readonly string[], cwd = root) => {
	const { status, stdout, stderr } = spawnSync(program, args, {
		cwd,
		encoding: 'utf8',
		env: { ...process.env, RUSTC: rustc, RUSTDOC: 'rustdoc', CARGO_TARGET_DIR: join(made.path, 'target') },
	});
	return { status, stdout, stderr };
};

describe.runIf(rustc !== '')('the Rust SDK', () => {
	it('keeps what its own tests promise, and builds without a warning', () => {
		const tests = join(made.path, 'tests');
		const compiled = run(rustc, ['--edition', '2021', '--test', '-o', tests, 'sdk/rust/src/lib.rs']);
		expect(compiled).toMatchObject({ status: 0, stderr: '' });
		expect(run(tests, []).stdout).toMatch(/test result: ok\. \d{2,} passed; 0 failed; 0 ignored/);
	});

	it.runIf(cargo !== '')('is a crate that cargo builds a plugin with, as its README says', () => {
		for (const folder of ['sdk/rust', 'examples/rust/row-filter'])
			cpSync(join(root, folder), join(made.path, folder), { recursive: true });
		const built = run(cargo, ['build', '--release', '--offline'], join(made.path, 'examples/rust/row-filter'));
		expect(built).toMatchObject({ status: 0 });
		const tested = run(cargo, ['test', '--offline', '--test', 'late'], join(made.path, 'sdk/rust'));
		expect(tested.stdout).toContain('test late::tests::keeps_the_late_ones ... ok');
	});

	const { load, log } = sdkPromises((name) => rustModule(`sdk/rust/examples/${name}.rs`, { optimised: false }));

	it.each(readdirSync(join(root, 'sdk/rust/examples')))(
		'has no path of this computer in the module of %s',
		async (name) => {
			const module = await rustModule(`sdk/rust/examples/${name}`, { optimised: false });
			for (const place of [root, homedir()]) expect(Buffer.from(module).toString('latin1')).not.toContain(place);
		},
	);

	it('puts all letters of Unicode into upper case', async () => {
		const call = await load('shout', { config: { field: 'city' } });
		expect(await call('transform_data', { city: 'straße ώ' })).toEqual({ city: 'STRASSE Ώ' });
	});

	it('makes an error of a panic, with its message and where it was', async () => {
		const call = await load('shout', { config: { field: 'city' } });
		await expect(call('transform_data', { city: 5 })).rejects.toThrow(
			/panicked at.*city is not text.*sdk\/rust\/examples\/shout\.rs:\d+/s,
		);
		expect(await call('transform_data', { city: 'a' })).toEqual({ city: 'A' });
		expect(log.filter((line) => line.startsWith('error ') && line !== 'error d')).toEqual([]);
	});
});
