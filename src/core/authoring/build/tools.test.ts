import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { findTool } from './tools.ts';

const { path: root } = scratchFolder();
const target = 'wasm32-unknown-unknown';
const step = ['rustc', '--target', target, 'x.rs'];
let count = 0;
let at: string;
beforeEach(() => {
	at = join(root, `t-${++count}`);
	mkdirSync(at, { recursive: true });
});

/** A program that leaves a mark beside itself once it is started. */
function program(...way: string[]): string {
	const path = join(at, ...way);
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, `#!/bin/sh\necho "$@" >> '${at}/started'\necho /\n`);
	chmodSync(path, 0o755);
	return path;
}

function library(...way: string[]): void {
	mkdirSync(join(at, ...way, 'lib/rustlib', target, 'lib'), { recursive: true });
}

const find = (env: Record<string, string>, asked = step): Promise<string> =>
	findTool(asked, { folder: join(at, 'folder'), env });
const started = (): string | null =>
	existsSync(join(at, 'started')) ? readFileSync(join(at, 'started'), 'utf8') : null;

describe('a compiler of Rust that is looked for', () => {
	it('is never started, in the folder of the plugin least of all', async () => {
		const own = program('folder/node_modules/.bin/rustc');
		const env = { PATH: join(at, 'b/bin') };
		expect(await find(env)).toBe(own);
		library('b');
		const other = program('b/bin/rustc');
		expect(await find(env)).toBe(other);
		expect(started()).toBeNull();
	});

	it('is the first that has the target beside it, whatever stands before', async () => {
		program('a/bin/rustc');
		mkdirSync(join(at, 'a/lib/rustlib/x86_64-unknown-linux-gnu/lib'), { recursive: true });
		library('b');
		program('b/bin/rustc');
		mkdirSync(join(at, 'links'));
		symlinkSync('../b/bin/rustc', join(at, 'links/rustc'));
		const env = { PATH: [join(at, 'a/bin'), join(at, 'links')].join(delimiter) };
		expect(await find(env)).toBe(join(at, 'links/rustc'));
		await expect(find({ PATH: `${at}/a/bin` })).rejects.toMatchObject({ details: { reason: 'tool_missing' } });
		for (const odd of ['../..', './x.json', '', '..'])
			await expect(find(env, ['rustc', '--target', odd])).rejects.toMatchObject({
				details: { reason: 'tool_missing' },
			});
		expect(started()).toBeNull();
	});

	it('by rustup is one whose toolchain has it: the one that is named, or the usual one', async () => {
		program('cargo/rustup');
		symlinkSync('rustup', join(at, 'cargo/rustc'));
		library('b');
		const other = program('b/bin/rustc');
		const rustup = join(at, 'cargo/rustc');
		const env = { PATH: [join(at, 'cargo'), join(at, 'b/bin')].join(delimiter), RUSTUP_HOME: join(at, 'home') };
		mkdirSync(join(at, 'home/toolchains/stable-x86_64/lib/rustlib'), { recursive: true });
		writeFileSync(join(at, 'home/settings.toml'), 'version = "12"\ndefault_toolchain = "stable-x86_64"\n');
		expect(await find(env)).toBe(other);
		library('home/toolchains/nightly-x86_64');
		expect(await find(env)).toBe(other);
		expect(await find({ ...env, RUSTUP_TOOLCHAIN: 'nightly' })).toBe(rustup);
		// A file in the folder may name that toolchain.
		expect(await find({ ...env, PATH: join(at, 'cargo') })).toBe(rustup);
		library('home/toolchains/stable-x86_64');
		expect(await find(env)).toBe(rustup);
		expect(started()).toBeNull();
	});
});
