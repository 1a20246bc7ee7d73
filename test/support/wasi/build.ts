import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's name for the C library of wasm32-wasi. */
const library = '/usr/lib/wasm32-wasi/libc.a';

const compiler = 'clang';

/** Whether C programs for WASI can be built here. */
export const buildsWasi =
	existsSync(library) && [compiler, 'wasm-ld'].every((each) => spawnSync(each, ['--version']).status === 0);

/** Builds a program of this folder. */
export function buildWasi(source: string, ...flags: readonly string[]): Uint8Array {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-wasi-'));
	try {
		const output = join(folder, 'program.wasm');
		const args = ['--target=wasm32-wasi', '-O2', ...flags, '-o', output, join(import.meta.dirname, source)];
		const { status, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
		if (status !== 0) throw new Error(stderr);
		return readFileSync(output);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
